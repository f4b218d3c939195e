import { expect } from '@jest/globals';

/** What a token is refused with because of one claim. */
export const wrongClaim = (claim: string): object => ({
  name: 'TokenClaimError',
  kind: 'token-claim',
  message: expect.stringContaining(`(${claim})`),
});

/** What a token is refused with that no key of the issuer signed. */
export const wrongSignature = { name: 'TokenSignatureError', kind: 'token-signature' };

/** What a token is refused with that cannot be judged at all. */
export const tokenRefusal = (problem: string): object => ({
  name: 'TokenError',
  kind: 'token',
  message: expect.stringContaining(problem),
});
