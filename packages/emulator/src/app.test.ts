import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Emulator } from './emulator.types.js';
import { startEmulator } from './start-emulator.js';
import { WireDriver } from './wire-driver.fixture.js';

let emulator: Emulator;
let wire: WireDriver;

beforeAll(async () => {
  emulator = await startEmulator({ clock: 'manual' });
  wire = new WireDriver(emulator);
});

afterAll(() => emulator.stop());

const json = { 'content-type': 'application/json' };

describe('what no wire can answer, in the form of the wire it was meant for', () => {
  it.each([
    ['GET', '/api/v2/nothing', 404, { code: 404, message: expect.any(String), data: null }],
    ['GET', '/', 404, { code: 404, message: expect.any(String), data: null }],
    [
      'GET',
      '/graphql/v2',
      405,
      { data: null, errors: [{ message: { code: 405, message: expect.any(String), data: null } }] },
    ],
    ['POST', '/api/v2/.well-known', 405, { code: 405, message: expect.any(String), data: null }],
    ['DELETE', '/_emulator/clock', 405, { error: { code: 'http-405', message: expect.any(String) } }],
    ['GET', '/_emulator/nothing', 404, { error: { code: 'http-404', message: expect.any(String) } }],
    ['GET', '/oidc/nothing', 404, { error: 'invalid_request', error_description: expect.any(String) }],
    ['GET', '/auth/v1/nothing', 404, { code: 404, error_code: 'not_found', msg: expect.any(String) }],
    ['POST', '/auth/v1/health', 405, { code: 405, error_code: 'method_not_allowed', msg: expect.any(String) }],
  ])('%s %s is %i', async (method, path, status, body) => {
    await expect(wire.send(method, path)).resolves.toMatchObject({ status, body });
  });

  it('names the methods that there are', async () => {
    const { headers } = await wire.send('PATCH', '/api/v2/mfa/totp/associate');
    expect(headers.get('allow')?.split(', ').sort()).toEqual(['DELETE', 'POST']);
  });

  it.each([
    '/api/v2/../../etc/passwd',
    '/api/v2/users/..%2f..%2fetc%2fpasswd',
    '/api/v2/users/%00',
    '/api/v2/users/%',
    '/%2e%2e/%2e%2e/x',
    '//evil.example/x',
  ])('takes %s for a path like any other', async (path) => {
    const status = await wire.raw('GET', path, {});
    expect([200, 404]).toContain(status);
  });
});

describe('bodies', () => {
  const post = (body: string, headers: Readonly<Record<string, string>> = json) =>
    wire.send('POST', '/graphql/v2', { body, headers });

  it.each([
    '{',
    '{}{}',
    '[]',
    '"x"',
    'null null',
    '\u0000',
    '{"query":',
    '{"query": 1}',
    '{"query": "{ user { id } }", "variables": []}',
  ])('are refused as %j with 400', async (body) => {
    await expect(post(body)).resolves.toMatchObject({ status: 400, body: { errors: [{ message: { code: 400 } }] } });
  });

  it.each([
    '{ nothing }',
    '{ user',
    '{ user { nothing } }',
    '',
    'query a { user { id } } query b { user { id } }',
    '{ user '.repeat(2_000),
    '{ ...a } fragment a on Query { ...a }',
  ])('with the document %j are refused with 400, in an object', async (query) => {
    const { status, body } = await wire.send('POST', '/graphql/v2', { body: { query } });
    expect([status, body.errors[0].message]).toEqual([400, { code: 400, message: expect.any(String), data: null }]);
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/json; charset=utf-16',
    'jsonp',
    '',
  ])('of the type %j are refused with 415 (EMU-12)', async (type) => {
    await expect(post('{}', { 'content-type': type })).resolves.toMatchObject({ status: 415 });
  });

  it('with bytes that are no UTF-8 are refused', async () => {
    const response = await fetch(`${emulator.url}/graphql/v2`, {
      method: 'POST',
      headers: json,
      body: Buffer.from([0x22, 0xff, 0x22]),
    });
    expect(response.status).toBe(400);
  });

  it('nested deeper than 64 levels are refused, and quotes do not count', async () => {
    const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;
    expect(
      (await wire.send('POST', '/_emulator/seed', { body: `{"objects":${nested(100_000)}}` })).body.error.code,
    ).toBe('http-400');
    const quoted = JSON.stringify({ query: '{ user { id } }', variables: { x: `\\"${'['.repeat(1_000)}` } });
    expect((await post(quoted)).body.errors[0].message.code).toBe(2020);
  });

  it('over 1 MB are refused with 413, announced or not, and the server goes on', async () => {
    const big = JSON.stringify({ query: 'x'.repeat(2_000_000) });
    await expect(post(big)).resolves.toMatchObject({ status: 413, body: { errors: [{ message: { code: 413 } }] } });
    const chunked = new ReadableStream<Uint8Array>({
      start(controller) {
        for (let index = 0; index < 20; index += 1) controller.enqueue(new Uint8Array(100_000).fill(0x20));
        controller.close();
      },
    });
    // Node's own types do not know the member that a streamed body needs.
    const init = { method: 'POST', headers: json, body: chunked, duplex: 'half' } as RequestInit;
    expect((await fetch(`${emulator.url}/api/v2/sms/send`, init)).status).toBe(413);
    expect((await wire.send('GET', '/api/v2/.well-known')).status).toBe(200);
  });
});

describe('headers', () => {
  it.each([
    '/api/v2/.well-known',
    '/api/v2/nothing',
    '/_emulator/mailbox',
    '/oidc/.well-known/jwks.json',
    '/auth/v1/x',
  ])('of %s say not to store, not to sniff, when it was, and who answered (EMU-11)', async (path) => {
    const { headers } = await wire.send('GET', path);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('date')).toBe('Thu, 01 Jan 2026 00:00:00 GMT');
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it.each([
    'evil.example',
    '127.0.0.1.evil.example',
    '127.0.0.2',
    'localhost.evil.example:80',
    '127.0.0.1@evil.example',
    '127.0.0.1:80:80',
  ])('with the host %s are refused on all wires (EMU-25)', async (host) => {
    for (const path of ['/api/v2/.well-known', '/_emulator/clock', '/auth/v1/x', '/oidc/.well-known/jwks.json']) {
      expect([400, 403]).toContain(await wire.raw('GET', path, { host }));
    }
  });

  it.each(['localhost', 'LOCALHOST:1', '127.0.0.1', '[::1]:4455'])('with the host %s are answered', async (host) => {
    expect(await wire.raw('GET', '/api/v2/.well-known', { host })).toBe(200);
  });

  it.each([
    'NONSENSE\r\n\r\n',
    'GET / HTTP/1.1\r\n\r\n',
    'GET http://[ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n',
  ])('of the refusal of %j are those of all answers (EMU-11)', async (text) => {
    const answer = await talk(text);
    expect(answer).toMatch(/^HTTP\/1.1 400 /);
    expect(answer).toMatch(/^date: Thu, 01 Jan 2026 00:00:00 GMT\r$/im);
    expect(answer.match(/^date:/gim)).toHaveLength(1);
    expect(answer).toMatch(/^x-request-id: [0-9a-f-]{36}\r$/im);
    expect(answer).toMatch(/^cache-control: no-store\r$/im);
    expect(answer).toMatch(/^x-content-type-options: nosniff\r$/im);
  });

  it.each([
    ['http://evil.example', 403],
    ['https://evil.example:4455', 403],
    ['http://127.0.0.1@evil.example', 403],
    ['http://localhost:1', 200],
  ])('count no more than the authority in the target, %s (EMU-25)', async (authority, status) => {
    const target = `${authority}/api/v2/.well-known`;
    const answer = await talk(`GET ${target} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n`);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  });

  it('of more than 16 kB are refused, and what is no HTTP', async () => {
    expect(await wire.raw('GET', '/api/v2/.well-known', { 'x-long': 'x'.repeat(20_000) })).toBe(431);
    expect(await talk('NONSENSE\r\n\r\n')).toContain('400 Bad Request');
    expect(await talk('GET / HTTP/1.1\r\n\r\n')).toContain('400 Bad Request');
    expect((await wire.send('GET', '/api/v2/.well-known')).status).toBe(200);
  });

  function talk(text: string): Promise<string> {
    const { hostname, port } = new URL(emulator.url);
    return new Promise((resolve, reject) => {
      let answer = '';
      const socket = connect(Number(port), hostname, () => socket.write(text));
      socket.on('data', (chunk) => {
        answer += chunk;
      });
      socket.on('close', () => resolve(answer));
      socket.on('error', reject);
    });
  }
});

describe('pages of other origins', () => {
  const preflight = (origin: string, headers: Readonly<Record<string, string>> = {}) =>
    wire.send('OPTIONS', '/graphql/v2', { headers: { origin, 'access-control-request-method': 'POST', ...headers } });

  it('on loopback are let in with credentials, and may send the headers that clients send (EMU-12)', async () => {
    const wanted = 'authorization,content-type,x-authing-app-id,x-authing-userpool-id,x-renamed-lang';
    const { status, headers } = await preflight('http://localhost:5173', {
      'access-control-request-headers': wanted,
      'access-control-request-private-network': 'true',
    });
    expect(status).toBe(204);
    expect(headers.get('access-control-allow-origin')).toBe('http://localhost:5173');
    expect(headers.get('access-control-allow-credentials')).toBe('true');
    expect(headers.get('access-control-allow-headers')).toBe(wanted);
    expect(headers.get('access-control-allow-private-network')).toBe('true');
    expect(headers.get('vary')).toContain('Origin');
  });

  it.each([
    'https://evil.example',
    'http://localhost.evil.example',
    'http://127.0.0.1@evil.example',
    'null',
    'file://',
  ])('such as %s are not', async (origin) => {
    const { headers } = await preflight(origin);
    expect(headers.get('access-control-allow-origin')).toBeNull();
    const answer = await wire.send('GET', '/api/v2/.well-known', { headers: { origin } });
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    expect(answer.headers.get('vary')).toBe('Origin');
  });

  it('embed no control answer, refusals included (EMU-25)', async () => {
    const policy = async (method: string, path: string, headers = {}) =>
      (await wire.send(method, path, { headers })).headers.get('cross-origin-resource-policy');
    for (const path of ['/messages', '/mailbox', '/clock', '/snapshot', '/settings', '/nothing']) {
      expect(await policy('GET', `/_emulator${path}`)).toBe('same-origin');
    }
    expect(await policy('DELETE', '/_emulator/clock')).toBe('same-origin');
    expect(await policy('GET', '/_emulator/messages', { origin: 'https://evil.example' })).toBe('same-origin');
    expect(await policy('GET', '/api/v2/.well-known')).toBeNull();
  });

  it('read date, limit and request id, unless that is switched off', async () => {
    const exposed = async () =>
      (await wire.send('GET', '/api/v2/nothing', { headers: { origin: 'http://127.0.0.1:3000' } })).headers.get(
        'access-control-expose-headers',
      );
    expect(await exposed()).toBe('Date, Retry-After, X-Request-Id');
    emulator.settings({ exposeHeaders: false });
    expect(await exposed()).toBeNull();
  });
});
