import { decodeUnverified } from '@sallyport/core/jwt';
import type { AuthenticationMethod, SessionRecord } from '@sallyport/core/session';
import type { PendingSignIn } from '../../mfa/domain/pending-sign-in.js';
import { factorTraits } from '../../mfa/factors/index.js';
import type { Assurance, AssuranceMethod } from '../../mfa/mfa-server.js';

// Authing's tokens say nothing of how they were obtained, so the level is what the client has seen.

type AmrNames = ReadonlyMap<AuthenticationMethod, string>;

const FIRST: AmrNames = new Map([
  ['pwd', 'password'],
  ...factorTraits.flatMap((traits) => ('firstAmr' in traits ? [[traits.method, traits.firstAmr] as const] : [])),
]);
const SECOND: AmrNames = new Map(factorTraits.map(({ method, amr }) => [method, amr]));

/** The assurance without a session. */
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
  const names = amr.map((method, index) => (index === 0 ? FIRST : SECOND).get(method) ?? method);
  return names.map((method) => ({ method, timestamp })).reverse();
}
