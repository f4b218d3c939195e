import { randomInt } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ORIGIN, setUpDomain } from '../domain.fixture.js';
import type { AssuredSession } from './assured-session.types.js';
import { type AssuredSessions, assuranceLevelOf } from './assured-sessions.js';
import { RefreshRefusal } from './refresh-refusal.js';
import { readRefreshToken, writeRefreshToken } from './refresh-token.js';

const INTERVAL_MS = 10_000;

/** What comes of a refresh token: the number of the one that works then, or why it brings nothing. */
function present(assuredSessions: AssuredSessions, token: string): number | string {
  try {
    return assuredSessions.rotate(token).session.refreshCounter;
  } catch (error) {
    if (error instanceof RefreshRefusal) return error.reason;
    throw error;
  }
}

type Step =
  | { readonly does: 'advance'; readonly ms: number }
  | { readonly does: 'present'; readonly back: number }
  | { readonly does: 'raise' };

const steps = fc.array(
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({ does: fc.constant('present' as const), back: fc.integer({ min: 0, max: 4 }) }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        does: fc.constant('advance' as const),
        ms: fc.constantFrom(1, 4_000, INTERVAL_MS - 1, INTERVAL_MS, 86_400_000),
      }),
    },
    { weight: 1, arbitrary: fc.record({ does: fc.constant('raise' as const) }) },
  ),
  { maxLength: 25 },
) satisfies fc.Arbitrary<Step[]>;

/** The rules of the wire once more, in the fewest words. */
class Model {
  counter = 0;
  refreshedAt: number;
  isOver = false;

  constructor(createdAt: number) {
    this.refreshedAt = createdAt;
  }

  present(number: number, now: number): number | string {
    if (this.isOver) return 'unknown';
    if (number === this.counter) {
      this.refreshedAt = now;
      this.counter += 1;
      return this.counter;
    }
    if (number === this.counter - 1 || now - this.refreshedAt < INTERVAL_MS) {
      this.refreshedAt = now;
      return this.counter;
    }
    this.isOver = true;
    return 'used';
  }

  raise(): void {
    if (this.isOver) return;
    this.counter += 2;
  }
}

/** Takes the same steps in both, and compares after each. */
function walk(taken: readonly Step[]): void {
  const { assuredSessions, caller, clock } = setUpDomain();
  const { session } = caller;
  const model = new Model(clock.now());
  const tokenNumber = (number: number): string => writeRefreshToken(session.id, number, session.refreshKey);
  for (const step of taken) {
    if (step.does === 'advance') void clock.advance(step.ms);
    else if (step.does === 'raise') {
      assuredSessions.raise(session.id, 'totp', 'factor');
      model.raise();
    } else {
      const number = Math.max(0, model.counter - step.back);
      const expected = model.present(number, clock.now());
      expect(present(assuredSessions, tokenNumber(number))).toBe(expected);
    }
    expect(assuredSessions.get(session.id) === undefined).toBe(model.isOver);
  }
}

describe('refresh tokens of an assured session', () => {
  it('follow the rules of reuse, whatever happens in whatever order (EMU-05)', () => {
    const seed = Number(process.env.FUZZ_SEED ?? randomInt(2 ** 31));
    try {
      fc.assert(fc.property(steps, walk), { numRuns: 1_000, seed });
    } catch (error) {
      throw new Error(`FUZZ_SEED=${seed}`, { cause: error });
    }
  });

  it('bring a raised session to a client that has one from before, within the reuse interval alone', async () => {
    const { assuredSessions, caller, clock } = setUpDomain();
    const { session } = caller;
    const before = assuredSessions.refreshTokenOf(session);
    assuredSessions.raise(session.id, 'totp', 'factor');
    expect(present(assuredSessions, before)).toBe(2);
    await clock.advance(INTERVAL_MS);
    expect(present(assuredSessions, before)).toBe('used');
    expect(assuredSessions.get(session.id)).toBeUndefined();
  });

  it('of format 1 bring a raised session at any time', async () => {
    const { assuredSessions, caller, clock, store } = setUpDomain();
    store.settings.current = { ...store.settings.current, refreshTokenFormat: 1 };
    const { session } = assuredSessions.open(caller.account, ORIGIN, 'password');
    const before = assuredSessions.refreshTokenOf(session);
    const raised = assuredSessions.raise(session.id, 'totp', 'factor') as AssuredSession;
    await clock.advance(86_400_000);
    const { session: renewed } = assuredSessions.rotate(before);
    expect([assuranceLevelOf(renewed), assuredSessions.refreshTokenOf(renewed)]).toEqual([
      'aal2',
      assuredSessions.refreshTokenOf(raised),
    ]);
  });

  it('of format 1 are revoked by a reuse that comes too late, and the newest revives them within the interval', async () => {
    const { assuredSessions, caller, clock, store } = setUpDomain();
    store.settings.current = { ...store.settings.current, refreshTokenFormat: 1 };
    const { session } = assuredSessions.open(caller.account, ORIGIN, 'password');
    const first = assuredSessions.refreshTokenOf(session);
    assuredSessions.rotate(first);
    const third = assuredSessions.refreshTokenOf(assuredSessions.rotate(tokenNow()).session);
    await clock.advance(INTERVAL_MS + 1);
    expect(present(assuredSessions, first)).toBe('used');
    expect(assuredSessions.get(session.id)).toBeDefined();
    const revived = assuredSessions.rotate(third).session;
    await clock.advance(INTERVAL_MS + 1);
    expect(present(assuredSessions, third)).toBe(revived.refreshCounter);

    function tokenNow(): string {
      return assuredSessions.refreshTokenOf(assuredSessions.get(session.id) as AssuredSession);
    }
  });

  it('are known by their seal: nobody makes one up, and one of another session is none (EMU-05)', () => {
    const { assuredSessions, caller } = setUpDomain();
    const { account, session } = caller;
    const other = assuredSessions.open(account, ORIGIN, 'password').session;
    expect(present(assuredSessions, writeRefreshToken(session.id, 0, other.refreshKey))).toBe('unknown');
    expect(present(assuredSessions, assuredSessions.refreshTokenOf(session))).toBe(1);
  });

  it('have a checksum and one spelling', () => {
    const { session } = setUpDomain().caller;
    const token = writeRefreshToken(session.id, 7, session.refreshKey);
    expect(readRefreshToken(token)).toMatchObject({ sessionId: session.id, counter: 7 });
    for (let index = 0; index < token.length; index += 1) {
      const changed = `${token.slice(0, index)}${token[index] === 'A' ? 'B' : 'A'}${token.slice(index + 1)}`;
      expect(readRefreshToken(changed)).toBeNull();
    }
    expect(readRefreshToken(`${token}=`)).toBeNull();
  });
});

describe('the assurance level of a session', () => {
  it('falls with the factor that it was raised by, and with no other', () => {
    const { assuredSessions, caller } = setUpDomain();
    const { session } = caller;
    const levels = () => {
      const present = assuredSessions.get(session.id);
      return present && [assuranceLevelOf(present), present.methods.map(({ method }) => method)];
    };
    assuredSessions.raise(session.id, 'totp', 'first');
    assuredSessions.raise(session.id, 'mfa/phone', 'second');
    assuredSessions.raise(session.id, 'totp', 'first');
    expect(levels()).toEqual(['aal2', ['totp', 'mfa/phone', 'password']]);
    assuredSessions.lower('somebody else’s');
    assuredSessions.lower('first');
    expect(levels()).toEqual(['aal2', ['mfa/phone', 'password']]);
    assuredSessions.lower('second');
    expect(levels()).toEqual(['aal1', ['password']]);
  });

  it('saves a session when the others of its user end', () => {
    const { assuredSessions, caller } = setUpDomain();
    const { account, session } = caller;
    const [raised, low] = [1, 2].map(() => assuredSessions.open(account, ORIGIN, 'password').session);
    assuredSessions.raise(raised?.id ?? '', 'totp', 'factor');
    assuredSessions.endOthersBelowAal2(account.id, session.id);
    expect(assuredSessions.of(account.id).map(({ id }) => id)).toEqual([session.id, raised?.id]);
    expect(assuredSessions.get(low?.id ?? '')).toBeUndefined();
  });
});
