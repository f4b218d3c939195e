import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { emulator, wire } from '../emulator-under-test.fixture.js';
import { startEmulator } from '../start-emulator.js';
import { EMAIL, PASSWORD, WireDriver } from '../wire-driver.fixture.js';
import type { Snapshot } from './snapshot.js';

const SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

const control = (method: string, path: string, body?: unknown) => wire.send(method, `/_emulator${path}`, { body });
const sendSms = (phone: string, scene?: string) => wire.send('POST', '/api/v2/sms/send', { body: { phone, scene } });

describe('messages', () => {
  it('are listed newest first, by whom they went to', async () => {
    await sendSms('13800000000');
    await emulator.clock.advance('1m');
    await sendSms('13800000000', 'register');
    await sendSms('13900000000');
    const { body } = await control('GET', '/messages?to=138%200000%200000');
    expect(body).toEqual([
      {
        id: expect.any(String),
        channel: 'sms',
        to: '13800000000',
        scene: 'register',
        code: expect.any(String),
        sentAt: '2026-01-01T00:01:00.000Z',
      },
      {
        id: expect.any(String),
        channel: 'sms',
        to: '13800000000',
        scene: 'login',
        code: expect.any(String),
        sentAt: '2026-01-01T00:00:00.000Z',
      },
    ]);
    expect(emulator.messages.latest({ to: '13800000000' })).toEqual(body[0]);
    expect(emulator.messages.latest({ channel: 'email' })).toBeUndefined();
    expect((await control('DELETE', '/messages')).status).toBe(204);
    expect((await control('GET', '/messages')).body).toEqual([]);
  });

  it('are a page that holds no script and escapes what came in (EMU-13)', async () => {
    const to = '"<img/src=x>&\'"@example.com';
    await wire.graphql('mutation ($email: String!) { sendEmail(email: $email, scene: VERIFY_CODE) { code } }', {
      email: to,
    });
    const page = await control('GET', '/mailbox');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(page.body).toContain('&quot;&lt;img/src=x&gt;&amp;&#39;&quot;@example.com');
    expect(page.body).not.toContain('<img');
    expect(page.body).toContain(emulator.messages.latest()?.code);
  });
});

describe('the clock', () => {
  it('is read and moved, and dates every answer', async () => {
    expect((await control('GET', '/clock')).body).toEqual({
      now: '2026-01-01T00:00:00.000Z',
      nowMs: Date.UTC(2026, 0, 1),
      offsetMs: null,
    });
    expect((await control('POST', '/clock', { advanceMs: 86_400_000 })).body.now).toBe('2026-01-02T00:00:00.000Z');
    const answer = await control('POST', '/clock', { setTo: '2030-06-01T12:00:00Z' });
    expect(answer.headers.get('date')).toBe('Sat, 01 Jun 2030 12:00:00 GMT');
    expect(emulator.clock.now()).toBe(Date.UTC(2030, 5, 1, 12));
  });

  it.each([
    {},
    { advanceMs: 1, setTo: 1 },
    { advanceMs: '1' },
    { advanceMs: 8.64e15 },
    { setTo: 'soon' },
    { setTo: 1e17 },
    { setTo: {} },
    { by: 1 },
    [],
  ])('stays where it is for %j', async (body) => {
    await expect(control('POST', '/clock', body)).resolves.toMatchObject({
      status: 400,
      body: { error: { code: expect.any(String) } },
    });
    expect(emulator.clock.now()).toBe(Date.UTC(2026, 0, 1));
  });

  it('refuses a span that is none, to a program too', async () => {
    await expect((async () => emulator.clock.advance('soon'))()).rejects.toMatchObject({ kind: 'invalid-input' });
  });
});

describe('settings', () => {
  it('change together or not at all', async () => {
    const before = (await control('GET', '/settings')).body;
    const bad: [object, string][] = [
      [{ codeLength: 8, tokenAlgorithm: 'none' }, 'tokenAlgorithm'],
      [{ codeLength: 8, nonsense: 1 }, 'nonsense'],
      [{ codeLength: '8' }, 'codeLength'],
      [{ codeLength: 3 }, 'codeLength'],
      [{ codeLength: 8, applicationMfa: ['SMS', 'IRIS'] }, 'applicationMfa[1]'],
      [{ applicationMfa: ['SMS', 'SMS'] }, 'applicationMfa'],
      [{ applicationMfa: ['SMS'], applications: { nobody: {} } }, 'applications.nobody'],
      [{ applications: { [emulator.authing.appId]: { name: 'x' } } }, 'name'],
      [JSON.parse('{"__proto__":{"codeLength":8}}'), '__proto__'],
    ];
    for (const [patch, name] of bad) {
      const { status, body } = await control('PUT', '/settings', patch);
      expect([status, body.error.message]).toEqual([400, expect.stringContaining(name)]);
      expect(() => emulator.settings(patch)).toThrow(name);
    }
    expect((await control('GET', '/settings')).body).toEqual(before);
  });
});

describe('a seed', () => {
  it('gives users who can sign in, with their factor', async () => {
    const seed = {
      version: 'ignored',
      objects: [
        { kind: 'application', id: 'shop', name: 'Shop', applicationMfa: ['EMAIL'] },
        {
          kind: 'user',
          id: '11',
          email: 'Ada@Example.com',
          password: PASSWORD,
          nickname: 'Ada',
          createdAt: '2020-01-01T00:00:00Z',
          customData: { age: 36 },
          totp: { secret: SECRET, recoveryCode: 'aaaa-bbbb' },
        },
      ],
    };
    expect((await control('POST', '/seed', seed)).status).toBe(204);
    const mfaToken = await wire.mfaToken(EMAIL, PASSWORD);
    expect((await wire.verifyTotp(mfaToken, await wire.totp(SECRET))).body.data).toMatchObject({
      id: '11',
      nickname: 'Ada',
      createdAt: '2020-01-01T00:00:00.000Z',
    });
    expect((await wire.recover(await wire.mfaToken(EMAIL, PASSWORD), 'AAAABBBB')).body.code).toBe(200);
    expect((await wire.login(EMAIL, PASSWORD, { headers: { 'x-authing-app-id': 'shop' } })).body.code).toBe(1636);
  });

  it('is planted whole or not at all', async () => {
    const good = { kind: 'user', id: 'good', username: 'good' };
    const bad: [object, string][] = [
      [{ kind: 'dragon' }, 'objects[1].kind "dragon"'],
      [{ username: 'x' }, 'objects[1].kind'],
      [{ kind: 'user', username: 'x', emial: EMAIL }, 'objects[1].emial'],
      [{ kind: 'user', username: 1 }, 'objects[1].username'],
      [{ kind: 'user', username: 'x', blocked: 'no' }, 'objects[1].blocked'],
      [{ kind: 'user', username: 'x', createdAt: 'long ago' }, 'objects[1].createdAt'],
      [{ kind: 'user', username: 'x', totp: { secret: '1' } }, 'objects[1].totp.secret'],
      [{ kind: 'user', username: 'x', password: 'no' }, 'objects[1].password'],
      [{ kind: 'user', username: 'good' }, 'objects[1]: The user name is taken'],
      [{ kind: 'user', id: 'good', username: 'x' }, 'objects[1].id'],
      [{ kind: 'user' }, 'objects[1]'],
      [{ kind: 'application', applicationMfa: ['IRIS'] }, 'objects[1].applicationMfa[0]'],
    ];
    for (const [entry, message] of bad) {
      const { status, body } = await control('POST', '/seed', { objects: [good, entry] });
      expect([status, body.error.message]).toEqual([400, expect.stringContaining(message)]);
    }
    for (const seed of [{}, { objects: {} }, [], 'x', { objects: [1] }])
      expect((await control('POST', '/seed', seed)).status).toBe(400);
    expect((await control('POST', '/seed', { objects: [good] })).status).toBe(204);
  });

  it('of the start is back after a reset, and nothing else is', async () => {
    const seed = { objects: [{ kind: 'user' as const, email: EMAIL, password: PASSWORD }] };
    const other = await startEmulator({ clock: 'manual', seed, settings: { codeLength: 8 } });
    try {
      const elsewhere = new WireDriver(other);
      other.settings({ codeLength: 4, applicationMfa: ['SMS'] });
      const { token } = (await elsewhere.register('b@example.com', PASSWORD)).body;
      expect((await elsewhere.send('POST', '/_emulator/reset')).status).toBe(204);
      expect((await elsewhere.login(EMAIL, PASSWORD)).body.token).toEqual(expect.any(String));
      expect((await elsewhere.login('b@example.com', PASSWORD)).body.code).toBe(2333);
      expect((await elsewhere.graphql('{ user { id } }', {}, { bearer: token })).body.code).toBe(2207);
      expect((await elsewhere.send('GET', '/_emulator/settings')).body).toMatchObject({
        codeLength: 8,
        applicationMfa: [],
      });
    } finally {
      await other.stop();
    }
  });
});

describe('a reset', () => {
  it.each([
    ['it', () => emulator.reset(), 0],
    ['a restored snapshot', (snapshot: Snapshot) => emulator.restore(snapshot), 1],
  ])('ends what was on its way, and so does %s: a registration, a sign-in, a seed', async (_, end, usersLeft) => {
    await wire.register(EMAIL, PASSWORD);
    const before = emulator.snapshot();
    const seed = { objects: [{ kind: 'user', username: 'late', password: PASSWORD }] };
    const operation = 'mutation ($input: RegisterByEmailInput!) { registerByEmail(input: $input) { id } }';
    const input = { email: 'late@example.com', password: wire.encrypt(PASSWORD) };
    const login = 'mutation ($input: LoginByEmailInput!) { loginByEmail(input: $input) { id } }';
    const running = [
      sendSlowly('/graphql/v2', { query: operation, variables: { input } }),
      sendSlowly('/graphql/v2', { query: login, variables: { input: { ...input, email: EMAIL, autoRegister: true } } }),
      sendSlowly('/_emulator/seed', seed),
      sendSlowly('/_emulator/settings', { codeLength: 4 }, 'PUT'),
    ];
    await control('GET', '/clock'); // comes after the heads of those
    const seeding = emulator.seed({ objects: [{ kind: 'user', username: 'later', password: PASSWORD }] });
    const seededHere = seeding.catch((error) => error.kind);
    await end(before);
    const answers = await Promise.all(running.map((finish) => finish()));
    expect(answers.slice(0, 2).map(({ errors }) => errors[0].message.code)).toEqual([1000, 1000]);
    expect(answers.slice(2).map(({ error }) => error.code)).toEqual(['reset-meanwhile', 'reset-meanwhile']);
    await expect(seededHere).resolves.toBe('invalid-input');
    const bearer = await wire.managementToken();
    expect((await wire.graphql('{ users { totalCount } }', {}, { bearer })).body.totalCount).toBe(usersLeft);
    expect((await control('GET', '/settings')).body.codeLength).toBe(6);
  });

  it('can be asked for many times at once', async () => {
    const seed = { objects: [{ kind: 'user' as const, email: EMAIL, password: PASSWORD }] };
    const other = await startEmulator({ clock: 'manual', seed });
    try {
      const elsewhere = new WireDriver(other);
      const answers = await Promise.all(Array.from({ length: 8 }, () => elsewhere.send('POST', '/_emulator/reset')));
      expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 204));
      await Promise.all([other.reset(), other.reset()]);
      expect((await elsewhere.login(EMAIL, PASSWORD)).body.token).toEqual(expect.any(String));
    } finally {
      await other.stop();
    }
  });

  /** Begins a request, and gives the function that sends the rest of it and reads the answer. */
  function sendSlowly(path: string, body: object, method = 'POST') {
    const text = JSON.stringify(body);
    const { hostname, port } = new URL(emulator.url);
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) };
    const outgoing = request({ hostname, port, method, path, headers, agent: false });
    outgoing.write(text.slice(0, 5));
    return async () => {
      outgoing.end(text.slice(5));
      const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage];
      const { data, errors, error } = JSON.parse((await incoming.toArray()).join(''));
      return { data, errors, error };
    };
  }
});

describe('the fault lost-response', () => {
  it('does the work, and loses the answer as often as it says', async () => {
    const fault = { match: { method: 'post', path: '/graphql/*' }, fault: 'lost-response', times: 1 };
    expect((await control('POST', '/faults', [fault])).status).toBe(204);
    await expect(wire.register(EMAIL, PASSWORD)).rejects.toThrow('fetch failed');
    expect((await wire.register(EMAIL, PASSWORD)).body.code).toBe(2026);
  });

  it('hits what it matches only, never the control API, and can be taken back', async () => {
    emulator.faults.add([
      { fault: 'lost-response', match: { path: '/api/v2/logout' } },
      { fault: 'lost-response', match: { method: 'PUT' }, times: 9 },
    ]);
    expect((await wire.register(EMAIL, PASSWORD)).body.email).toBe(EMAIL);
    expect((await control('PUT', '/settings', {})).status).toBe(200);
    expect((await control('DELETE', '/faults')).status).toBe(204);
    expect((await wire.send('GET', '/api/v2/logout')).body.code).toBe(2020);
  });

  it.each([
    [{ fault: 'delay' }],
    [{ fault: 'nonsense' }],
    [{}],
    [{ fault: 'lost-response', times: 0 }],
    [{ fault: 'lost-response', match: { host: 'x' } }],
    [{ fault: 'lost-response', status: 1 }],
  ])('is all there is, said clearly of %j', async (fault) => {
    await expect(control('POST', '/faults', [fault])).resolves.toMatchObject({
      status: 400,
      body: { error: { message: expect.stringContaining('faults[0]') } },
    });
  });
});

describe('the control API', () => {
  it('is not for pages of other origins (EMU-25)', async () => {
    const status = async (origin: string) =>
      (await wire.send('POST', '/_emulator/reset', { headers: { origin } })).status;
    expect(await status('http://localhost:3000')).toBe(403);
    expect(await status('null')).toBe(403);
    expect(await status(emulator.url)).toBe(204);
  });

  it('tells the time to pages of this machine alone (EMU-25)', async () => {
    const read = async (origin: string) =>
      (await wire.send('GET', '/_emulator/clock', { headers: { origin } })).headers;
    const allowed = 'access-control-allow-origin';
    expect((await read('http://localhost:3000')).get(allowed)).toBe('http://localhost:3000');
    expect((await read('https://example.com')).get(allowed)).toBeNull();
    const headers = { origin: 'http://localhost:3000' };
    expect((await wire.send('POST', '/_emulator/clock', { headers, body: { advanceMs: 1 } })).status).toBe(403);
  });
});

describe('a seed', () => {
  it('a seed with a kind that is not a text is refused with 400', async () => {
    for (const kind of [{ toString: 1 }, { toString: 'user' }, ['user'], 7, null]) {
      expect(await control('POST', '/seed', { objects: [{ kind }] })).toMatchObject({
        status: 400,
        body: { error: { code: 'unknown-kind' } },
      });
    }
  });

  it('a refused seed reports no change, and leaves the order of the state', async () => {
    await emulator.seed({
      objects: [
        { kind: 'user', id: '1', email: EMAIL },
        { kind: 'userField', key: 'level' },
      ],
    });
    const before = emulator.snapshot();
    const objects = [
      { kind: 'userField', key: 'other' },
      { kind: 'user', id: '2' },
      { kind: 'user', id: '1' },
    ];
    expect(await control('POST', '/seed', { objects })).toMatchObject({ status: 400 });
    expect(emulator.snapshot()).toEqual(before);
  });
});
