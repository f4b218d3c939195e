import { describe, expect, it } from '@jest/globals';
import { ManualClock } from '@sallyport/core';
import { createDomain, type Domain } from '../domain/create-domain.js';

const DAY_MS = 86_400_000;

function setUp(): { readonly clock: ManualClock; readonly domain: Domain } {
  const clock = new ManualClock(Date.UTC(2026, 0, 1));
  const domain = createDomain({
    clock,
    userPool: { id: 'pool', name: 'Pool', secret: 'secret' },
    defaultApplication: { id: 'app', name: 'App', secret: 'secret', description: '', createdAt: 0, applicationMfa: [] },
    signer: { sign: async ({ jti }) => jti, open: async () => null },
    passwordKey: { publicPem: () => '', decrypt: (encrypted) => encrypted },
  });
  return { clock, domain };
}

describe('what is long over', () => {
  it('is forgotten on the next use: codes, attempts, pending sign-ins', async () => {
    const { clock, domain } = setUp();
    const { accounts, codes, limits, pendingSignIns, store } = domain;
    const account = accounts.create({ username: 'ada' });
    const use = async (name: string): Promise<void> => {
      codes.send({ channel: 'email', address: `${name}@example.com` }, 'VERIFY_CODE');
      limits.attempt('password', [name]);
      await pendingSignIns.start(account, 'app', { offered: ['OTP'], hadTotp: true });
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

  it('of a lock is not forgotten before the lock ends', async () => {
    const { clock, domain } = setUp();
    domain.store.settings.current = { ...domain.settings(), maxPasswordAttempts: 1, lockSeconds: 10 * 86_400 };
    domain.limits.attempt('password', ['ada']);
    await clock.advance(9 * DAY_MS);
    expect(() => domain.limits.attempt('password', ['ada'])).toThrow('Too many attempts');
  });
});
