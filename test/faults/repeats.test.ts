import { describe, expect, it } from '@jest/globals';
import { failureOf, failuresOf, ImpatientClock, issue, open, openManagement, openSignedIn } from './client.fixture.js';
import { answer, type Behaviour, inTurn, json, refuse, reset, serve, silence, where } from './faulty-server.fixture.js';

const busy = (headers: Readonly<Record<string, string>>): Behaviour =>
  json({ code: 429, message: 'slow down' }, 429, headers);
const failing = (status: number): Behaviour => refuse(status, 'failing', status);

/** A client that is signed in, and the waits that it asked its clock for. */
async function patient(behaviour: Behaviour) {
  const server = await serve(behaviour);
  const clock = new ImpatientClock();
  const opened = await openSignedIn(server, { clock });
  return { ...opened, server, clock, management: openManagement(server, { clock }) };
}

describe('429', () => {
  const inThreeSeconds = new Date(new ImpatientClock().now() + 3_000).toUTCString();

  it.each([
    ['a number of seconds', '2', 2_000],
    ['a date', inThreeSeconds, 3_000],
    ['a date that is over', new Date(0).toUTCString(), 0],
    ['nothing to wait for', '0', 0],
  ])('F06: with %s is waited out to the millisecond', async (_, retryAfter, waitMs) => {
    const { client, clock, server } = await patient(inTurn(busy({ 'retry-after': retryAfter }), answer([])));
    await expect(client.listOrgs()).resolves.toEqual([]);
    expect([clock.sleeps, server.calls.length]).toEqual([[waitMs], 2]);
  });

  it.each([['soon'], ['-1'], ['1.5'], ['1e3'], ['2 seconds'], [''], ['NaN'], ['99999999999999999999']])(
    'F06: with the rubbish "%s" is waited out with a wait of our own',
    async (retryAfter) => {
      const { client, clock, server } = await patient(inTurn(busy({ 'retry-after': retryAfter }), answer([])));
      await expect(client.listOrgs()).resolves.toEqual([]);
      const [wait = Number.NaN] = clock.sleeps;
      expect(wait).toBeGreaterThanOrEqual(0);
      expect(wait).toBeLessThan(1_000);
      expect(server.calls.length).toBe(2);
    },
  );

  it.each([
    ['seconds', String(365 * 24 * 3_600)],
    ['a date', new Date(Date.UTC(2027, 0, 1)).toUTCString()],
  ])('F06: with a year in %s is given up at once, and the error says how long', async (_, retryAfter) => {
    const { client, clock, server, events, management } = await patient(busy({ 'retry-after': retryAfter }));
    for (const error of await failuresOf(client.listOrgs(), management.users.detail('u1'))) {
      expect(error).toMatchObject({ kind: 'rate-limited', retryable: true, retryAfterMs: 365 * 24 * 3_600_000 });
    }
    expect([clock.sleeps, server.calls.length, events]).toEqual([[], 2, []]);
  });

  it('F06: is told to who writes, and not tried again for them', async () => {
    const { client, clock, server } = await patient(busy({ 'retry-after': '1' }));
    expect(await failureOf(client.unbindPhone())).toMatchObject({ kind: 'rate-limited', retryAfterMs: 1_000 });
    expect([clock.sleeps, server.calls.length]).toEqual([[], 1]);
  });
});

describe('5xx', () => {
  it.each([[502], [503], [504]])('F07: %d twice is not noticed by who reads', async (status) => {
    const { client, clock, server } = await patient(inTurn(failing(status), failing(status), answer([])));
    await expect(client.listOrgs()).resolves.toEqual([]);
    expect(server.calls.length).toBe(3);
    const [first = Number.NaN, second = Number.NaN] = clock.sleeps;
    expect([first <= 500, second <= 1_000]).toEqual([true, true]);
  });

  it('F07: waits are drawn anew each time, so that clients do not come back together', async () => {
    const { client, clock } = await patient(failing(503));
    for (let call = 0; call < 10; call += 1) await failureOf(client.listOrgs());
    expect(new Set(clock.sleeps).size).toBeGreaterThan(15);
  });

  it.each([
    ['with a token that ends', 'bearer'],
    ['with a refresh token', 'refresh_token'],
  ] as const)(
    'F07: ten minutes of it cost a session %s fewer than 30 requests, and not the session',
    async (_, kind) => {
      const server = await serve(failing(503));
      const { client, clock, events } = open(server, { apiOrigins: ['http://127.0.0.1:1'] });
      const token = issue();
      if (kind === 'bearer') client.setToken(token);
      else await client.setSession({ accessToken: token, refreshToken: 'r1' });
      await clock.advance(3_600_000); // it has ended, and somebody asks for it every second
      const before = server.calls.length;
      const ask = async (): Promise<void> => {
        expect(await failureOf(client.fetch('http://127.0.0.1:1/things'))).toMatchObject({
          kind: 'server',
          status: 503,
        });
      };
      for (let second = 0; second < 600; second += 1) {
        await ask();
        await clock.advance(1_000);
      }
      expect(server.calls.length - before).toBeLessThan(30);
      expect(server.calls.length - before).toBeGreaterThan(5);
      expect([client.state, events.filter((name) => name !== 'signedIn')]).toEqual(['stale', ['sessionStale']]);
      server.become(
        where(
          { refreshToken: answer({ token: issue(clock.now() / 1000) }) },
          json({ access_token: 'at', expires_in: 60 }),
        ),
      );
      await clock.advance(60_000);
      await client.refreshToken();
      expect(client.state).toBe('signedIn');
    },
  );
});

describe('what may be sent again', () => {
  const faults: readonly (readonly [string, Behaviour])[] = [
    ['a reset', reset],
    ['408', failing(408)],
    ['429', busy({})],
    ['502', failing(502)],
    ['503', failing(503)],
    ['504', failing(504)],
  ];

  it.each(faults)('NET-06: a read after %s, three times in all, whatever its verb', async (_, fault) => {
    const { client, management, server } = await patient(fault);
    await failuresOf(client.listOrgs());
    expect(server.calls.map(({ method }) => method)).toEqual(['GET', 'GET', 'GET']);
    await failuresOf(client.isUserExists({ email: 'x' }), management.users.detail('u1'));
    expect(server.calls.length).toBe(9);
  });

  it.each(faults)('NET-06: no write, grant, refresh or verification after %s', async (_, fault) => {
    const { client, management, server } = await patient(fault);
    const mfaToken = issue();
    const calls = [
      () => client.unbindPhone(),
      () => client.loginByPhoneCode('13800000000', '1234'),
      () => client.registerByPhoneCode('13800000000', '1234'),
      () => client.sendSmsCode('13800000000'),
      () => client.mfa.verifyTotpMfa({ totp: '123456', mfaToken }),
      () => client.refreshToken(),
      () => management.users.delete('u1'),
      () => management.users.create({ username: 'ada' }),
    ];
    for (const call of calls) await failureOf(call());
    expect(server.calls.length).toBe(calls.length);
  });

  it.each([[400], [401], [403], [404], [409], [500], [501]])('NET-06: nothing after %d', async (status) => {
    const { management, server } = await patient(failing(status));
    await failureOf(management.users.detail('u1'));
    expect(server.calls.length).toBe(1);
  });

  it('NET-06: a read whose attempts take too long, three times in all', async () => {
    const { client, server } = await patient(silence);
    const call = client.with({ attemptTimeoutMs: 500 }).listOrgs();
    expect(await failureOf(call)).toMatchObject({ kind: 'timeout' });
    expect(server.calls.length).toBe(3);
  });

  it('NET-06: no wait is longer than what is left of the call', async () => {
    const { client, clock, server } = await patient(busy({ 'retry-after': '60' }));
    expect(await failureOf(client.with({ timeout: 30_000 }).listOrgs())).toMatchObject({ retryAfterMs: 60_000 });
    expect([clock.sleeps, server.calls.length]).toEqual([[], 1]);
  });

  it('NET-06: a caller who leaves ends the wait too, and nothing is sent after that', async () => {
    const server = await serve(busy({ 'retry-after': '20' }));
    const { client } = await openSignedIn(server); // whose clock stands still
    const abort = new AbortController();
    const call = failureOf(client.with({ signal: abort.signal }).listOrgs());
    while (server.calls.length === 0) await new Promise((resolve) => setImmediate(resolve));
    abort.abort(new Error('gone'));
    expect(await call).toMatchObject({ message: 'gone' });
    expect(server.calls.length).toBe(1);
  });
});
