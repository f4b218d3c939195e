import { once } from 'node:events';
import net from 'node:net';
import { describe, expect, it } from '@jest/globals';
import type { AuthenticationClient, AuthenticationClientOptions } from '@sallyport/authentication-client';
import { startEmulator } from '@sallyport/emulator';
import { failureOf, failuresOf, ImpatientClock, issue, open, openManagement, openSignedIn } from './client.fixture.js';
import {
  answer,
  breakOff,
  cleanUpWith,
  drip,
  type FaultyServer,
  hasSeen,
  inTurn,
  json,
  reset,
  serve,
  silence,
  where,
} from './faulty-server.fixture.js';

/** A client that is signed in and waits for nothing, and what shows whether its session was touched. */
async function signedIn(server: Pick<FaultyServer, 'url'>, options: Partial<AuthenticationClientOptions> = {}) {
  const opened = await openSignedIn(server, { clock: new ImpatientClock(), ...options });
  const before = standing(opened.client);
  const expectUntouched = (): void => {
    expect([standing(opened.client), opened.events]).toEqual([before, []]);
  };
  return { ...opened, expectUntouched };
}

const standing = (client: AuthenticationClient) => [client.snapshot, client.currentSession?.token];

describe('a connection that cannot be made', () => {
  it('F01: refused, is a network error that says that nothing was sent, and leaves the session', async () => {
    const server = await serve();
    await server.stop();
    const { client, clock, expectUntouched } = await signedIn(server);
    expect(await failureOf(client.listOrgs())).toMatchObject({
      kind: 'network',
      retryable: true,
      sent: false,
      systemCode: 'ECONNREFUSED',
    });
    expect((clock as ImpatientClock).sleeps.length).toBe(2);
    expectUntouched();
  });

  it('F01: refused, is tried again even for a write, since nothing was sent', async () => {
    const server = await serve();
    await server.stop();
    const { client, clock, expectUntouched } = await signedIn(server);
    expect(await failureOf(client.unbindPhone())).toMatchObject({ kind: 'network', retryable: true, sent: false });
    expect((clock as ImpatientClock).sleeps.length).toBe(2);
    expectUntouched();
  });

  it('F01: a name that nobody knows is the same, for both clients', async () => {
    const nowhere = { url: 'https://nobody.invalid' };
    // The resolver of a machine may take its time.
    const { client, expectUntouched } = await signedIn(nowhere, { timeout: 50_000 });
    const management = openManagement(nowhere, { clock: new ImpatientClock(), timeout: 50_000 });
    for (const error of await failuresOf(client.listOrgs(), management.users.detail('u1'))) {
      expect(error).toMatchObject({
        kind: 'network',
        retryable: true,
        sent: false,
        systemCode: expect.stringMatching(/^(ENOTFOUND|EAI_AGAIN)$/),
      });
    }
    expectUntouched();
  });
});

describe('a connection that breaks', () => {
  it('F02: before the answer, is tried again where that does no harm, three times in all', async () => {
    const server = await serve(reset);
    const { client, expectUntouched } = await signedIn(server);
    expect(await failureOf(client.listOrgs())).toMatchObject({
      kind: 'network',
      retryable: true,
      sent: true,
      systemCode: 'ECONNRESET',
    });
    expect(server.calls.length).toBe(3);
    expectUntouched();
  });

  it('F02: once, is not noticed by who only reads', async () => {
    const server = await serve(inTurn(reset, answer([{ id: 'org' }])));
    expect(await (await signedIn(server)).client.listOrgs()).toEqual([{ id: 'org' }]);
    expect(server.calls.length).toBe(2);
  });

  it('F02: before the answer to a write, is never followed by the same write', async () => {
    const server = await serve(reset);
    const { client, expectUntouched } = await signedIn(server);
    const management = openManagement(server, { clock: new ImpatientClock() });
    for (const error of await failuresOf(client.unbindPhone(), management.users.delete('u1'))) {
      expect(error).toMatchObject({ kind: 'network', sent: true });
    }
    expect(server.calls.length).toBe(2);
    expectUntouched();
  });

  it('F02: while it was idle, does not cost the next write', async () => {
    const server = await serve(answer({ id: 'ada' }));
    const { client } = await signedIn(server);
    await client.unbindPhone();
    server.calls[0]?.socket.destroy();
    // Until the news has come around. What is sent before that may have arrived, and is not sent again.
    for (let turn = 0; turn < 10; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    await expect(client.unbindPhone()).resolves.toMatchObject({ id: 'ada' });
  });

  it.each([
    ['length', 'reset'],
    ['length', 'close'],
    ['chunked', 'reset'],
    ['chunked', 'close'],
  ] as const)('F03: in the middle of a body by %s, by a %s, gives no part of it', async (framing, how) => {
    const server = await serve(breakOff(framing, how));
    const { client, expectUntouched } = await signedIn(server);
    const management = openManagement(server, { clock: new ImpatientClock() });
    const calls = [client.listOrgs(), client.unbindPhone(), management.users.detail('u1')];
    for (const error of await failuresOf(...calls)) {
      expect(error).toMatchObject({ kind: 'network', retryable: true, sent: true });
    }
    expect(server.calls.length).toBe(3 + 1 + 3);
    expectUntouched();
  });
});

describe('an answer that does not come to an end', () => {
  it('F04, NET-01: dripping, is cut off by the time of the whole call', async () => {
    const server = await serve(drip);
    const { client, expectUntouched } = await signedIn(server, { timeout: 1_000 });
    expect(await failureOf(client.listOrgs())).toMatchObject({ kind: 'timeout', retryable: true });
    await new Promise((resolve) => server.calls[0]?.socket.once('close', resolve)); // nobody goes on reading
    expect(server.calls.length).toBe(1);
    expectUntouched();
  });

  it('F05: silence, is a timeout', async () => {
    const server = await serve(silence);
    const { client, expectUntouched } = await signedIn(server, { timeout: 100 });
    const management = openManagement(server, { timeout: 100 });
    for (const error of await failuresOf(client.listOrgs(), management.users.detail('u1'))) {
      expect(error).toMatchObject({ kind: 'timeout', retryable: true });
    }
    expectUntouched();
  });

  it('F05: silence, is told from the abort of the caller, who gets the own reason back', async () => {
    const server = await serve(silence);
    const { client, expectUntouched } = await signedIn(server);
    const abort = new AbortController();
    const call = client.with({ signal: abort.signal }).listOrgs();
    const reason = new Error('the user has gone elsewhere');
    abort.abort(reason);
    await expect(call).rejects.toBe(reason);
    expectUntouched();
  });

  it('NET-01: an attempt can have a time of its own, inside that of the call', async () => {
    const server = await serve(inTurn(silence, answer([])));
    const { client } = await signedIn(server);
    await expect(client.with({ attemptTimeoutMs: 1_000 }).listOrgs()).resolves.toEqual([]);
    expect(server.calls.length).toBe(2);
  });

  it('NET-01: two calls at once have their own times, and one that is slow does not hold up the other', async () => {
    const server = await serve(where({ isUserExists: answer(true) }, silence));
    const { client } = await signedIn(server);
    const slow = failureOf(client.with({ timeout: 300 }).listOrgs());
    await expect(client.isUserExists({ email: 'ada@example.com' })).resolves.toBe(true);
    expect(await slow).toMatchObject({ kind: 'timeout' });
  });
});

describe('clients that drip', () => {
  it('F04, EMU-26: keep the emulator from serving nobody else', async () => {
    const emulator = await startEmulator();
    cleanUpWith(() => emulator.stop());
    const { hostname, port, host } = new URL(emulator.url);
    const head = `POST /graphql/v2 HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\nContent-Length: 100\r\n`;
    for (let slow = 0; slow < 50; slow += 1) {
      const socket = net.connect(Number(port), hostname);
      cleanUpWith(() => socket.destroy());
      socket.on('error', () => {});
      await once(socket, 'connect');
      socket.write(slow % 2 === 0 ? `${head}\r\n{"query` : head); // in the middle of the body, or of the headers
    }
    const { appId, userPoolId, appHost } = emulator.authing;
    const { client } = open({ url: appHost }, { appId, userPoolId, timeout: 5_000 });
    await expect(client.isUserExists({ email: 'nobody@example.com' })).resolves.toBe(false);
  });
});

describe('a redirect', () => {
  const bearer = issue();
  const password = 'canary-password-77';
  const code = '77001122';

  it.each([[301], [302], [303], [307], [308]])(
    'F10, NET-02: %d to another origin is refused, and that origin sees no secret',
    async (status) => {
      const elsewhere = await serve(answer({ token: issue(), id: 'eve' }));
      const server = await serve(json({}, status, { location: `${elsewhere.url}/api/v2/users/me/orgs` }));
      const { client, expectUntouched } = await signedIn(server);
      const management = openManagement(server, { accessToken: bearer });
      const { client: visitor } = await signedIn(server, { encryptFunction: async (text) => `sealed ${text}` });
      const calls = [
        client.listOrgs(),
        client.unbindPhone(),
        client.loginByPhoneCode('13800000000', code),
        visitor.loginByEmail('ada@example.com', password),
        management.users.detail('u1'),
        management.users.delete('u1'),
      ];
      for (const error of await failuresOf(...calls)) {
        expect(error).toMatchObject({ kind: 'invalid-response', status, retryable: false });
      }
      expect(elsewhere.calls).toEqual([]);
      expect(hasSeen(server, bearer)).toBe(true); // or the next line would say nothing
      expect([bearer, password, code].filter((secret) => hasSeen(elsewhere, secret))).toEqual([]);
      expectUntouched();
    },
  );

  it('F10: to the same server is refused as well', async () => {
    const server = await serve(json({}, 307, { location: '/api/v2/users/me/orgs' }));
    const { client } = await signedIn(server);
    expect(await failureOf(client.listOrgs())).toMatchObject({ kind: 'invalid-response', status: 307 });
    expect(server.calls.length).toBe(1);
  });

  it('F10: of the application’s own API leads fetch on, without the token', async () => {
    const elsewhere = await serve(answer(null));
    const api = await serve(json({}, 307, { location: elsewhere.url }));
    const { client } = await signedIn(api, { apiOrigins: [api.url] });
    await client.fetch(`${api.url}/things`, { method: 'POST', body: 'text' });
    expect(api.calls[0]?.headers.authorization).toMatch(/^Bearer /);
    expect(elsewhere.calls.map(({ headers }) => headers.authorization)).toEqual([undefined]);
  });
});
