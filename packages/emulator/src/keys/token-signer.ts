import { createPrivateKey, createPublicKey, createSecretKey, type KeyObject } from 'node:crypto';
import type { TokenAlgorithm } from '../domain/settings/settings.js';
import type { TokenClaims, TokenSigner, TokenUse } from '../domain/tokens.js';
import { TOKEN_EC_PRIVATE_KEY, TOKEN_RSA_PRIVATE_KEY } from './development-keys.js';

type AsymmetricAlgorithm = Exclude<TokenAlgorithm, 'HS256'>;
type SignedClaims = TokenClaims & { readonly iat: number; readonly exp: number };

interface KeyPair {
  readonly keyId: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  readonly publicJwk: Readonly<Record<string, unknown>>;
}

const PEM: Readonly<Record<AsymmetricAlgorithm, string>> = {
  RS256: TOKEN_RSA_PRIVATE_KEY,
  ES256: TOKEN_EC_PRIVATE_KEY,
};

/** The header `typ`, so that a token of one kind is none of another for whoever looks at it (RFC 8725, 3.11). */
const TYPES: Readonly<Record<TokenUse, string>> = {
  session: 'JWT',
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
  /** The secret that an application shares with the server; throws when there is no such application. */
  readonly applicationSecret: (applicationId: string) => string;
  /** The secret of the user pool, which applications do not have. */
  readonly userPoolSecret: string;
}

/** Signs tokens with the published keys, or with a shared secret for HS256, and opens them again. */
export class DevelopmentTokenSigner implements TokenSigner {
  readonly #parts: SignerParts;
  readonly #pairs = new Map<AsymmetricAlgorithm, Promise<KeyPair>>();

  constructor(parts: SignerParts) {
    this.#parts = parts;
  }

  async sign(claims: TokenClaims, times: { readonly issuedAt: number; readonly expiresAt: number }): Promise<string> {
    const { SignJWT } = await import('jose');
    const algorithm = this.#parts.algorithm();
    const jwt = new SignJWT(claims)
      .setIssuer(this.#parts.issuer())
      .setIssuedAt(times.issuedAt)
      .setExpirationTime(times.expiresAt);
    const typ = TYPES[claims.use];
    if (algorithm === 'HS256') {
      return jwt.setProtectedHeader({ alg: algorithm, typ }).sign(this.#sharedKey(claims.use, claims.aud));
    }
    const { keyId, privateKey } = await this.#pair(algorithm);
    return jwt.setProtectedHeader({ alg: algorithm, typ, kid: keyId }).sign(privateKey);
  }

  async open(token: string): Promise<SignedClaims | null> {
    const { decodeJwt, decodeProtectedHeader, jwtVerify } = await import('jose');
    try {
      const { alg = '', typ } = decodeProtectedHeader(token);
      const { use, aud, iat = 0 } = decodeJwt(token);
      if (!isUse(use) || typ !== TYPES[use]) return null;
      const key = await this.#verificationKey(alg, use, aud);
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

  /** The public keys, as a JSON Web Key Set. Shared secrets have no place in it. */
  async publicKeys(): Promise<{ readonly keys: readonly Readonly<Record<string, unknown>>[] }> {
    const pairs = await Promise.all([this.#pair('RS256'), this.#pair('ES256')]);
    return { keys: pairs.map(({ publicJwk }) => publicJwk) };
  }

  // With the asymmetric algorithms on, nobody who knows an application's secret can sign for it.
  async #verificationKey(algorithm: string, use: TokenUse, audience: unknown): Promise<KeyObject | null> {
    if (algorithm === 'RS256' || algorithm === 'ES256') return (await this.#pair(algorithm)).publicKey;
    const isShared = algorithm === 'HS256' && this.#parts.algorithm() === 'HS256';
    return isShared && typeof audience === 'string' ? this.#sharedKey(use, audience) : null;
  }

  // An application shares its secret only for what it is itself to read: the tokens of its users.
  #sharedKey(use: TokenUse, audience: string): KeyObject {
    const { applicationSecret, userPoolSecret } = this.#parts;
    return createSecretKey(Buffer.from(use === 'session' ? applicationSecret(audience) : userPoolSecret));
  }

  #pair(algorithm: AsymmetricAlgorithm): Promise<KeyPair> {
    const pair = this.#pairs.get(algorithm) ?? readPair(algorithm);
    this.#pairs.set(algorithm, pair);
    return pair;
  }
}

async function readPair(algorithm: AsymmetricAlgorithm): Promise<KeyPair> {
  const { calculateJwkThumbprint } = await import('jose');
  const privateKey = createPrivateKey(PEM[algorithm]);
  const publicKey = createPublicKey(privateKey);
  const jwk = publicKey.export({ format: 'jwk' });
  const keyId = await calculateJwkThumbprint({ ...jwk });
  return { keyId, privateKey, publicKey, publicJwk: { ...jwk, kid: keyId, alg: algorithm, use: 'sig' } };
}

function isUse(value: unknown): value is TokenUse {
  return typeof value === 'string' && Object.hasOwn(TYPES, value);
}

function isOwn(payload: Readonly<Record<string, unknown>>): payload is SignedClaims {
  const { use, aud, sub, jti, iat, exp } = payload;
  const texts = [use, aud, sub, jti].every((claim) => typeof claim === 'string');
  return texts && typeof iat === 'number' && typeof exp === 'number';
}
