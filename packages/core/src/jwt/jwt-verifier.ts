import type { Clock } from '../clock/index.js';
import { ClockSkewError, TokenExpiredError, TokenSignatureError } from '../errors/index.js';
import { isBrowser } from '../platform/runtime.js';
import { refuseOption } from '../validation/options.js';
import { type ExpectedAccessToken, judgeAccessToken } from './access-token.js';
import type { AccessTokenClaims, IdTokenClaims, TokenClaims, VerifiedClaims } from './claims.js';
import { type CompactToken, isEncrypted, parseCompactToken } from './compact.js';
import { decryptToken } from './decryption.js';
import { type ExpectedIdToken, judgeIdToken } from './id-token.js';
import type { Jwk, JwksCache } from './jwks-cache.js';
import { privateKeysOption } from './private-keys.js';
import { refuse, wrongClaim } from './refusals.js';
import { sharedSecret } from './shared-secret.js';
import { type PublicKeyAlgorithm, type SignatureAlgorithm, SignatureCheck } from './signature.js';
import { typeOf } from './token-type.js';
import { VerifiedTokens } from './verified-tokens.js';

const DEFAULT_TOLERANCE_SECONDS = 60;
const LONGEST_TOLERANCE_SECONDS = 300;

/** How tokens are judged. */
export interface JwtVerifierSettings {
  readonly keys: JwksCache;
  /** Where it is known, the server's. */
  readonly clock: Pick<Clock, 'now'>;
  /** Who may have issued the token, character by character. */
  readonly issuer: string;
  /** For whom it must be; by default that is not asked. ID tokens have the client id of their own expectations. */
  readonly audience?: string | undefined;
  /** Default: RS256 and ES256, and HS256 where there is a secret. */
  readonly algorithms?: readonly SignatureAlgorithm[] | undefined;
  /** The secret for HS256, of 32 bytes or more. On servers only. */
  readonly secret?: string | undefined;
  /** Private keys as JWKs, for encrypted ID tokens. Default: those are refused. */
  readonly privateKeys?: readonly unknown[] | null | undefined;
  /** How far clocks may differ, in seconds. Default 60, at most 300. */
  readonly toleranceSeconds?: number | undefined;
}

interface JudgedToken {
  readonly header: CompactToken['header'];
  readonly claims: VerifiedClaims;
}

/** Judges tokens by the keys that their issuer publishes. Keys that a token brings along are not looked at. */
export class JwtVerifier {
  readonly #settings: JwtVerifierSettings;
  readonly #algorithms: readonly SignatureAlgorithm[];
  readonly #toleranceSeconds: number;
  readonly #secret: Uint8Array | undefined;
  readonly #privateKeys: readonly Jwk[];
  readonly #signatures = new SignatureCheck();
  readonly #verified = new VerifiedTokens();

  /** @throws {ConfigurationError} The secret, the tolerance, or a private key can be none; the message names it. */
  constructor(settings: JwtVerifierSettings) {
    const { secret, algorithms, privateKeys, toleranceSeconds } = settings;
    this.#settings = settings;
    this.#secret = secret === undefined ? undefined : sharedSecret(secret);
    this.#algorithms = algorithms ?? ['RS256', 'ES256', ...(this.#secret ? (['HS256'] as const) : [])];
    if (this.#algorithms.includes('HS256') && !this.#secret) {
      refuseOption('algorithms', 'has HS256, which needs a secret', 'Pass secret, on a server.');
    }
    this.#toleranceSeconds = toleranceOption(toleranceSeconds);
    this.#privateKeys = privateKeysOption('privateKeys', privateKeys);
  }

  /**
   * Checks form, algorithm, signature, issuer, audience and times. For tokens that say to be for something in particular
   * there are the other methods.
   *
   * @throws {TokenSignatureError} No key of the issuer made the signature.
   * @throws {TokenExpiredError} Its time is over.
   * @throws {ClockSkewError} Its time has not come: the clock of this machine is behind.
   * @throws {TokenClaimError} A claim is missing or wrong.
   * @throws {TokenError} It is not a token that could be judged.
   */
  async verify(token: string, signal?: AbortSignal): Promise<VerifiedClaims> {
    const { header, claims } = await this.#judge(token, this.#settings.audience, signal);
    const type = typeOf(header);
    if (type !== '' && type !== 'jwt') throw refuse('is for another purpose');
    return claims;
  }

  /**
   * Judges an ID token, also an encrypted one where there are private keys.
   *
   * @throws {TokenError} As `verify`, and where it does not agree with what is expected.
   * @see OpenID Connect Core section 3.1.3.7
   */
  async verifyIdToken(token: string, expected: ExpectedIdToken, signal?: AbortSignal): Promise<IdTokenClaims> {
    const mayBeEncrypted = this.#privateKeys.length > 0 && isEncrypted(token);
    const signed = mayBeEncrypted ? await decryptToken(token, this.#privateKeys) : token;
    const { header, claims } = await this.#judge(signed, undefined, signal);
    const judgedAt = { now: this.#now, toleranceSeconds: this.#toleranceSeconds };
    return judgeIdToken(header, claims, expected, judgedAt);
  }

  /**
   * Judges an access token.
   *
   * @throws {TokenError} As `verify`, and for a token of another kind.
   * @see RFC 9068 section 4
   */
  async verifyAccessToken(
    token: string,
    expected: ExpectedAccessToken = {},
    signal?: AbortSignal,
  ): Promise<AccessTokenClaims> {
    const { header, claims } = await this.#judge(token, this.#settings.audience, signal);
    return judgeAccessToken(header, claims, expected);
  }

  async #judge(token: string, audience: string | undefined, signal: AbortSignal | undefined): Promise<JudgedToken> {
    const { header, claims } = await this.#signed(token, signal);
    try {
      return { header, claims: this.#judgeClaims(claims, audience) };
    } catch (error) {
      if (error instanceof TokenExpiredError) this.#verified.delete(token);
      throw error;
    }
  }

  async #signed(token: string, signal: AbortSignal | undefined): Promise<CompactToken> {
    const known = this.#verified.get(token);
    const parsed = known ?? parseCompactToken(token);
    const algorithm = this.#algorithmOf(parsed.header);
    const key = algorithm === 'HS256' ? null : await this.#keyOf(parsed.header, algorithm, signal);
    if (known && known.key === key) return known;
    if (algorithm !== 'HS256' && key) await this.#signatures.byPublicKey(token, key, algorithm);
    else await this.#signatures.bySecret(token, this.#secret ?? new Uint8Array());
    const signed = { header: deepFreeze(parsed.header), claims: deepFreeze(parsed.claims), key };
    this.#verified.add(token, signed);
    return signed;
  }

  #algorithmOf(header: CompactToken['header']): SignatureAlgorithm {
    const allowed = this.#algorithms.find((algorithm) => algorithm === header.alg);
    if (!allowed && header.alg === 'HS256') throw sharedSecretRefusal();
    if (!allowed) throw refuse('is signed with an algorithm that is not allowed');
    if ('crit' in header || 'b64' in header) throw refuse('demands an extension that is not understood');
    return allowed;
  }

  async #keyOf(
    { kid }: CompactToken['header'],
    algorithm: PublicKeyAlgorithm,
    signal: AbortSignal | undefined,
  ): Promise<Jwk> {
    if (kid !== undefined && typeof kid !== 'string') throw refuse('names its key by something that is no text');
    const [key, ...others] = await this.#settings.keys.candidates(algorithm, kid, signal);
    if (key && others.length === 0) return key;
    throw new TokenSignatureError({
      message: key
        ? 'The token does not say which of the issuer’s keys signed it'
        : 'No key of the issuer fits the token',
      remedy: 'Refuse it; when the issuer has just changed its keys, try again in half a minute.',
    });
  }

  get #now(): number {
    return this.#settings.clock.now() / 1000;
  }

  #judgeClaims(claims: TokenClaims, audience: string | undefined): VerifiedClaims {
    const tolerance = this.#toleranceSeconds;
    const now = this.#now;
    const { iss, aud, exp, iat, nbf } = claims;
    if (iss !== this.#settings.issuer) throw wrongClaim('iss', 'is from another issuer');
    if (audience !== undefined && aud !== audience && !(Array.isArray(aud) && aud.includes(audience))) {
      throw wrongClaim('aud', 'is for somebody else');
    }
    if (typeof exp !== 'number' || !Number.isFinite(exp)) throw wrongClaim('exp', 'does not say when it ends');
    if (typeof iat !== 'number' || !Number.isFinite(iat)) throw wrongClaim('iat', 'does not say when it was issued');
    if (now > exp + tolerance) {
      throw new TokenExpiredError({ message: 'The token has expired', remedy: 'Sign in again.' });
    }
    if (nbf !== undefined && !Number.isFinite(nbf)) throw wrongClaim('nbf', 'does not say when it begins');
    const ahead = Math.max(nbf ?? iat, iat) - now;
    if (ahead > tolerance) throw clockSkew(Math.round(ahead));
    // Every member that the type promises was checked above; the mark itself exists in types only.
    return claims as VerifiedClaims;
  }
}

function toleranceOption(seconds: number = DEFAULT_TOLERANCE_SECONDS): number {
  if (Number.isFinite(seconds) && seconds >= 0 && seconds <= LONGEST_TOLERANCE_SECONDS) return seconds;
  return refuseOption(
    'toleranceSeconds',
    `must be between 0 and ${LONGEST_TOLERANCE_SECONDS}`,
    `Pass a number of seconds, or leave it out for ${DEFAULT_TOLERANCE_SECONDS}.`,
  );
}

function sharedSecretRefusal(): Error {
  const where = isBrowser() ? 'which no browser can verify' : 'and no secret is configured';
  return refuse(
    `is signed with HS256, ${where}`,
    'Set the application’s id_token_signed_response_alg (the signature algorithm of its ID tokens) to RS256.',
  );
}

function clockSkew(offsetSeconds: number): ClockSkewError {
  return new ClockSkewError({
    message: `The token begins ${offsetSeconds} s from now: the clock of this machine is about ${offsetSeconds} s behind`,
    remedy: 'Set the clock of this machine.',
    offsetSeconds,
  });
}

// One caller must not be able to change what the next one is told.
function deepFreeze<T extends object>(value: T): T {
  for (const member of Object.values(value)) if (typeof member === 'object' && member !== null) deepFreeze(member);
  return Object.freeze(value);
}
