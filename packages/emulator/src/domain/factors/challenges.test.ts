import { describe, expect, it } from '@jest/globals';
import { ManualClock } from '@sallyport/core';
import { createDomain } from '../create-domain.js';
import { FactorRefusal } from './factor-refusal.js';

const ORIGIN = { applicationId: 'app', ip: '127.0.0.1', userAgent: 'test' };

function setUp() {
  const domain = createDomain({
    clock: new ManualClock(),
    userPool: { id: 'pool', name: 'Pool', secret: 'secret' },
    defaultApplication: { id: 'app', name: 'App', secret: 's', description: '', createdAt: 0, applicationMfa: [] },
    signer: { sign: async () => '', open: async () => null },
    passwordKey: { publicPem: () => '', decrypt: (text) => text },
  });
  const account = domain.accounts.create({ email: 'ada@example.com' });
  const caller = domain.assuredSessions.open(account, ORIGIN, 'password');
  return { ...domain, factor: domain.enrollments.enrollTotp(caller, 'Phone') };
}

describe('a challenge', () => {
  it('is answered from where it was asked for, and from nowhere else', () => {
    const { challenges, factor } = setUp();
    const { id } = challenges.create(factor, '127.0.0.1');
    for (const elsewhere of ['::1', null]) {
      expect(() => challenges.require(factor, id, elsewhere)).toThrow(
        expect.objectContaining({ name: FactorRefusal.name, reason: 'challenge-used' }),
      );
    }
    expect(challenges.require(factor, id, '127.0.0.1').id).toBe(id);
  });
});
