import type { Clock } from '../clock/index.js';
import { ClockSkewError, TokenExpiredError, TokenSignatureError } from '../errors/index.js';
import { isBrowser } from '../platform/runtime.js';
import { refuseOption } from '../validation/options.js';
import { type ExpectedAccessToken, judgeAccessToken } from './access-token.js';
import { algorithmsOption, type PublicKeyAlgorithm, type SignatureAlgorithm } from './algorithms.js';
import type { AccessTokenClaims, IdTokenClaims, TokenClaims, VerifiedClaims } from './claims.js';
import { type CompactToken, isEncrypted, parseCompactToken } from './compact.js';
import { decryptToken } from './decryption.js';
import { audiencesOf, type ExpectedIdToken, judgeIdToken } from './id-token.js';
import { isInstant } from './instants.js';
import type { Jwk, JwksCache } from './jwks-cache.js';
import { privateKeysOption } from './private-keys.js';
import { refuse, wrongClaim } from './refusals.js';
import { sharedSecret } from './shared-secret.js';
import { SignatureCheck } from './signature.js';
import { typeOf } from './token-type.js';
import { VerifiedTokens } from './verified-tokens.js';

const DEFAULT_TOLERANCE_SECONDS = 60;
const LONGEST_TOLERANCE_SECONDS = 300;
// OpenID Connect Core section 2.
const LONGEST_SUBJECT = 255;
// Extensions of signed tokens, of which none is supported, and parameters of encrypted ones (RFC 7516 section 4.1).
const REFUSED_PARAMETERS = ['crit', 'b64', 'enc', 'zip', 'epk', 'apu', 'apv', 'iv', 'tag', 'p2s', 'p2c'] as const;

/** How tokens are judged. */
export interface JwtVerifierSettings {
  readonly keys: JwksCache;
  /** Where it is known, the server's. */
  readonly clock: Pick<Clock, 'now'>;
  /** Who may have issued the token, character by character. */
  readonly issuer: string;
  /**
   * The audience that `verify` and `verifyAccessToken` expect. `verify` accepts any without it. ID tokens are for the
   * `clientId` of their own expectations.
   */
  readonly audience?: string | undefined;
  /** Default RS256 and ES256. HS256, PS256 and EdDSA are accepted by name only; a secret does not add HS256. */
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
  readonly #secret: Uint8Array<ArrayBuffer>;
  readonly #privateKeys: readonly Jwk[];
  readonly #signatures = new SignatureCheck();
  readonly #verified = new VerifiedTokens();

  /** @throws {ConfigurationError} A setting is missing or malformed; the message names it. */
  constructor(settings: JwtVerifierSettings) {
    const { issuer, audience, secret, algorithms, privateKeys, toleranceSeconds } = settings;
    requireSetting('issuer', issuer);
    if (audience !== undefined) requireSetting('audience', audience);
    this.#settings = settings;
    this.#secret = secret === undefined ? new Uint8Array() : sharedSecret(secret);
    this.#algorithms = algorithmsOption('algorithms', algorithms);
    if (this.#algorithms.includes('HS256') && secret === undefined) {
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
   * @throws {ConfigurationError} `clientId` is missing or empty.
   * @see OpenID Connect Core section 3.1.3.7
   */
  async verifyIdToken(token: string, expected: ExpectedIdToken, signal?: AbortSignal): Promise<IdTokenClaims> {
    requireSetting('clientId', expected.clientId);
    const mayBeEncrypted = this.#privateKeys.length > 0 && isEncrypted(token);
    const signed = mayBeEncrypted ? await decryptToken(token, this.#privateKeys) : token;
    const { header, claims } = await this.#judge(signed, undefined, signal);
    const judgedAt = { now: this.#now, toleranceSeconds: this.#toleranceSeconds };
    return judgeIdToken(header, claims, expected, judgedAt);
  }

  /**
   * Verifies an access token. The verifier needs an audience, unless `dangerouslyAllowAnyAudience` is set.
   *
   * @throws {TokenError} As `verify`, and for a token of another kind.
   * @throws {ConfigurationError} The verifier has no audience.
   * @see RFC 9068 section 4
   */
  async verifyAccessToken(
    token: string,
    expected: ExpectedAccessToken = {},
    signal?: AbortSignal,
  ): Promise<AccessTokenClaims> {
    const { audience } = this.#settings;
    if (expected.dangerouslyAllowAnyAudience !== true) requireSetting('audience', audience);
    const { header, claims } = await this.#judge(token, audience, signal);
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
    // Before keys are fetched: a token of another issuer costs this one no request.
    if (parsed.claims.iss !== this.#settings.issuer) throw wrongClaim('iss', 'is from another issuer');
    const key = algorithm === 'HS256' ? this.#secret : await this.#keyOf(parsed.header, algorithm, signal);
    if (known && known.key === key) return known;
    await this.#signatures.verify(token, key, algorithm);
    const signed = { header: deepFreeze(parsed.header), claims: deepFreeze(parsed.claims), key };
    this.#verified.add(token, signed);
    return signed;
  }

  #algorithmOf(header: CompactToken['header']): SignatureAlgorithm {
    const allowed = this.#algorithms.find((algorithm) => algorithm === header.alg);
    if (!allowed && header.alg === 'HS256') throw sharedSecretRefusal();
    if (!allowed) throw refuse('is signed with an algorithm that is not allowed');
    if (REFUSED_PARAMETERS.some((name) => name in header)) throw refuse('has a header that is not supported');
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
    const { aud, sub, exp, iat, nbf } = claims;
    if (audience !== undefined && !audiencesOf(aud).includes(audience)) {
      throw wrongClaim('aud', 'is for another audience');
    }
    if (sub !== undefined && !isSubject(sub)) throw wrongClaim('sub', 'has no text of 1 to 255 characters');
    if (!isInstant(exp)) throw wrongClaim('exp', 'has no number of seconds for its end');
    if (!isInstant(iat)) throw wrongClaim('iat', 'has no number of seconds for its issue');
    if (nbf !== undefined && !isInstant(nbf)) throw wrongClaim('nbf', 'has no number of seconds for its beginning');
    if (now > exp + tolerance) {
      throw new TokenExpiredError({ message: 'The token has expired', remedy: 'Sign in again.' });
    }
    if (exp < Math.max(nbf ?? iat, iat)) throw wrongClaim('exp', 'ends before it begins');
    const ahead = Math.max(nbf ?? iat, iat) - now;
    if (ahead > tolerance) throw clockSkew(Math.round(ahead));
    // Every member that the type promises was checked above; the mark itself exists in types only.
    return claims as VerifiedClaims;
  }
}

function requireSetting(name: string, value: unknown): void {
  if (typeof value === 'string' && value !== '') return;
  refuseOption(name, 'is missing or empty', `Pass ${name} as the issuer writes it.`);
}

function isSubject(sub: unknown): boolean {
  return typeof sub === 'string' && sub !== '' && sub.length <= LONGEST_SUBJECT;
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
  const where = isBrowser() ? 'which no browser can verify' : 'which the allowed algorithms do not name';
  return refuse(
    `is signed with HS256, ${where}`,
    'Set the application’s id_token_signed_response_alg (the signature algorithm of its ID tokens) to RS256, or name HS256 on a server.',
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
