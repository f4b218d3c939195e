import { describe, expect, it } from '@jest/globals';
import { Secret, TOTP } from 'otpauth';
import { setUpDomain } from '../domain.fixture.js';
import type { TotpFactor } from './factor.types.js';

function setUp() {
  const { caller, challenges, clock, enrollments, verifications, ...domain } = setUpDomain();
  const codeOf = ({ secret }: TotpFactor, steps = 0): string =>
    new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: clock.now() + steps * 30_000 });
  /** Answers a challenge, by default a new one, in the session as it was when it began. */
  const verify = (factor: TotpFactor, code: string, { id: challengeId } = challenges.create(factor, null)) =>
    verifications.verify(caller, factor, { challengeId, ip: null }, { code });
  return { ...domain, caller, challenges, codeOf, enrollments, verify };
}

describe('the proof of a factor', () => {
  it('counts for another one that is proved in the same session before it has heard of that (EMU-22)', async () => {
    const { caller, codeOf, enrollments, factors, verify } = setUp();
    const [one, other] = ['one', 'other'].map((name) => enrollments.enrollTotp(caller, name));
    for (const factor of [one, other]) if (factor) await verify(factor, codeOf(factor));
    expect(factors.ofType(caller.account.id, 'totp').map(({ verified }) => verified)).toEqual([true, true]);
  });

  it('is one, of several that answer one challenge at once', async () => {
    const { caller, challenges, codeOf, enrollments, verify } = setUp();
    const factor = enrollments.enrollTotp(caller, 'Phone');
    const asked = challenges.create(factor, null);
    const answers = [1, 2, 3].map(() => verify(factor, codeOf(factor), asked));
    const outcomes = await Promise.allSettled(answers);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
  });

  it('makes wrong answers from before count no more (EMU-17)', async () => {
    const { caller, codeOf, enrollments, verify } = setUp();
    const factor = enrollments.enrollTotp(caller, 'Phone');
    for (let turn = 0; turn < 2; turn += 1) {
      for (let tries = 0; tries < 4; tries += 1) {
        await expect(verify(factor, codeOf(factor, 4))).rejects.toMatchObject({ reason: 'wrong-answer' });
      }
      expect((await verify(factor, codeOf(factor))).session.id).toBe(caller.session.id);
    }
  });
});
