import { type AuthenticationMethod, decodeUnverified, type SessionRecord } from '@sallyport/core';
import type { Assurance, AssuranceMethod } from '../../domain/factor-gateway.js';
import type { PendingSignIn } from '../../domain/pending-sign-in.js';

// Authing's tokens say nothing of how they were obtained, so the level is what the client has seen.

const FIRST: Partial<Readonly<Record<AuthenticationMethod, string>>> = {
  pwd: 'password',
  sms: 'otp',
  email: 'otp',
  otp: 'totp',
};
const SECOND: Partial<Readonly<Record<AuthenticationMethod, string>>> = {
  otp: 'totp',
  sms: 'mfa/phone',
  email: 'mfa/email',
  face: 'mfa/face',
  recovery_code: 'mfa/recovery_code',
};

/** Nobody is signed in. */
export const noAssurance: Assurance = { currentLevel: null, nextLevel: null, methods: [] };

/**
 * That of a session. No level is above it: the server raises no session that is there, and code that waits for a higher
 * one would wait for ever.
 */
export function assuranceOfSession({ assuranceLevel, amr, signedInAt, issuedAt }: SessionRecord<unknown>): Assurance {
  return {
    currentLevel: assuranceLevel,
    nextLevel: assuranceLevel,
    methods: methodsOf(amr, Math.floor((signedInAt ?? issuedAt) / 1000)),
  };
}

/** That of a sign-in which waits for its second factor. */
export function assuranceOfPending({ passed, mfaToken }: PendingSignIn): Assurance {
  const { iat } = decodeUnverified(mfaToken) ?? {};
  return {
    currentLevel: 'aal1',
    nextLevel: 'aal2',
    methods: methodsOf(passed, typeof iat === 'number' ? iat : null),
  };
}

function methodsOf(amr: readonly AuthenticationMethod[], timestamp: number | null): readonly AssuranceMethod[] {
  return amr
    .map((method, index) => ({ method: nameOf(method, index === 0 ? FIRST : SECOND), timestamp, further: {} }))
    .reverse();
}

// A stored session can name any method.
function nameOf(method: AuthenticationMethod, names: typeof FIRST): string {
  return (Object.hasOwn(names, method) && names[method]) || method;
}
