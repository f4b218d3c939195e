import { ManualClock } from '@sallyport/core';
import { createDomain, type Domain } from '../create-domain.js';
import type { AssuredCaller } from './enrollments.js';

const ORIGIN = { applicationId: 'app', ip: '127.0.0.1', userAgent: 'test' };

/** A domain without a wire, and a user of it who is signed in. */
export function setUpDomain(): Domain & { readonly caller: AssuredCaller } {
  const domain = createDomain({
    clock: new ManualClock(),
    userPool: { id: 'pool', name: 'Pool', secret: 'secret' },
    defaultApplication: { id: 'app', name: 'App', secret: 's', description: '', createdAt: 0, applicationMfa: [] },
    signer: { sign: async () => '', open: async () => null },
    passwordKey: { publicPem: () => '', decrypt: (text) => text },
  });
  const account = domain.accounts.create({ email: 'ada@example.com' });
  return { ...domain, caller: domain.assuredSessions.open(account, ORIGIN, 'password') };
}
