import type { Misbehavior } from '../settings/settings.js';
import type { TokenFlaws } from '../tokens.js';

const FOREIGN = 'https://somebody-else.example';

/** What some misbehaviors put in the place of right claims; `undefined` leaves the claim out. */
const WRONG_CLAIMS: Readonly<Partial<Record<Misbehavior, Readonly<Record<string, unknown>>>>> = {
  'id-token-wrong-iss': { iss: FOREIGN },
  'id-token-wrong-aud': { aud: 'another-application' },
  'id-token-wrong-nonce': { nonce: 'another-nonce' },
  'id-token-wrong-at-hash': { at_hash: 'AAAAAAAAAAAAAAAAAAAAAA' },
  'id-token-without-iss': { iss: undefined },
  'id-token-without-sub': { sub: undefined },
  'id-token-without-aud': { aud: undefined },
  'id-token-without-iat': { iat: undefined },
  'id-token-without-exp': { exp: undefined },
};

const BAD_KEYS: Readonly<Partial<Record<Misbehavior, NonNullable<TokenFlaws['key']>>>> = {
  'id-token-old-key': 'unknown',
  'id-token-forged': 'forged',
  'id-token-without-kid': 'unnamed',
  'id-token-alg-none': 'none',
};

/** What is to be wrong with an ID token. */
export function idTokenFlaws(
  misbehave: readonly Misbehavior[],
  { now, isRefresh }: { readonly now: number; readonly isRefresh: boolean },
): TokenFlaws {
  if (misbehave.length === 0) return {};
  const claims = misbehave.map((each) => {
    if (each === 'id-token-expired') return { iat: now - 7_200, exp: now - 3_600 };
    if (each === 'refresh-changed-sub') return isRefresh ? { sub: 'somebody-else' } : {};
    return WRONG_CLAIMS[each] ?? {};
  });
  const key = misbehave.map((each) => BAD_KEYS[each]).find((each) => each !== undefined);
  return { claims: Object.assign({}, ...claims), key };
}

/** Whether the nonce that was sent comes back. */
export function isWithNonce(misbehave: readonly Misbehavior[]): boolean {
  return !misbehave.includes('id-token-without-nonce');
}

/** Who the server says that it is, where it says something else on purpose. */
export const WRONG_ISSUER = FOREIGN;
