import { describe, expect, it } from '@jest/globals';
import { ManualClock } from '@sallyport/authentication-client';
import { issue, jwt, LaptopClock, MINUTE_MS, NOW_SECONDS, open } from './client.fixture.js';
import { answer, type Behaviour, type FaultyServer, json, serve, target, where } from './faulty-server.fixture.js';

/** A server with the right time, for a client whose clock is as wrong as its test says. */
async function serveWithClock(clientClock: ManualClock, aheadMs: number, tells: 'a date' | 'no date') {
  const now = (): number => clientClock.now() - aheadMs;
  const user = (lifetimeSeconds: number) => {
    const at = Math.floor(now() / 1000);
    return { id: 'ada', token: issue(at, lifetimeSeconds) };
  };
  const renewing: Behaviour = (call) => {
    const { token } = user(480);
    return answer({ token })(call);
  };
  const signIn: Behaviour = (call) => answer(user(480))(call);
  const grant: Behaviour = (call) =>
    json({ access_token: user(480).token, refresh_token: 'r2', expires_in: 480 })(call);
  const behaviour = where({ loginByPhoneCode: signIn, refreshToken: renewing, '/oidc/token': grant }, answer([]));
  return tells === 'a date' ? serve(behaviour, now) : serve(behaviour);
}

const renewals = (server: FaultyServer): number =>
  server.calls.map(target).filter((name) => name === 'refreshToken' || name === '/oidc/token').length;

describe.each([
  ['ten minutes fast', 10 * MINUTE_MS],
  ['ten minutes slow', -10 * MINUTE_MS],
  ['a year slow', -365 * 24 * 60 * MINUTE_MS],
])('a clock that is %s', (_, aheadMs) => {
  it.each([['a date'], ['no date']] as const)(
    'F12: signs in at a server that tells %s, and is not renewed with each call',
    async (tells) => {
      const clock = new ManualClock(NOW_SECONDS * 1000 + aheadMs);
      const server = await serveWithClock(clock, aheadMs, tells);
      const { client, events } = open(server, { clock });
      await client.loginByPhoneCode('13800000000', '1234');
      for (let call = 0; call < 50; call += 1) await client.listOrgs();
      await Promise.all(Array.from({ length: 50 }, () => client.listOrgs()));
      expect([client.state, renewals(server), events]).toEqual(['signedIn', 0, ['signedIn']]);
    },
  );

  it('F12: renews when it is time by the clock of the server, once each time', async () => {
    const clock = new ManualClock(NOW_SECONDS * 1000 + aheadMs);
    const server = await serveWithClock(clock, aheadMs, 'a date');
    const { client, events } = open(server, { clock });
    await client.loginByPhoneCode('13800000000', '1234');
    for (let minute = 1; minute <= 30; minute += 1) {
      await clock.advance(MINUTE_MS);
      await client.listOrgs();
      await settled(client);
    }
    expect(events).not.toContain('sessionExpired');
    expect(client.state).toBe('signedIn');
    // A token that lives for eight minutes is renewed at four: seven times in half an hour, give or take the last.
    expect(renewals(server)).toBeGreaterThanOrEqual(6);
    expect(renewals(server)).toBeLessThanOrEqual(8);
  });

  it.each([
    ['natively', {}],
    ['with a refresh token', { refreshToken: 'r1' }],
  ])(
    'F12: takes over tokens got elsewhere %s, asks for new ones once at most, and does not go on so',
    async (_how, rest) => {
      const clock = new ManualClock(NOW_SECONDS * 1000 + aheadMs);
      const server = await serveWithClock(clock, aheadMs, 'a date');
      const { client, events } = open(server, { clock });
      const token = issue(NOW_SECONDS, 480);
      if ('refreshToken' in rest) await client.setSession({ accessToken: token, ...rest });
      else client.setToken(token);
      for (let call = 0; call < 50; call += 1) await client.listOrgs();
      expect(renewals(server)).toBeLessThanOrEqual(1);
      expect(client.state).toBe('signedIn');
      expect(events).not.toContain('sessionExpired');
    },
  );
});

it('F12: tokens that end at once by every clock are not renewed with every call', async () => {
  const dead = () => jwt({ sub: 'ada', iat: NOW_SECONDS - 10, exp: NOW_SECONDS - 5 });
  const server = await serve(where({ refreshToken: (call) => answer({ token: dead() })(call) }, answer([])));
  const { client } = open(server);
  client.setToken(dead());
  for (let call = 0; call < 50; call += 1) await client.listOrgs();
  expect(renewals(server)).toBeLessThanOrEqual(2);
});

describe('a machine that sleeps', () => {
  it.each([
    ['over the end of a native session', false],
    ['over the end of an access token', true],
  ])('F13: %s, renews it once on the next call, and not again when the timer comes', async (_, withRefreshToken) => {
    const clock = new LaptopClock();
    const server = await serveWithClock(clock, 0, 'a date');
    const { client, events } = open(server, { clock });
    if (withRefreshToken) await client.setSession({ accessToken: issue(), refreshToken: 'r1' });
    else client.setToken(issue());
    await client.listOrgs();
    clock.sleepFor(90 * MINUTE_MS);
    expect(client.state).toBe('stale');
    await Promise.all(Array.from({ length: 20 }, () => client.listOrgs()));
    expect([client.state, renewals(server)]).toEqual(['signedIn', 1]);
    const { length } = events;
    // The timers that were set before it slept, each of them as late.
    await clock.advance(2 * MINUTE_MS);
    await settled(client);
    expect([renewals(server), events.length]).toEqual([1, length]);
    expect(events).not.toContain('sessionExpired');
  });

  it('F13: renews it once when the timer comes first', async () => {
    const clock = new LaptopClock();
    const server = await serveWithClock(clock, 0, 'a date');
    const { client } = open(server, { clock });
    const isRenewed = new Promise((resolve) => client.on('sessionRefreshed', resolve));
    client.setToken(issue());
    await client.listOrgs();
    clock.sleepFor(50 * MINUTE_MS);
    await clock.advance(31 * MINUTE_MS);
    await isRenewed;
    await Promise.all(Array.from({ length: 20 }, () => client.listOrgs()));
    expect([client.state, renewals(server)]).toEqual(['signedIn', 1]);
  });
});

/** Waits until a renewal in the background, if there is one, is done. */
async function settled(client: { ready(): Promise<void> }): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  await client.ready();
}
