/** On whose demand an authenticator was bound. */
export type EnrollmentSource = 'self' | 'application';

/** Two photos of one face, of which the second is compared with the first: files, or addresses to read them at. */
export type FacePhotos =
  | { readonly from: 'files'; readonly base: Blob; readonly compare: Blob }
  | { readonly from: 'addresses'; readonly base: string; readonly compare: string };

/** One user's bound authenticator. */
export interface Enrollment {
  readonly id: string;
  readonly userId: string;
  /** `false` until the first code has confirmed it. */
  readonly isVerified: boolean;
  readonly source: EnrollmentSource | null;
  readonly createdAt: string;
  readonly updatedAt: string;
  /** Base32; `null` once the authenticator is verified, when nobody gets to see it any more. */
  readonly secret: string | null;
  /** `null` once the authenticator is verified. */
  readonly recoveryCode: string | null;
}

/** A TOTP authenticator that waits for its first code. The one moment at which its secrets are shown. */
export interface TotpEnrollment {
  /** Base32. */
  readonly secret: string;
  /** The `otpauth://` URI that a QR code carries. */
  readonly uri: string;
  /** The QR code, a PNG as a data URL. */
  readonly qrCode: string;
  /** To be written down: it stands in for the phone, once. */
  readonly recoveryCode: string;
}
