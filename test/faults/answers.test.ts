import { spawn } from 'node:child_process';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import { failureOf, failuresOf, ImpatientClock, issue, openManagement, openSignedIn } from './client.fixture.js';
import {
  answer,
  type Behaviour,
  bytes,
  cleanUpWith,
  type FaultyServer,
  json,
  pour,
  serve,
} from './faulty-server.fixture.js';

const PORTAL = '<!doctype html><html><title>Log in to the Wi-Fi</title><form action="/login">…</form></html>';

async function both(server: FaultyServer) {
  const { client, events } = await openSignedIn(server, { clock: new ImpatientClock() });
  const before = [client.snapshot, client.currentSession?.token];
  return {
    client,
    management: openManagement(server, { clock: new ImpatientClock() }),
    expectUntouched: () => {
      expect([[client.snapshot, client.currentSession?.token], events]).toEqual([before, []]);
    },
  };
}

describe('an answer that is none', () => {
  const faults: readonly (readonly [string, Behaviour])[] = [
    ['truncated JSON', bytes('{"code":200,"data":{"id":"ada","tok')],
    ['an empty body', bytes('')],
    ['an empty body and no type', ({ response }) => response.writeHead(200).end()],
    ['204', ({ response }) => response.writeHead(204).end()],
    ['the page of a captive portal', bytes(PORTAL, 'text/html; charset=utf-8')],
    ['JSON that says to be text', bytes('{"code":200,"data":{}}', 'text/plain')],
    ['HTML that says to be JSON', bytes(PORTAL)],
    ['a list', bytes('[{"code":200}]')],
    ['a text', bytes('"ok"')],
    ['null', bytes('null')],
    ['a number', bytes('200')],
    ['two documents', bytes('{"code":200,"data":{}}{"code":200,"data":{}}')],
    ['bytes that are no UTF-8', bytes(Buffer.from([0xff, 0xfe, 0x80, 0x81]))],
    ['zeros', bytes(Buffer.alloc(64))],
  ];

  it.each(faults)('F08, NET-04: %s, is refused as such, once, and leaves the session', async (_, fault) => {
    const server = await serve(fault);
    const { client, management, expectUntouched } = await both(server);
    const calls = [
      () => client.listOrgs(),
      () => client.isUserExists({ email: 'ada@example.com' }),
      () => client.unbindPhone(),
      () => client.loginByPhoneCode('13800000000', '1234'),
      () => client.refreshToken(),
      () => management.users.detail('u1'),
      () => management.users.list(),
    ];
    for (const call of calls.slice(0, 4)) {
      expect(await failureOf(call())).toMatchObject({ kind: 'invalid-response', retryable: false });
    }
    expectUntouched();
    for (const call of calls.slice(4)) expect((await failureOf(call())).kind).toBe('invalid-response');
    expect(server.calls.length).toBe(calls.length);
    expect(client.currentSession?.token).not.toBe(''); // stale, and never signed out
  });

  it('NET-04: shows its status and its first 200 printable characters, and no value of it', async () => {
    const torn = `{"code":200,"data":{"token":"canary-token","secret":"canary-secret\u0007","tail":"${'x'.repeat(9_000)}`;
    const portal = await both(await serve(bytes(PORTAL, 'text/html', 203)));
    const broken = await both(await serve(bytes(torn)));
    const { message, status } = await failureOf(portal.client.listOrgs());
    expect(message).toContain('Log in to the Wi-Fi');
    expect(status).toBe(203);
    const failure = await failureOf(broken.client.listOrgs());
    expect(failure.message).toContain('token');
    expect(failure.message).not.toMatch(/canary/);
    expect(failure.message).toMatch(/^[\x20-\x7e]*$/);
    expect(failure.message.length).toBeLessThan(400);
  });

  it.each([
    ['a sign-in without a user', { data: { loginByPhoneCode: null } }],
    ['a sign-in without a token', { data: { loginByPhoneCode: { id: 'ada' } } }],
    ['a sign-in whose token is a number', { data: { loginByPhoneCode: { id: 'ada', token: 7 } } }],
    ['a sign-in without an id', { data: { loginByPhoneCode: { token: 'a.b.c' } } }],
    ['the answer to another question', { data: { user: { id: 'ada', token: 'a.b.c' } } }],
  ])('NET-04: %s begins no session', async (_, body) => {
    const { client, expectUntouched } = await both(await serve(json(body)));
    const failure = await failureOf(client.loginByPhoneCode('13800000000', '1234'));
    expect(failure).toMatchObject({ kind: 'invalid-response', retryable: false });
    expectUntouched();
  });
});

describe('an answer that is too much', () => {
  // In a process of its own, since the memory of this one is Jest's too.
  const script = `
    import { AuthenticationClient } from '@sallyport/authentication-client';
    import { ManagementClient } from '@sallyport/management-client';
    const [appHost, token] = process.argv.slice(1);
    const client = new AuthenticationClient({ appId: 'app', appHost });
    client.setToken(token);
    const management = new ManagementClient({ userPoolId: 'pool', accessToken: 'token', host: appHost });
    const kindOf = (call) => call.then(() => 'none', (error) => error.kind + ' ' + error.retryable);
    await kindOf(client.isUserExists({ email: 'x' })); // whatever is loaded with the first call is there now
    globalThis.gc();
    const before = process.memoryUsage().rss;
    let most = 0;
    const watch = setInterval(() => { most = Math.max(most, process.memoryUsage().rss); }, 1);
    const kinds = [
      await kindOf(client.isUserExists({ email: 'x' })),
      await kindOf(client.unbindPhone()),
      await kindOf(management.users.detail('u1')),
    ];
    clearInterval(watch);
    most = Math.max(most, process.memoryUsage().rss);
    console.log(JSON.stringify({ kinds, grewBy: Math.round((most - before) / 1024 / 1024) }));
    await client.dispose();
    management.dispose();
  `;

  /** What the calls came to, and how many megabytes the process grew by. */
  async function measure(fault: Behaviour): Promise<{ kinds: string[]; grewBy: number }> {
    let number = 0;
    const server = await serve((call) => {
      number += 1;
      return number === 1 ? answer(true)(call) : fault(call);
    });
    const flags = ['--expose-gc', '--input-type=module', '-e', script];
    const child = spawn(process.execPath, [...flags, server.url, issue()], {
      cwd: import.meta.dirname,
      env: { PATH: process.env.PATH },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    cleanUpWith(() => child.kill('SIGKILL'));
    let said = '';
    for await (const part of child.stdout) said += String(part);
    return JSON.parse(said) as { kinds: string[]; grewBy: number };
  }

  it.each([
    ['a body without an end', pour(Buffer.alloc(65_536, 0x20))],
    ['a body of 300 MB by its length', hugeBody(300 * 1024 * 1024)],
    ['a bomb of 300 MB in 300 kB', bomb(300 * 1024 * 1024)],
  ])('F09, NET-03: %s, is refused, and costs less than 50 MB', async (_, fault) => {
    const { kinds, grewBy } = await measure(fault);
    expect(kinds).toEqual(Array.from({ length: 3 }, () => 'invalid-response false'));
    expect(grewBy).toBeLessThan(50);
  });

  it('NET-03: is what maxResponseBytes says, and leaves the session and the next call alone', async () => {
    const server = await serve(answer([{ id: 'x'.repeat(2_000) }]));
    const { client, events } = await openSignedIn(server, { maxResponseBytes: 1_000 });
    const { snapshot } = client;
    expect(await failureOf(client.listOrgs())).toMatchObject({
      kind: 'invalid-response',
      status: 200,
      remedy: expect.stringContaining('maxResponseBytes'),
    });
    expect([client.snapshot, events]).toEqual([snapshot, []]);
    server.become(answer([]));
    await expect(client.listOrgs()).resolves.toEqual([]);
  });
});

function hugeBody(length: number): Behaviour {
  const chunk = Buffer.alloc(65_536, 0x20);
  return ({ response }) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': length });
    let sent = 0;
    const next = (error?: Error | null): void => {
      if (error || response.destroyed || sent >= length) return;
      sent += chunk.length;
      response.write(chunk, next);
    };
    next();
  };
}

function bomb(length: number): Behaviour {
  const packed = gzipSync(Buffer.alloc(length, 0x20), { level: 9 });
  return ({ response }) =>
    response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end(packed);
}

describe('an answer that is made to do harm', () => {
  it('F11: with __proto__ and constructor pollutes nothing', async () => {
    const evil = '{"__proto__":{"polluted":"yes"},"constructor":{"prototype":{"polluted":"yes"}},"id":"ada"}';
    const token = '"token":"a.b.c"';
    const server = await serve(({ response, path }) => {
      const user = `${evil.slice(0, -1)},${token}}`;
      const data = path.startsWith('/graphql') ? `{"loginByPhoneCode":${user},"user":${user}}` : evil;
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(`{"code":200,"__proto__":{"polluted":"yes"},"data":${data}}`);
    });
    const { client, management } = await both(server);
    const answers = [
      await client.listOrgs(),
      await client.loginByPhoneCode('13800000000', '1234'),
      await client.getCurrentUser(),
      await management.users.detail('u1'),
    ];
    expect(({} as { polluted?: string }).polluted).toBeUndefined();
    expect(Object.keys(Object.prototype)).toEqual([]);
    // What is merged, copied and stored on the way must not take the evil name for an instruction either.
    const users = [answers[1], answers[2], client.currentSession?.user] as { polluted?: string }[];
    expect(users.map((user) => user?.polluted)).toEqual([undefined, undefined, undefined]);
  });

  it.each([
    ['lists', '[', ']'],
    ['objects', '{"a":', '}'],
  ])('F11: %s nested 100 000 deep are refused, before they overflow a stack', async (_, opening, closing) => {
    const depth = 100_000;
    const deep = opening.repeat(depth) + (opening === '[' ? '' : '1') + closing.repeat(depth);
    const user = `{"id":"ada","token":"${issue()}","address":${deep}}`;
    const server = await serve(bytes(`{"code":200,"data":{"loginByPhoneCode":${user}}}`));
    const { client, management, expectUntouched } = await both(server);
    const calls = [client.listOrgs(), client.loginByPhoneCode('13800000000', '1234'), management.users.detail('u1')];
    for (const error of await failuresOf(...calls)) {
      expect(error).toMatchObject({ kind: 'invalid-response', retryable: false });
    }
    expectUntouched();
  });

  it('F11: of keys that come twice the last one counts, in the envelope too', async () => {
    const { client } = await both(await serve(bytes('{"code":200,"data":[1],"data":[2]}')));
    await expect(client.listOrgs()).resolves.toEqual([2]);
    const refused = await both(await serve(bytes('{"code":200,"code":2026,"message":"taken","data":null}')));
    const [failure] = await failuresOf(refused.client.listOrgs());
    expect(failure).toMatchObject({ kind: 'conflict', code: 2026 });
  });
});
