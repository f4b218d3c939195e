import { describe, expect, it, jest } from '@jest/globals';
import { OAuthError, RateLimitError, ServerError, UnauthenticatedError } from '../errors/index.js';
import type { SessionRecord } from './session-record.js';
import {
  HOUR_MS,
  invalidGrant,
  KEY,
  lost,
  type RenewalFixture,
  setUp,
  type TestUser,
  tokenOf,
  turn,
} from './session-renewal.fixture.js';
import { MemoryStorage } from './storage/memory-storage.js';

describe('a session with a refresh token', () => {
  it('is called with as it is while it is fresh', async () => {
    const { renewal, server, clock, begin } = setUp();
    await begin();
    await clock.advance(HOUR_MS - 61_000);
    expect(tokenOf(await renewal.live())).toBe('t1');
    expect(server.asked).toEqual([]);
  });

  it('is renewed by itself a minute before its end', async () => {
    const { session, clock, begin, payloads } = setUp();
    await begin();
    await clock.advance(HOUR_MS - 60_000);
    await turn();
    expect(tokenOf(session.current)).toBe('t2');
    expect(payloads.at(-1)).toEqual(['sessionRefreshed', { expiresAt: new Date(clock.now() + HOUR_MS) }]);
  });

  it('that lives for minutes is renewed a tenth of its life before its end', async () => {
    const { session, server, clock } = setUp();
    await session.begin(server.session('t1', { expiresAt: clock.now() + 300_000 }));
    await clock.advance(269_999);
    await turn();
    expect(server.asked).toEqual([]);
    await clock.advance(1);
    await turn();
    expect(tokenOf(session.current)).toBe('t2');
  });

  it('is one request for 100 calls inside the renewal window, none of which waits (F14)', async () => {
    const { renewal, server, clock, begin } = setUp();
    await begin();
    await renewal.dispose(); // its own timer has no part in this
    await clock.advance(HOUR_MS - 30_000);
    // At once, since it has not ended yet.
    const tokens = Array.from({ length: 100 }, () => tokenOf(renewal.live() as SessionRecord<TestUser>));
    await turn();
    expect([new Set(tokens), server.asked.length]).toEqual([new Set(['t1']), 1]);
  });

  it('is one request for 100 calls after its end, which all get the new token (F14, CLI-17)', async () => {
    const { renewal, server, clock, begin } = setUp();
    await begin();
    await renewal.dispose(); // its own timer has no part in this
    await clock.advance(2 * HOUR_MS);
    const records = await Promise.all(Array.from({ length: 100 }, async () => renewal.live()));
    expect([new Set(records.map(tokenOf)), server.asked.length]).toEqual([new Set(['t2']), 1]);
  });

  it('keeps its refresh token where the server answers none (CLI-21)', async () => {
    const { session, renewal, server, begin } = setUp();
    await begin();
    server.answers.push(async () => ({ ...server.tokens('t2'), refreshToken: 'r-t1' }));
    await renewal.renew();
    expect(session.current).toMatchObject({ token: 't2', refreshToken: 'r-t1' });
  });

  it('is over when the server says invalid_grant, once for all who wait (CLI-20, F17)', async () => {
    const { session, renewal, server, begin, events, storage } = setUp();
    await begin();
    server.refuse(invalidGrant());
    const errors = await Promise.all(Array.from({ length: 10 }, () => renewal.renew().catch((error) => error)));
    expect(new Set(errors).size).toBe(1);
    expect(errors[0]).toMatchObject({ kind: 'session-lost', code: 'invalid_grant', message: 'used' });
    expect([session.state, storage.get(KEY), events]).toEqual(['signedOut', null, ['signedIn', 'sessionExpired']]);
  });

  it('is not over when the server refuses the application', async () => {
    const { session, renewal, server, begin, events } = setUp();
    await begin();
    server.refuse(new OAuthError({ message: 'who?', error: 'invalid_client', status: 401 }));
    await expect(renewal.renew()).rejects.toMatchObject({ kind: 'oauth', error: 'invalid_client' });
    expect([tokenOf(session.current), events.at(-1)]).toEqual(['t1', 'sessionStale']);
  });
});

describe('a server that tells more than tokens when it renews', () => {
  it('is believed about the user and the assurance level, which may have fallen since', async () => {
    const { renewal, server, session, begin } = setUp();
    await begin();
    const told = { user: { id: 'ada', name: 'Ada' }, assuranceLevel: 'aal2', amr: ['pwd', 'otp'] } as const;
    server.answers.push(async () => ({ ...server.tokens('t2'), ...told }));
    await renewal.renew();
    expect(session.current).toMatchObject({ token: 't2', ...told });
    await renewal.renew();
    expect(session.current).toMatchObject({ token: 't3', ...told });
  });

  it('names the sign-in itself, where it has a name for it', async () => {
    const { session, server } = setUp();
    await session.begin({ ...server.session('t1'), id: 'f0c2' });
    expect(session.current?.id).toBe('f0c2');
  });
});

describe('a native session', () => {
  it('is renewed from half its life on', async () => {
    const { session, server, clock, begin } = setUp();
    await begin('bearer');
    await clock.advance(HOUR_MS / 2 - 1);
    await turn();
    expect(server.asked).toEqual([]);
    await clock.advance(1);
    await turn();
    expect(tokenOf(session.current)).toBe('t2');
  });

  it('is tried once after its end, and is over when the server refuses', async () => {
    const { session, renewal, server, clock, begin, events } = setUp();
    await begin('bearer');
    await renewal.dispose();
    await clock.advance(2 * HOUR_MS);
    expect(session.state).toBe('stale');
    server.refuse(new UnauthenticatedError({ message: 'unknown token', code: 2020 }));
    await expect(renewal.live()).rejects.toMatchObject({ kind: 'session-lost', code: 2020 });
    expect([server.asked.length, events.at(-1), session.state]).toEqual([1, 'sessionExpired', 'signedOut']);
  });
});

describe('a session without a renewal', () => {
  it('goes out as it is, and is never renewed', async () => {
    const { renewal, session, server, clock, begin } = setUp();
    await begin('none');
    await clock.advance(2 * HOUR_MS);
    expect(tokenOf(await renewal.live())).toBe('t1');
    await expect(renewal.replace('t1', {})).resolves.toBeNull();
    expect([session.state, server.asked]).toEqual(['stale', []]);
  });
});

describe('a renewal that fails', () => {
  it.each([
    ['the network (F01)', lost],
    ['a server that fails (F07)', () => new ServerError({ message: 'down', status: 503, retryable: true })],
    ['too many requests (F06)', () => new RateLimitError({ message: 'slow down', status: 429, retryable: true })],
    ['a transport of its own kind', () => new TypeError('fetch failed')],
    ['a gateway that refuses everybody', () => new UnauthenticatedError({ message: 'who?', status: 401 })],
  ])('by %s ends no session, and says so once (CLI-20)', async (_, failure) => {
    const { session, renewal, server, clock, begin, events } = setUp();
    await begin();
    server.refuse(failure());
    server.refuse(failure());
    await expect(renewal.renew()).rejects.toBeInstanceOf(failure().constructor);
    await expect(renewal.renew()).rejects.toBeInstanceOf(failure().constructor);
    expect([session.state, tokenOf(session.current)]).toEqual(['stale', 't1']);
    expect(events).toEqual(['signedIn', 'sessionStale']);
    await clock.advance(2_000);
    await turn();
    await renewal.renew();
    expect(session.state).toBe('signedIn');
  });

  it('is tried again by itself, fewer than 30 times in ten minutes (F07)', async () => {
    const { server, clock, begin, session } = setUp();
    await begin();
    for (let count = 0; count < 100; count += 1) server.refuse(lost());
    for (let second = 0; second < HOUR_MS / 1_000 + 600; second += 1) {
      await clock.advance(1_000);
      await turn();
    }
    expect(server.asked.length).toBeGreaterThan(8);
    expect(server.asked.length).toBeLessThan(30);
    expect(session.state).toBe('stale');
  });

  it('says nothing of a session that has begun meanwhile', async () => {
    const { session, renewal, server, begin, events } = setUp();
    await begin();
    const answer = server.hold();
    const renewing = renewal.renew();
    await turn();
    await session.begin(server.session('b1', { user: { id: 'bob' } }));
    answer(lost());
    await expect(renewing).rejects.toMatchObject({ kind: 'network' });
    expect([session.state, events]).toEqual(['signedIn', ['signedIn', 'signedIn']]);
  });

  it('does not let calls ask again and again for a token that has ended (F07)', async () => {
    const { renewal, server, clock, begin } = setUp();
    await begin();
    await clock.setTo(clock.now() + HOUR_MS - 60_001);
    for (let count = 0; count < 50; count += 1) server.refuse(lost());
    await clock.advance(60_002);
    await turn();
    const asked = server.asked.length;
    for (let call = 0; call < 40; call += 1) await expect(renewal.live()).rejects.toMatchObject({ kind: 'network' });
    expect(server.asked.length - asked).toBeLessThan(2);
  });

  it.each([0, 1, 5_000])(
    'is tried again fewer than 30 times in ten minutes when the server says Retry-After: %d ms (F06, F07)',
    async (retryAfterMs) => {
      const { server, clock, begin } = setUp();
      await begin();
      for (let count = 0; count < 2_000; count += 1) {
        server.refuse(new RateLimitError({ message: 'slow down', status: 429, retryAfterMs }));
      }
      await clock.advance(HOUR_MS - 60_001);
      for (let step = 0; step < 6_000; step += 1) {
        await clock.advance(100);
        await turn();
      }
      expect(server.asked.length).toBeGreaterThan(8);
      expect(server.asked.length).toBeLessThan(30);
    },
  );

  it('waits as long as the server says (F06)', async () => {
    const { server, renewal, clock, begin } = setUp();
    await begin();
    server.refuse(new RateLimitError({ message: 'slow down', status: 429, retryAfterMs: 90_000 }));
    await clock.advance(HOUR_MS - 60_000);
    await turn();
    await clock.advance(89_999);
    await turn();
    expect(server.asked).toHaveLength(1);
    await clock.advance(1);
    await turn();
    expect(server.asked).toHaveLength(2);
    expect(tokenOf(await renewal.live())).not.toBe('t1');
  });

  it('waits no longer than five minutes, whatever the server says', async () => {
    const { server, clock, begin } = setUp();
    await begin();
    server.refuse(new RateLimitError({ message: 'slow down', status: 429, retryAfterMs: 24 * HOUR_MS }));
    await clock.advance(HOUR_MS - 60_000);
    await turn();
    await clock.advance(300_000);
    await turn();
    expect(server.asked).toHaveLength(2);
  });

  it('is tried again at once when the network is back', async () => {
    const { server, renewal, session, clock, begin } = setUp();
    await begin();
    server.refuse(lost());
    await clock.advance(HOUR_MS - 60_000);
    await turn();
    expect(session.state).toBe('stale');
    await renewal.wake(true);
    await clock.advance(0);
    await turn();
    expect([session.state, server.asked.length]).toEqual(['signedIn', 2]);
  });
});

describe('a machine that has slept over the end (F13)', () => {
  it('renews once on waking', async () => {
    const { server, renewal, session, clock, begin } = setUp();
    await begin();
    await renewal.dispose(); // a timer that did not fire
    await clock.setTo(clock.now() + 10 * HOUR_MS);
    await Promise.all([renewal.live(), renewal.live(), renewal.live()]);
    expect([server.asked.length, session.state]).toEqual([1, 'signedIn']);
  });
});

describe('a refused token', () => {
  it('has no successor in the session of somebody else who has signed in meanwhile', async () => {
    const { renewal, session, server, begin } = setUp();
    await begin();
    const { current } = session;
    await session.begin(server.session('b1', { user: { id: 'bob' } }));
    await expect(renewal.replace('t1', {})).resolves.toBeNull();
    await expect(current && renewal.successorOf(current)).resolves.toBeNull();
    expect(server.asked).toEqual([]);
  });

  it('asks nothing of a token endpoint that has just failed (F07)', async () => {
    const { renewal, server, begin } = setUp();
    await begin();
    server.refuse(lost());
    await expect(renewal.replace('t1', {})).rejects.toMatchObject({ kind: 'network' });
    await expect(renewal.replace('t1', {})).rejects.toMatchObject({ kind: 'network' });
    expect(server.asked).toHaveLength(1);
  });

  it('is answered by its successor', async () => {
    const { renewal, begin } = setUp();
    await begin();
    await expect(renewal.replace('t1', {})).resolves.toBe('t2');
    await expect(renewal.replace('t1', {})).resolves.toBe('t2');
  });

  it('is answered by the newest one, also after several renewals', async () => {
    const { renewal, server, begin } = setUp();
    await begin();
    for (let count = 0; count < 6; count += 1) await renewal.renew();
    await expect(renewal.replace('t1', {})).resolves.toBe('t7');
    expect(server.asked).toHaveLength(6);
  });

  it('that was renewed already is no reason for another request', async () => {
    const { renewal, server, begin } = setUp();
    await begin();
    await renewal.renew();
    await renewal.replace('t1', {});
    expect(server.asked).toHaveLength(1);
  });
});

describe('the end of a client', () => {
  it('is the end of its timer, as a sign-out is (CLI-24)', async () => {
    const { renewal, session, server, clock, begin } = setUp();
    await begin();
    await session.end('sign-out');
    await clock.advance(2 * HOUR_MS);
    await begin();
    await renewal.dispose();
    await clock.advance(2 * HOUR_MS);
    await turn();
    expect(server.asked).toEqual([]);
  });

  it('waits for the answer of a renewal, and begins no timer after it', async () => {
    const { renewal, server, clock, storage, begin } = setUp();
    await begin();
    const answer = server.hold();
    const renewing = renewal.renew();
    await turn();
    let isOver = false;
    const over = renewal.dispose().then(() => {
      isOver = true;
    });
    await turn();
    expect(isOver).toBe(false);
    answer(server.tokens('t2'));
    await over;
    expect(await storage.get(KEY)).toContain('"token":"t2"');
    await renewing;
    await clock.advance(2 * HOUR_MS);
    await turn();
    expect(server.asked).toHaveLength(1);
  });

  it('reads nothing more, also when the page is looked at again', async () => {
    const storage = new MemoryStorage();
    const { renewal, begin } = setUp({ storage });
    await begin();
    await renewal.dispose();
    const get = jest.spyOn(storage, 'get');
    await renewal.wake(true);
    expect(get).not.toHaveBeenCalled();
  });
});

describe('a server whose clock says nonsense (F12)', () => {
  /** A session that was just renewed, with tokens that seem to have ended when they come. */
  async function renewedInThePast(): Promise<RenewalFixture> {
    const fixture = setUp();
    const { server, renewal, clock, begin } = fixture;
    await begin();
    const past = clock.now() - 60_000;
    for (let count = 0; count < 20; count += 1) {
      server.answers.push(async () => ({ ...server.tokens(`old${count}`), issuedAt: past, expiresAt: past + 30_000 }));
    }
    await renewal.renew();
    return fixture;
  }

  it('is not asked again and again by itself', async () => {
    const { server, clock } = await renewedInThePast();
    for (let second = 0; second < 25; second += 1) {
      await clock.advance(1_000);
      await turn();
    }
    expect(server.asked).toHaveLength(1);
  });

  it('is not asked with every call, nor when the network comes back', async () => {
    const { server, renewal, clock } = await renewedInThePast();
    for (let call = 0; call < 20; call += 1) {
      await clock.advance(1_000);
      await renewal.wake(true);
      expect(tokenOf(await renewal.live())).toBe('old0');
    }
    expect(server.asked).toHaveLength(1);
  });

  it('is asked again for a token that lives for seconds', async () => {
    const { server, renewal, clock, begin } = setUp();
    await begin();
    server.answers.push(async () => ({ ...server.tokens('short'), expiresAt: clock.now() + 5_000 }));
    await renewal.renew();
    await clock.setTo(clock.now() + 6_000);
    expect(tokenOf(await renewal.live())).toBe('t3');
  });
});

describe('a clock that is set back (F12)', () => {
  it('does not keep a session that failed to renew from being renewed', async () => {
    const { server, renewal, session, clock, begin } = setUp();
    await begin();
    await clock.setTo(clock.now() + HOUR_MS / 2);
    server.answers.push(async () => ({ ...server.tokens('ended'), expiresAt: clock.now() - HOUR_MS }));
    await renewal.renew();
    server.refuse(lost());
    await expect(renewal.renew()).rejects.toMatchObject({ kind: 'network' });
    await clock.setTo(clock.now() - 600_000);
    await renewal.live();
    expect([session.state, tokenOf(session.current)]).toEqual(['signedIn', 't4']);
  });
});
