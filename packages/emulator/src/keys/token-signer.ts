import { createSecretKey, type KeyObject } from 'node:crypto';
import type { TokenAlgorithm } from '../domain/settings/settings.js';
import type { TokenClaims, TokenFlaws, TokenSigner, TokenUse } from '../domain/tokens.js';
import type { KeyRing } from './key-ring.js';
import { loadJose } from './load-jose.js';
import { encodeJson, signJwt } from './sign-jwt.js';

type SignedClaims = TokenClaims & { readonly iat: number; readonly exp: number };

/** The header `typ`, so that a token of one kind is none of another for whoever looks at it (RFC 8725, 3.11). */
const TYPES: Readonly<Record<TokenUse, string>> = {
  session: 'JWT',
  // The vendor's access tokens do without the type of RFC 9068, and `use` tells these three apart.
  access: 'JWT',
  id: 'JWT',
  mfa: 'mfa+jwt',
  management: 'management+jwt',
  'first-login': 'first-login+jwt',
  'force-reset': 'force-reset+jwt',
};

/** What the signer has to know, each time anew. */
interface SignerParts {
  readonly issuer: () => string;
  /** Whose tokens are its own as well: it goes on with what they left. */
  readonly earlierIssuers: () => readonly string[];
  readonly algorithm: () => TokenAlgorithm;
  readonly keys: KeyRing;
  /** The secret that an application shares with the server; throws when there is no such application. */
  readonly applicationSecret: (applicationId: string) => string;
  /** The secret of the user pool, which applications do not have. */
  readonly userPoolSecret: string;
}

/** Signs tokens with the published keys, or with a shared secret for HS256, and opens them again. */
export class DevelopmentTokenSigner implements TokenSigner {
  readonly #parts: SignerParts;

  constructor(parts: SignerParts) {
    this.#parts = parts;
  }

  sign(
    claims: TokenClaims,
    times: { readonly issuedAt: number; readonly expiresAt: number },
    flaws: TokenFlaws = {},
  ): string {
    const configured = this.#parts.algorithm();
    // APIs check access tokens with public keys: they have nobody's secret.
    const algorithm = configured === 'HS256' && claims.use === 'access' ? 'RS256' : configured;
    const own = { iss: this.#parts.issuer(), iat: times.issuedAt, exp: times.expiresAt };
    // Several times as fast as spreads, which look up a shape for each member.
    const payload = Object.assign({}, claims, own, flaws.claims);
    const typ = TYPES[claims.use];
    if (flaws.key === 'none') return `${encodeJson({ alg: 'none', typ })}.${encodeJson(payload)}.`;
    if (algorithm === 'HS256' && flaws.key === undefined) {
      return signJwt({ alg: algorithm, typ }, payload, this.#sharedKey(claims.use, claims.aud));
    }
    const alg = algorithm === 'HS256' ? 'RS256' : algorithm;
    const { keys } = this.#parts;
    const published = keys.current(alg);
    const { keyId, privateKey } = isForeign(flaws.key) ? keys.unknown(alg) : published;
    const kid = flaws.key === 'forged' ? published.keyId : keyId;
    return signJwt({ alg, typ, kid: flaws.key === 'unnamed' ? undefined : kid }, payload, privateKey);
  }

  async open(token: string): Promise<SignedClaims | null> {
    const { decodeJwt, decodeProtectedHeader, jwtVerify } = await loadJose();
    try {
      const { alg = '', kid, typ } = decodeProtectedHeader(token);
      const { use, aud, iat = 0 } = decodeJwt(token);
      if (!isUse(use) || typ !== TYPES[use]) return null;
      const key = this.#verificationKey({ alg, kid }, use, aud);
      if (!key) return null;
      // Whether it has ended is decided by the caller, who tells an expired token from a bad one.
      const currentDate = new Date(iat * 1_000);
      const issuer = [this.#parts.issuer(), ...this.#parts.earlierIssuers()];
      const { payload } = await jwtVerify(token, key, { algorithms: [alg], issuer, currentDate });
      return isOwn(payload) ? payload : null;
    } catch {
      return null; // whatever is wrong with it, it is not ours
    }
  }

  // With the asymmetric algorithms on, nobody who knows an application's secret can sign for it.
  #verificationKey(
    { alg: algorithm, kid }: { readonly alg: string; readonly kid: string | undefined },
    use: TokenUse,
    audience: unknown,
  ): KeyObject | null {
    if (algorithm !== 'HS256') return this.#parts.keys.publicKey(algorithm, kid);
    const isShared = this.#parts.algorithm() === 'HS256';
    return isShared && typeof audience === 'string' ? this.#sharedKey(use, audience) : null;
  }

  // An application shares its secret only for what it is itself to read: the tokens of its users.
  #sharedKey(use: TokenUse, audience: string): KeyObject {
    const { applicationSecret, userPoolSecret } = this.#parts;
    return createSecretKey(
      Buffer.from(use === 'session' || use === 'id' ? applicationSecret(audience) : userPoolSecret),
    );
  }
}

function isForeign(key: TokenFlaws['key']): boolean {
  return key === 'unknown' || key === 'forged';
}

function isUse(value: unknown): value is TokenUse {
  return typeof value === 'string' && Object.hasOwn(TYPES, value);
}

function isOwn(payload: Readonly<Record<string, unknown>>): payload is SignedClaims {
  const { use, aud, sub, jti, iat, exp } = payload;
  const texts = [use, aud, sub, jti].every((claim) => typeof claim === 'string');
  return texts && typeof iat === 'number' && typeof exp === 'number';
}
