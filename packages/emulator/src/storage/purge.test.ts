import { describe, expect, it } from '@jest/globals';
import { ORIGIN, setUpDomain } from '../domain/domain.fixture.js';

const DAY_MS = 86_400_000;

describe('what is long over', () => {
  it('is forgotten on the next use: codes, attempts, pending sign-ins', async () => {
    const { caller, clock, codes, limits, pendingSignIns, store } = setUpDomain();
    const use = async (name: string): Promise<void> => {
      codes.send({ channel: 'email', address: `${name}@example.com` }, 'VERIFY_CODE');
      limits.attempt('password', [name]);
      await pendingSignIns.start(caller.account, 'app', { offered: ['OTP'], hadTotp: true });
    };
    const sizes = (): number[] => [store.codes.size, store.attempts.size, store.pendingSignIns.size];
    await use('ada');
    await clock.advance(DAY_MS / 2);
    await use('joe');
    expect(sizes()).toEqual([2, 2, 2]);
    await clock.advance(DAY_MS);
    await use('eve');
    expect(sizes()).toEqual([2, 2, 2]);
    await clock.advance(10 * DAY_MS);
    await use('eve');
    expect(sizes()).toEqual([1, 1, 1]);
  });

  it('is forgotten on the next use: challenges, links, what links have brought', async () => {
    const { caller, challenges, clock, confirmations, enrollments, flowCodes, store } = setUpDomain();
    const factor = enrollments.enrollTotp(caller, 'Phone');
    const use = (userId: string): void => {
      challenges.create(factor, null);
      confirmations.issue({ userId, purpose: 'recovery', address: `${userId}@example.com`, type: 'recovery' });
      flowCodes.issue(userId, { codeChallenge: 'x', method: 'plain' }, 'email/signup');
    };
    const sizes = (): number[] => [store.challenges.size, store.confirmations.size, store.flowCodes.size];
    use('ada');
    await clock.advance(DAY_MS / 2);
    use('joe');
    expect(sizes()).toEqual([2, 2, 2]);
    await clock.advance(3 * DAY_MS);
    use('eve');
    expect(sizes()).toEqual([1, 1, 1]);
  });

  it('is forgotten with the next sign-in: what was known of sessions that have ended', async () => {
    const { assuredSessions, caller, clock, sessions, store } = setUpDomain();
    sessions.end(caller.session.id);
    expect(store.assuredSessions.size).toBe(1);
    await clock.advance(DAY_MS);
    assuredSessions.open(caller.account, ORIGIN, 'password');
    expect(store.assuredSessions.size).toBe(1);
  });

  it('of a lock is not forgotten before the lock ends', async () => {
    const { clock, limits, settings, store } = setUpDomain();
    store.settings.current = { ...settings(), maxPasswordAttempts: 1, lockSeconds: 10 * 86_400 };
    limits.attempt('password', ['ada']);
    await clock.advance(9 * DAY_MS);
    expect(() => limits.attempt('password', ['ada'])).toThrow('Too many attempts');
  });
});
