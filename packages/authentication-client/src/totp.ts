import { type Clock, systemClock } from '@sallyport/core/clock';
import { InputError } from '@sallyport/core/errors';
import { requireCode } from '@sallyport/core/validation';
import { Secret, TOTP, URI } from 'otpauth';

/** Hash functions that authenticator apps know. */
export type TotpAlgorithm = 'SHA1' | 'SHA256' | 'SHA512';

/** What a key is made of, where a bare secret leaves it open. */
export interface TotpParameters {
  /** Who the code is for; shown by the app. Default `''`. */
  readonly issuer?: string | undefined;
  /** Whose code it is; shown by the app. Default `''`. */
  readonly account?: string | undefined;
  /** Default `SHA1`, the only one that every app knows. */
  readonly algorithm?: TotpAlgorithm | undefined;
  /** 6 to 8. Default 6. */
  readonly digits?: number | undefined;
  /** How long a code lives, in seconds, 1 to 300. Default 30. */
  readonly periodSeconds?: number | undefined;
}

/** A code and the time it has left. */
export interface CurrentCode {
  readonly code: string;
  /** Until the next code takes its place. */
  readonly secondsRemaining: number;
}

/** How codes are judged. */
export interface VerifyOptions {
  /** How many steps before and after the present one are accepted too, 0 to 10. Default 1. */
  readonly window?: number | undefined;
  /** The last step that was accepted: it and all before it are refused (RFC 6238 section 5.2). */
  readonly afterStep?: number | undefined;
}

// What the widespread apps' servers give at least; fewer could be guessed from a few codes.
const SHORTEST_SECRET_BYTES = 10;
const LONGEST_SOURCE = 4 * 1024;
const ALGORITHMS: readonly string[] = ['SHA1', 'SHA256', 'SHA512'] satisfies TotpAlgorithm[];

/**
 * Time-based one-time passwords (RFC 6238): what an authenticator app does, for tests, scripts and desktop apps.
 *
 * @example
 * ```ts
 * const key = TotpKey.parse('otpauth://totp/Sallyport:ada?secret=JBSWY3DPEHPK3PXP&issuer=Sallyport');
 * const { code, secondsRemaining } = key.current();
 * ```
 */
export class TotpKey {
  readonly issuer: string;
  readonly account: string;
  readonly algorithm: TotpAlgorithm;
  readonly digits: number;
  readonly periodSeconds: number;
  readonly #totp: TOTP;
  readonly #clock: Clock;

  private constructor(totp: TOTP, clock: Clock) {
    this.issuer = totp.issuer;
    this.account = totp.label;
    this.algorithm = totp.algorithm as TotpAlgorithm; // checked by `assertParameters` before
    this.digits = totp.digits;
    this.periodSeconds = totp.period;
    this.#totp = totp;
    this.#clock = clock;
  }

  /**
   * Reads a key.
   *
   * @param source - An `otpauth://totp/…` URI, or a Base32 secret; in a secret, spaces, dashes and case do not matter.
   * @param parameters - For a bare secret; a URI has its own.
   * @throws {InputError} It is neither, or a parameter is out of range. The secret is not in the text.
   */
  static parse(source: string, parameters: TotpParameters = {}, clock: Clock = systemClock): TotpKey {
    // Some steps of the parser take quadratic time.
    if (typeof source === 'string' && source.length > LONGEST_SOURCE) {
      throw new InputError({
        message: 'The TOTP key is longer than 4 kB',
        remedy: 'Pass the key that the server showed.',
      });
    }
    if (typeof source !== 'string' || source.trim() === '') {
      throw new InputError({ message: 'The TOTP key is empty', remedy: 'Pass an otpauth:// URI or a Base32 secret.' });
    }
    const text = source.trim();
    return new TotpKey(/^otpauth:/i.test(text) ? fromUri(text) : fromSecret(text, parameters), clock);
  }

  /** Makes a new random key of 160 bits, as RFC 4226 section 4 recommends. */
  static generate(parameters: TotpParameters = {}, clock: Clock = systemClock): TotpKey {
    const secret = new Secret({ size: 20 }).base32;
    return new TotpKey(fromSecret(secret, parameters), clock);
  }

  /** The secret in Base32. */
  get secret(): string {
    return this.#totp.secret.base32;
  }

  /** The code of this moment. */
  current(): CurrentCode {
    const timestamp = this.#now();
    const remainingMs = this.periodSeconds * 1000 - (timestamp % (this.periodSeconds * 1000));
    return { code: this.#totp.generate({ timestamp }), secondsRemaining: Math.ceil(remainingMs / 1000) };
  }

  /**
   * Judges a code.
   *
   * @param code - Spaces and full-width digits are allowed.
   * @returns The time step that it belongs to, to be passed as `afterStep` next time; `null` when it is wrong.
   * @throws {InputError} The code is empty or not a string, or the window is out of range.
   */
  verify(code: string, options: VerifyOptions = {}): number | null {
    const { window = 1, afterStep = Number.NEGATIVE_INFINITY } = options ?? {};
    assertWhole('window', window, 0, 10);
    const timestamp = this.#now();
    const delta = this.#totp.validate({ token: requireCode('code', code), timestamp, window });
    if (delta === null) return null;
    const step = Math.floor(timestamp / 1000 / this.periodSeconds) + delta;
    return step > afterStep ? step : null;
  }

  #now(): number {
    const now = this.#clock.now();
    if (Number.isFinite(now) && now >= 0) return now;
    throw new InputError({ message: 'The clock tells no time after 1970', remedy: 'Pass a clock that does.' });
  }

  /** The `otpauth://` URI that a QR code carries. It holds the secret. */
  toUri(): string {
    return this.#totp.toString();
  }
}

function fromUri(text: string): TOTP {
  let parsed: unknown;
  try {
    parsed = URI.parse(withPlainParameters(text));
  } catch {
    parsed = undefined;
  }
  if (!(parsed instanceof TOTP)) {
    throw new InputError({
      message: 'The TOTP URI cannot be read',
      remedy: 'Pass otpauth://totp/ISSUER:ACCOUNT?secret=BASE32&issuer=ISSUER.',
    });
  }
  const { algorithm, digits, period: periodSeconds, secret } = parsed;
  assertParameters({ algorithm: algorithm as TotpAlgorithm, digits, periodSeconds }); // judged right there
  assertLength(secret);
  return parsed;
}

// Some issuers group the secret, and write the hash as `SHA-256`.
function withPlainParameters(text: string): string {
  const [address = '', query = ''] = text.split('?');
  const parameters = new URLSearchParams(query);
  const secret = parameters.get('secret');
  if (secret !== null) parameters.set('secret', plainBase32(secret));
  const algorithm = parameters.get('algorithm');
  if (algorithm !== null) parameters.set('algorithm', algorithm.toUpperCase().replace(/^SHA-/, 'SHA'));
  // The parser wants %20 where a form writes a plus.
  return `${address}?${parameters.toString().replace(/\+/g, '%20')}`;
}

function fromSecret(text: string, parameters: TotpParameters | null): TOTP {
  const { issuer = '', account = '', algorithm = 'SHA1', digits = 6, periodSeconds = 30 } = parameters ?? {};
  assertParameters({ algorithm, digits, periodSeconds });
  const base32 = plainBase32(text);
  if (!/^[A-Z2-7]+$/.test(base32)) {
    throw new InputError({
      message: 'The TOTP secret is not Base32',
      remedy: 'Pass the letters A to Z and the digits 2 to 7 that the server showed.',
    });
  }
  const secret = Secret.fromBase32(base32);
  assertLength(secret);
  return new TOTP({ secret, issuer, label: account, algorithm, digits, period: periodSeconds });
}

function plainBase32(text: string): string {
  return text.replace(/[\s-]/g, '').replace(/=+$/, '').toUpperCase();
}

function assertLength(secret: Secret): void {
  if (secret.bytes.length >= SHORTEST_SECRET_BYTES) return;
  throw new InputError({
    message: `The TOTP secret is shorter than ${SHORTEST_SECRET_BYTES * 8} bits`,
    remedy: 'Pass the whole secret that the server showed.',
  });
}

function assertParameters({ algorithm, digits, periodSeconds }: TotpParameters): void {
  if (typeof algorithm !== 'string' || !ALGORITHMS.includes(algorithm)) {
    throw new InputError({ message: 'algorithm must be SHA1, SHA256 or SHA512', remedy: 'Leave it out for SHA1.' });
  }
  assertWhole('digits', digits, 6, 8);
  assertWhole('periodSeconds', periodSeconds, 1, 300);
}

function assertWhole(name: string, value: unknown, least: number, most: number): void {
  if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return;
  throw new InputError({
    message: `${name} must be a whole number from ${least} to ${most}`,
    remedy: `Leave ${name} out for its default.`,
  });
}
