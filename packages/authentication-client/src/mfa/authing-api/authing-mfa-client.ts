import { InputError, requireText, type User } from '@sallyport/core';
import { pickFile } from '../../client/uploads/file-picker.js';
import { requireImage } from '../../client/uploads/required-image.js';
import type { Enrollment, EnrollmentSource } from '../domain/enrollment.js';
import type { FaceOptions, MfaAuthority, MfaCapabilities } from '../domain/mfa-gateway.js';
import type { SecondFactor } from '../second-factor/second-factor.js';
import type {
  IMfaAssociation,
  IMfaAuthenticators,
  IMfaConfirmAssociation,
  IMfaDeleteAssociation,
  RecoveredUser,
  TotpSource,
} from './authing-mfa.types.js';

/** Second factors in Authing's words: binding an authenticator app, and passing the second step of a sign-in. */
export class AuthingMfaClient {
  readonly #secondFactor: SecondFactor;
  readonly #signal: AbortSignal | undefined;

  /** @param signal - Of the view of the client that this belongs to. */
  constructor(secondFactor: SecondFactor, signal?: AbortSignal) {
    this.#secondFactor = secondFactor;
    this.#signal = signal;
  }

  /** What the server can do about second factors. */
  get capabilities(): MfaCapabilities {
    return this.#secondFactor.capabilities;
  }

  /**
   * Lists bound authenticators.
   *
   * @param options - `type` is `totp`; with an `mfaToken` those of the pending sign-in, else the signed-in user's.
   * @returns None or one; `secret` and `recoveryCode` are `null` once it is enabled.
   */
  async getMfaAuthenticators(
    options: { type: string; mfaToken?: string; source?: TotpSource } = { type: 'totp', source: 'SELF' },
  ): Promise<IMfaAuthenticators> {
    const filter = { type: requireText('type', options?.type), source: toSource(options.source) };
    const enrollments = await this.#secondFactor.listTotp(filter, toAuthority(options));
    return enrollments.map(toAuthenticator);
  }

  /**
   * Begins to bind an authenticator app: show `qrcode_data_url`, let the user write `recovery_code` down, and confirm
   * with the first code.
   *
   * @param options - `authenticatorType` is `totp`; with an `mfaToken` it is bound on the way through a sign-in.
   */
  async associateMfaAuthenticator(
    options: { authenticatorType: string; mfaToken?: string; source?: TotpSource } = {
      authenticatorType: 'totp',
      source: 'SELF',
    },
  ): Promise<IMfaAssociation> {
    requireTotp(options?.authenticatorType);
    const { secret, uri, qrCode, recoveryCode } = await this.#secondFactor.enrollTotp(
      toSource(options.source),
      toAuthority(options),
    );
    return {
      authenticator_type: 'totp',
      secret,
      qrcode_uri: uri,
      qrcode_data_url: qrCode,
      recovery_code: recoveryCode,
    };
  }

  /** @deprecated The vendor's spelling of `associateMfaAuthenticator`. It stays for good. */
  assosicateMfaAuthenticator(options?: {
    authenticatorType: string;
    mfaToken?: string;
    source?: TotpSource;
  }): Promise<IMfaAssociation> {
    return this.associateMfaAuthenticator(options);
  }

  /**
   * Confirms a new authenticator by the code that it shows. The same code may still pass a sign-in, once.
   *
   * @throws {InvalidCodeError} The code is wrong; the authenticator stays unconfirmed.
   */
  async confirmAssociateMfaAuthenticator(
    options: { authenticatorType: string; totp?: string; source?: TotpSource; mfaToken?: string } = {
      authenticatorType: 'totp',
      source: 'SELF',
    },
  ): Promise<IMfaConfirmAssociation> {
    requireTotp(options?.authenticatorType);
    await this.#secondFactor.confirmTotp({ totp: options.totp }, toSource(options.source), toAuthority(options));
    return { code: 200, message: 'Authenticator bound' };
  }

  /** @deprecated The vendor's spelling of `confirmAssociateMfaAuthenticator`. It stays for good. */
  confirmAssosicateMfaAuthenticator(options?: {
    authenticatorType: string;
    totp?: string;
    source?: TotpSource;
    mfaToken?: string;
  }): Promise<IMfaConfirmAssociation> {
    return this.confirmAssociateMfaAuthenticator(options);
  }

  /** Unbinds the signed-in user's authenticator. The next sign-in does not ask for it. */
  async deleteMfaAuthenticator(): Promise<IMfaDeleteAssociation> {
    await this.#secondFactor.unenrollTotp();
    return { code: 200, message: 'Authenticator unbound' };
  }

  /**
   * Passes the second step with a code of the authenticator app, and signs the user in.
   *
   * @param options - The code, spaces and full-width digits allowed, and `mfaToken` of the `MfaRequiredError`.
   * @throws {InvalidCodeError} The code is wrong or was used before; ask for the next one.
   * @throws {ChallengeExpiredError} The pending sign-in is over; begin again with the first factor.
   * @throws {RateLimitError} Too many attempts; `retryAfterMs` says how long to wait.
   */
  async verifyTotpMfa(options: { totp: string; mfaToken: string }): Promise<User> {
    return (await this.#secondFactor.verify('totp', { ...options })).user;
  }

  /**
   * Passes the second step with a code sent by `sendSmsCode(phone, phoneCountryCode, 'mfa-verify')`, and signs in.
   *
   * @throws {InvalidCodeError} The code is wrong.
   * @throws {ChallengeExpiredError} The code or the pending sign-in is over.
   */
  async verifyAppSmsMfa(options: {
    phone: string;
    code: string;
    mfaToken: string;
    phoneCountryCode?: string;
  }): Promise<User> {
    return (await this.#secondFactor.verify('sms', { ...options })).user;
  }

  /** The name that the vendor's documentation uses for `verifyAppSmsMfa`. */
  verifySmsMfa(options: { phone: string; code: string; mfaToken: string; phoneCountryCode?: string }): Promise<User> {
    return this.verifyAppSmsMfa(options);
  }

  /**
   * Passes the second step with a code sent by `sendEmail(email, 'MFA_VERIFY')`, and signs the user in.
   *
   * @throws {InvalidCodeError} The code is wrong.
   * @throws {ChallengeExpiredError} The code or the pending sign-in is over.
   */
  async verifyAppEmailMfa(options: { email: string; code: string; mfaToken: string }): Promise<User> {
    return (await this.#secondFactor.verify('email', { ...options })).user;
  }

  /** The name that the vendor's documentation uses for `verifyAppEmailMfa`. */
  verifyEmailMfa(options: { email: string; code: string; mfaToken: string }): Promise<User> {
    return this.verifyAppEmailMfa(options);
  }

  /** Tells whether the half signed-in user may bind this phone number or email address for the second step. */
  async phoneOrEmailBindable(options: { phone?: string; email?: string; mfaToken: string }): Promise<boolean> {
    const { phone, email, mfaToken }: Partial<typeof options> = options ?? {};
    if (isAbsent(phone) && isAbsent(email)) {
      throw new InputError({
        message: 'phone or email must be there',
        remedy: 'Pass { phone, mfaToken } or { email, mfaToken }.',
      });
    }
    const address = {
      phone: isAbsent(phone) ? undefined : requireText('phone', phone),
      email: isAbsent(email) ? undefined : requireText('email', email),
    };
    return this.#secondFactor.isAddressBindable(address, requireText('mfaToken', mfaToken));
  }

  /**
   * Enrolls a face by two photos that the server can read at their addresses. With an `mfaToken` it is enrolled on the
   * way through a sign-in, which `verifyFaceMfa` then passes.
   */
  async associateFaceByUrl(options: { baseFace: string; compareFace: string; mfaToken?: string }): Promise<User> {
    const base = requireText('baseFace', options?.baseFace);
    const compare = requireText('compareFace', options.compareFace);
    return this.#secondFactor.enrollFace({ from: 'addresses', base, compare }, toAuthority(options));
  }

  /**
   * Enrolls a face by two photos, JPEG, PNG or BMP, which are uploaded.
   *
   * @param opts - `compareFace` can be left out, for one photo that stands for both.
   * @throws {InputError} A photo is missing, empty, too large, or of another type; nothing was sent.
   */
  async associateFaceByBlob(opts: { mfaToken?: string; baseFace: Blob; compareFace?: Blob }): Promise<User> {
    const base = requireImage('baseFace', opts?.baseFace, FACE_TYPES);
    const compare = isAbsent(opts.compareFace) ? base : requireImage('compareFace', opts.compareFace, FACE_TYPES);
    return this.#secondFactor.enrollFace({ from: 'files', base, compare }, toAuthority(opts));
  }

  /**
   * Enrolls a face by a photo, JPEG, PNG or BMP, which is uploaded.
   *
   * @param options - `onProgress` receives the progress of the upload; in Node its end only.
   * @throws {InputError} The photo is missing, empty, too large, or of another type; nothing was sent.
   */
  async associateFaceByFile(file: Blob, options: FaceOptions & { readonly mfaToken?: string } = {}): Promise<User> {
    const photo = requireImage('file', file, FACE_TYPES);
    const { mfaToken, ...rest } = options ?? {};
    return this.#secondFactor.enrollFace(
      { from: 'files', base: photo, compare: photo },
      toAuthority({ mfaToken }),
      rest,
    );
  }

  /**
   * Lets the user choose a photo, in a browser, and enrolls the face on it.
   *
   * @throws {InputError} The user has chosen nothing, or a file that is no photo.
   * @throws {ConfigurationError} This is no browser.
   */
  async associateFaceByLocalFile(mfaToken?: string): Promise<User> {
    toAuthority({ mfaToken });
    const file = await pickFile('.jpeg,.jpg,.png,.bmp', 'Pass the photo to associateFaceByFile.', this.#signal);
    return this.associateFaceByFile(file, { mfaToken });
  }

  /**
   * Passes the second step with a photo of the user's face, and signs the user in.
   *
   * @param photo - The key of a photo that was uploaded.
   * @throws {ChallengeExpiredError} The pending sign-in is over; begin again with the first factor.
   */
  async verifyFaceMfa(photo: string, mfaToken: string): Promise<User> {
    return (await this.#secondFactor.verify('face', { photo, mfaToken })).user;
  }

  /**
   * Passes the second step with the recovery code, for a user who has lost the phone, and signs in. The code is then
   * used up: `recoveryCode` of the result is the one for next time, to be shown now.
   *
   * @throws {InvalidCodeError} The recovery code is wrong or used up.
   */
  async verifyTotpRecoveryCode(options: { recoveryCode: string; mfaToken: string }): Promise<RecoveredUser> {
    const completed = await this.#secondFactor.verify('recovery_code', { ...options });
    return { ...completed.user, recoveryCode: completed.recoveryCode };
  }
}

const FACE_TYPES = ['image/jpeg', 'image/png', 'image/bmp'] as const;

function isAbsent(value: unknown): value is undefined | null {
  return value === undefined || value === null;
}

function toAuthority({ mfaToken }: { readonly mfaToken?: string | null }): MfaAuthority {
  return { mfaToken: isAbsent(mfaToken) ? undefined : requireText('mfaToken', mfaToken) };
}

function requireTotp(authenticatorType: unknown): void {
  if (requireText('authenticatorType', authenticatorType) === 'totp') return;
  throw new InputError({ message: "authenticatorType must be 'totp'", remedy: "Pass authenticatorType: 'totp'." });
}

function toSource(source: TotpSource | undefined): EnrollmentSource | undefined {
  if (source === undefined) return undefined;
  if (source !== 'APPLICATION' && source !== 'SELF') {
    throw new InputError({ message: "source must be 'APPLICATION' or 'SELF'", remedy: 'Leave source out for SELF.' });
  }
  return source === 'APPLICATION' ? 'application' : 'self';
}

function toAuthenticator(enrollment: Enrollment): IMfaAuthenticators[number] {
  const { id, userId, isVerified, source, createdAt, updatedAt, secret, recoveryCode } = enrollment;
  // The vendor's type has no null, and code written for it has to compile.
  const shown = { secret, recoveryCode } as { secret: string; recoveryCode: string };
  return {
    id,
    createdAt,
    updatedAt,
    userId,
    enable: isVerified,
    ...shown,
    authenticatorType: 'totp',
    ...(source === null ? {} : { source: source === 'application' ? 'APPLICATION' : 'SELF' }),
  };
}
