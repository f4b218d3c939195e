/** Who asked for an authenticator: the user, or an application that demanded it. */
export type EnrollmentSource = 'SELF' | 'APPLICATION';

/** What every second factor of a user has, whatever it is. */
interface FactorBase {
  /** A UUID. */
  readonly id: string;
  readonly userId: string;
  /** What the user calls it; `null` for one of a wire where factors have no names. */
  readonly friendlyName: string | null;
  /** Whether the user has shown to hold it; before that it proves nothing. */
  readonly verified: boolean;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly lastChallengedAt: number | null;
}

/** An authenticator app. */
export interface TotpFactor extends FactorBase {
  readonly type: 'totp';
  /** Base32. */
  readonly secret: string;
  readonly source: EnrollmentSource;
  /** As text only until the factor is verified, since the user has to write it down. */
  readonly recoveryCode: string | null;
  /** Of the one code that takes this authenticator's place; `null` where that is a factor of its own. */
  readonly recoveryCodeHash: string | null;
  /** Time steps that signed in already, as far as they could be tried again. */
  readonly usedSteps: readonly number[];
}

/** A telephone that codes are sent to. */
export interface PhoneFactor extends FactorBase {
  readonly type: 'phone';
  /** With its country, after a `+`. */
  readonly phone: string;
}

/** A key of a WebAuthn authenticator. */
export interface WebauthnFactor extends FactorBase {
  readonly type: 'webauthn';
  /** `null` until an authenticator has made one. */
  readonly credential: WebauthnCredential | null;
}

/** What an authenticator has shown of a key that it made. Bytes are base64url. */
export interface WebauthnCredential {
  readonly id: string;
  /** In COSE's form. */
  readonly publicKey: string;
  /** How often it was used, as far as the authenticator counts. */
  readonly counter: number;
  readonly transports: readonly string[];
  /** The model of the authenticator. */
  readonly aaguid: string;
}

/** A user's set of codes for when all else is lost. There is one at most, and never without another factor. */
export interface RecoveryCodesFactor extends FactorBase {
  readonly type: 'recovery_code';
  /** Of the codes that still work. */
  readonly codeHashes: readonly string[];
  /** How many there were. */
  readonly total: number;
}

/** What a user proves by. */
export type Factor = TotpFactor | PhoneFactor | WebauthnFactor | RecoveryCodesFactor;

/** All factors of one user, in the order they came. */
export interface UserFactors {
  /** The user's id. */
  readonly id: string;
  readonly factors: readonly Factor[];
}

/** The one authenticator that a user could have, as servers wrote it before there were other factors. */
export interface EarlierEnrollment {
  /** The user's id. */
  readonly id: string;
  readonly enrollmentId: string;
  readonly secret: string;
  readonly enabled: boolean;
  readonly source: EnrollmentSource;
  readonly recoveryCode: string | null;
  readonly recoveryCodeHash: string;
  readonly usedSteps: readonly number[];
  readonly createdAt: number;
  readonly updatedAt: number;
}
