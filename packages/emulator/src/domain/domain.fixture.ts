import { ManualClock } from '@sallyport/core/clock';
import type { Account } from './accounts/account.types.js';
import type { AssuredSession } from './assured-sessions/assured-session.types.js';
import { createDomain, type Domain } from './create-domain.js';

export const ORIGIN = { applicationId: 'app', ip: '127.0.0.1', userAgent: 'test' };

/** A domain without a wire, whose clock stands still, and a user of it who is signed in. */
export interface DomainFixture extends Domain {
  readonly clock: ManualClock;
  readonly caller: { readonly account: Account; readonly session: AssuredSession };
}

export function setUpDomain(): DomainFixture {
  const clock = new ManualClock(Date.UTC(2026, 0, 1));
  const domain = createDomain({
    clock,
    userPool: { id: 'pool', name: 'Pool', secret: 'secret' },
    defaultApplication: { id: 'app', name: 'App', secret: 's', description: '', createdAt: 0, applicationMfa: [] },
    signer: { sign: ({ jti }) => jti, open: async () => null },
    passwordKey: { publicPem: () => '', decrypt: (text) => text },
  });
  const account = domain.accounts.create({ email: 'ada@example.com' });
  return { ...domain, clock, caller: domain.assuredSessions.open(account, ORIGIN, 'password') };
}
