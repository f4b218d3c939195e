import type { RequestOptions, UploadProgress, User } from '@sallyport/core';
import type { Enrollment, EnrollmentSource, FacePhotos, TotpEnrollment } from './enrollment.js';
import type { FactorAnswers, FactorType } from './factor.js';
import type { FactorCapabilities } from './factor-gateway.js';

/** What a server can do about second factors. What is not here fails with an `UnsupportedByServerError`. */
export interface MfaCapabilities {
  /** Factors that a pending sign-in can be passed with. */
  readonly verify: readonly FactorType[];
  /** Factors that users can bind by themselves. */
  readonly enroll: readonly FactorType[];
  /** Whether a recovery code stands in for a factor. */
  readonly recoveryCodes: boolean;
  /** What goes by the id of a factor: `enroll`, `challenge`, `verify`, `recoveryCodes`. */
  readonly byFactor: FactorCapabilities;
}

/** Whose second factors are meant: the signed-in user's, or those of a sign-in that is pending. */
export interface MfaAuthority {
  /** The bearer of a pending sign-in; without it the session's own token counts. */
  readonly mfaToken: string | undefined;
}

/** A sign-in that a second factor has completed. */
export interface CompletedSignIn {
  /** The user, with the session's token in `token`. */
  readonly user: User;
  /** A fresh recovery code, where the old one was used up; else `null`. */
  readonly recoveryCode: string | null;
}

/** The half of a server's multi-factor API that works by the kind of factor, in our own words. One implementation a wire. */
export interface MfaGateway {
  readonly capabilities: MfaCapabilities;
  listTotp(filter: TotpFilter, authority: MfaAuthority): Promise<readonly Enrollment[]>;
  enrollTotp(source: EnrollmentSource | undefined, authority: MfaAuthority): Promise<TotpEnrollment>;
  confirmTotp(code: string, source: EnrollmentSource | undefined, authority: MfaAuthority): Promise<void>;
  unenrollTotp(): Promise<void>;
  /** Uploads what has to be uploaded, each file once, and has the server enroll the face. */
  enrollFace(photos: FacePhotos, authority: MfaAuthority, options?: FaceOptions): Promise<User>;
  isAddressBindable(address: BindableAddress, mfaToken: string): Promise<boolean>;
  verify<Type extends keyof FactorAnswers>(
    type: Type,
    answer: FactorAnswers[Type],
    mfaToken: string,
  ): Promise<CompletedSignIn>;
}

/** What the enrollment of a face can carry along. */
export interface FaceOptions extends RequestOptions {
  /** Hears how far an upload is. Two files are two uploads, one after the other. */
  readonly onProgress?: ((progress: UploadProgress) => void) | undefined;
}

/** Which authenticators are asked for. */
export interface TotpFilter {
  readonly type: string;
  readonly source: EnrollmentSource | undefined;
}

/** A phone number or an email address that a pending sign-in could bind. */
export interface BindableAddress {
  readonly phone: string | undefined;
  readonly email: string | undefined;
}
