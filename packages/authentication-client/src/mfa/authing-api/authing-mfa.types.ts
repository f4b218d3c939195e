import type { User } from '@sallyport/core/user';
import type { TotpSource } from '../mfa-server.js';

/** Bound authenticators; none or one. */
export type IMfaAuthenticators = {
  id: string;
  createdAt: string;
  updatedAt: string;
  userId: string;
  /** `false` until it is confirmed. */
  enable: boolean;
  /** Base32. The vendor's type; once the authenticator is enabled, servers that keep secrets answer `null`. */
  secret: string;
  authenticatorType: string;
  /** As `secret`. */
  recoveryCode: string;
  source?: TotpSource;
}[];

/** A new authenticator that waits for its first code. */
export interface IMfaAssociation {
  authenticator_type: string;
  /** Base32. */
  secret: string;
  /** The `otpauth://` URI that a QR code carries. */
  qrcode_uri: string;
  /** The QR code, a PNG as a data URL. */
  qrcode_data_url: string;
  /** To be written down: it stands in for the phone, once. */
  recovery_code: string;
}

/** Says that an authenticator was bound. */
export interface IMfaConfirmAssociation {
  code: number;
  message: string;
}

/** Says that an authenticator was unbound. */
export interface IMfaDeleteAssociation {
  code: number;
  message: string;
}

/** A user who came back with a recovery code. */
export type RecoveredUser = User & {
  /** The code for the next time. The one that was used works no more, so show this one now. */
  recoveryCode: string | null;
};
