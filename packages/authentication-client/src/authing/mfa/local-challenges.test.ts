import { describe, expect, it } from '@jest/globals';
import { ManualClock } from '@sallyport/core/clock';
import { MemoryStorage, type SynchronousTokenStorage } from '@sallyport/core/storage';
import { ChallengeRecords } from '../../mfa/domain/challenge-records.js';
import { LocalChallenges } from './local-challenges.js';

const asked = { factorId: 'totp:SELF', type: 'totp', owner: 'ada', isVerified: true };
const key = 'challenges';

const recordsIn = (storage: SynchronousTokenStorage, clock = new ManualClock(0)): ChallengeRecords =>
  new ChallengeRecords({ storage, key }, clock);

/** The challenges of a page, which is loaded anew with each call. */
const page = (storage: SynchronousTokenStorage, clock = new ManualClock(0)): LocalChallenges =>
  new LocalChallenges(recordsIn(storage, clock), clock);

const blocked: SynchronousTokenStorage = {
  get: () => {
    throw new Error('blocked');
  },
  set: () => {
    throw new Error('blocked');
  },
  remove: () => {},
};

describe('a challenge of the client’s own', () => {
  it('outlasts the page that made it, and what became of it does as well', () => {
    const storage = new MemoryStorage();
    const made = page(storage).create(asked);
    const claim = { challengeId: made.id, factorId: made.factorId, owner: 'ada' };
    const reloaded = page(storage);
    expect(reloaded.open(claim)).toEqual(made);
    recordsIn(storage).close(made.id);
    expect(() => page(storage).open(claim)).toThrow(expect.objectContaining({ code: 'mfa_ip_address_mismatch' }));
  });

  it('ends when it would have ended on the page that made it', async () => {
    const [storage, clock] = [new MemoryStorage(), new ManualClock(0)];
    const { id: challengeId, factorId } = page(storage, clock).create(asked);
    await clock.advance(300_000);
    const late = () => page(storage, clock).open({ challengeId, factorId, owner: 'ada' });
    expect(late).toThrow(expect.objectContaining({ code: 'mfa_challenge_expired' }));
  });

  it('works on its page where nothing can be kept', () => {
    const challenges = page(blocked);
    const made = challenges.create(asked);
    expect(challenges.open({ challengeId: made.id, factorId: made.factorId, owner: 'ada' })).toEqual(made);
  });

  it.each(['{', 'null', '{}', '[null, 1, {}]', '[{"id":"c1","factorId":"totp:SELF"}]'])(
    'is not what %s could be read as',
    (stored) => {
      const storage = new MemoryStorage();
      storage.set(key, stored);
      const open = () => page(storage).open({ challengeId: 'c1', factorId: 'totp:SELF', owner: 'ada' });
      expect(open).toThrow(expect.objectContaining({ code: 'mfa_factor_not_found' }));
    },
  );
});
