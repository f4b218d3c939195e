import { createPrivateKey, createPublicKey, createSecretKey, type KeyObject } from 'node:crypto';
import type { TokenAlgorithm } from '../domain/settings/settings.js';
import type { TokenKey } from '../domain/token-key.types.js';
import type { TokenClaims, TokenFlaws, TokenSigner, TokenUse } from '../domain/tokens.js';
import { TOKEN_EC_PRIVATE_KEY, TOKEN_RSA_PRIVATE_KEY } from './development-keys.js';
import { generateTokenKeys } from './generate-token-keys.js';

type AsymmetricAlgorithm = Exclude<TokenAlgorithm, 'HS256'>;
type SignedClaims = TokenClaims & { readonly iat: number; readonly exp: number };

interface KeyPair {
  readonly keyId: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  readonly publicJwk: Readonly<Record<string, unknown>>;
}

/** The keys before the first rotation, which everybody has. */
const PUBLISHED_KEYS: readonly TokenKey[] = [
  { algorithm: 'RS256', pem: TOKEN_RSA_PRIVATE_KEY },
  { algorithm: 'ES256', pem: TOKEN_EC_PRIVATE_KEY },
];

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
  /** What the keys were rotated to, the newest first; none before the first time. */
  readonly rotatedKeys: () => readonly TokenKey[];
  /** The secret that an application shares with the server; throws when there is no such application. */
  readonly applicationSecret: (applicationId: string) => string;
  /** The secret of the user pool, which applications do not have. */
  readonly userPoolSecret: string;
}

/** Signs tokens with the published keys, or with a shared secret for HS256, and opens them again. */
export class DevelopmentTokenSigner implements TokenSigner {
  readonly #parts: SignerParts;
  readonly #pairs = new Map<string, Promise<KeyPair>>();
  #unknown: Promise<readonly TokenKey[]> | undefined;

  constructor(parts: SignerParts) {
    this.#parts = parts;
  }

  async sign(
    claims: TokenClaims,
    times: { readonly issuedAt: number; readonly expiresAt: number },
    flaws: TokenFlaws = {},
  ): Promise<string> {
    const { SignJWT } = await import('jose');
    const configured = this.#parts.algorithm();
    // APIs check access tokens with public keys: they have nobody's secret.
    const algorithm = configured === 'HS256' && claims.use === 'access' ? 'RS256' : configured;
    const own = { iss: this.#parts.issuer(), iat: times.issuedAt, exp: times.expiresAt };
    const payload = { ...claims, ...own, ...flaws.claims };
    const typ = TYPES[claims.use];
    if (flaws.key === 'none') return `${encode({ alg: 'none', typ })}.${encode(payload)}.`;
    const jwt = new SignJWT(payload);
    if (algorithm === 'HS256' && flaws.key === undefined) {
      return jwt.setProtectedHeader({ alg: algorithm, typ }).sign(this.#sharedKey(claims.use, claims.aud));
    }
    const alg = algorithm === 'HS256' ? 'RS256' : algorithm;
    const published = await this.#currentPair(alg);
    const { keyId, privateKey } = isForeign(flaws.key) ? await this.#unknownPair(alg) : published;
    const kid = flaws.key === 'forged' ? published.keyId : keyId;
    return jwt.setProtectedHeader({ alg, typ, ...(flaws.key === 'unnamed' ? {} : { kid }) }).sign(privateKey);
  }

  async open(token: string): Promise<SignedClaims | null> {
    const { decodeJwt, decodeProtectedHeader, jwtVerify } = await import('jose');
    try {
      const { alg = '', kid, typ } = decodeProtectedHeader(token);
      const { use, aud, iat = 0 } = decodeJwt(token);
      if (!isUse(use) || typ !== TYPES[use]) return null;
      const key = await this.#verificationKey({ alg, kid }, use, aud);
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
    const pairs = await Promise.all(this.#keys().map((key) => this.#pair(key)));
    return { keys: pairs.map(({ publicJwk }) => publicJwk) };
  }

  // With the asymmetric algorithms on, nobody who knows an application's secret can sign for it.
  async #verificationKey(
    { alg: algorithm, kid }: { readonly alg: string; readonly kid: string | undefined },
    use: TokenUse,
    audience: unknown,
  ): Promise<KeyObject | null> {
    if (algorithm === 'RS256' || algorithm === 'ES256') {
      const keys = this.#keys().filter((key) => key.algorithm === algorithm);
      const pairs = await Promise.all(keys.map((key) => this.#pair(key)));
      return pairs.find(({ keyId }) => keyId === kid)?.publicKey ?? null;
    }
    const isShared = algorithm === 'HS256' && this.#parts.algorithm() === 'HS256';
    return isShared && typeof audience === 'string' ? this.#sharedKey(use, audience) : null;
  }

  // An application shares its secret only for what it is itself to read: the tokens of its users.
  #sharedKey(use: TokenUse, audience: string): KeyObject {
    const { applicationSecret, userPoolSecret } = this.#parts;
    return createSecretKey(
      Buffer.from(use === 'session' || use === 'id' ? applicationSecret(audience) : userPoolSecret),
    );
  }

  #keys(): readonly TokenKey[] {
    const rotated = this.#parts.rotatedKeys();
    return rotated.length === 0 ? PUBLISHED_KEYS : rotated;
  }

  #currentPair(algorithm: AsymmetricAlgorithm): Promise<KeyPair> {
    return this.#pair(keyFor(this.#keys(), algorithm));
  }

  // Made for those who want a bad signature, and kept, since it takes a while.
  async #unknownPair(algorithm: AsymmetricAlgorithm): Promise<KeyPair> {
    this.#unknown ??= generateTokenKeys();
    return this.#pair(keyFor(await this.#unknown, algorithm));
  }

  #pair(key: TokenKey): Promise<KeyPair> {
    const pair = this.#pairs.get(key.pem) ?? readPair(key);
    this.#pairs.set(key.pem, pair);
    return pair;
  }
}

/** The keys after a rotation, the newest first. */
export async function rotateTokenKeys(present: readonly TokenKey[], keepsOld: boolean): Promise<readonly TokenKey[]> {
  const old = present.length === 0 ? PUBLISHED_KEYS : present;
  return [...(await generateTokenKeys()), ...(keepsOld ? old : [])];
}

function keyFor(keys: readonly TokenKey[], algorithm: AsymmetricAlgorithm): TokenKey {
  const key = keys.find((each) => each.algorithm === algorithm);
  if (!key) throw new Error(`There is no key for ${algorithm}`);
  return key;
}

function isForeign(key: TokenFlaws['key']): boolean {
  return key === 'unknown' || key === 'forged';
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}

async function readPair({ algorithm, pem }: TokenKey): Promise<KeyPair> {
  const { calculateJwkThumbprint } = await import('jose');
  const privateKey = createPrivateKey(pem);
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
