import type { AssuranceLevel } from '@sallyport/core';
import type { FactorType } from './factor.js';

/** What a server sends beyond what we have a word for, under its own names. */
export type Further = Readonly<Record<string, unknown>>;

/** A factor that the user has, verified or not. */
export interface FactorRecord {
  readonly id: string;
  /** A code that is sent to a phone is `phone` here, whatever carries it. */
  readonly type: FactorType;
  /** `false` until it was proved for the first time. */
  readonly isVerified: boolean;
  readonly friendlyName: string | null;
  /** As the server writes instants; `null` where it does not say. */
  readonly createdAt: string | null;
  /** As the server writes instants; `null` where it does not say. */
  readonly updatedAt: string | null;
  readonly further: Further;
}

/** Which factor to bind. `friendlyName` is the user's name for it; servers that keep none ignore it. */
export type EnrollFactorRequest = { readonly friendlyName?: string | undefined } & (
  | {
      readonly type: 'totp';
      /** Who the authenticator app shows the code is for; the server's own name by default. */
      readonly issuer?: string | undefined;
    }
  | { readonly type: 'phone'; readonly phone: string }
  | { readonly type: 'webauthn' }
);

/** A factor that waits for its first proof. The one moment at which its secrets are shown. */
export type NewFactor = {
  readonly id: string;
  readonly friendlyName: string | null;
  readonly further: Further;
} & (
  | {
      readonly type: 'totp';
      /** Base32. */
      readonly secret: string;
      /** The `otpauth://` URI that the QR code carries. */
      readonly uri: string;
      /** The QR code, an image as a data URL. */
      readonly qrCode: string;
      /** To be written down, where the server hands one out with the authenticator; else `null`. */
      readonly recoveryCode: string | null;
    }
  | { readonly type: 'phone'; readonly phone: string }
  | { readonly type: 'webauthn' }
);

/** The site for which a WebAuthn credential is made. A server's own configuration wins over it. */
export interface RelyingParty {
  readonly rpId: string;
  readonly rpOrigins?: readonly string[] | undefined;
}

/** What a challenge can carry along. */
export interface ChallengeFactorRequest {
  /** How a code is sent to a phone; the server's default is `sms`. */
  readonly channel?: 'sms' | 'whatsapp' | undefined;
  readonly webauthn?: RelyingParty | undefined;
}

/** Whether a credential is made, for a factor that is not verified yet, or shown. */
export type CeremonyType = 'create' | 'request';

/** What the browser is to do: its options in the JSON form of WebAuthn Level 3, as the server sent them. */
export interface WebAuthnDemand {
  readonly type: CeremonyType;
  readonly credentialOptions: { readonly publicKey: Readonly<Record<string, unknown>> };
}

/** A demand to prove a factor, which can be answered for some minutes, once. */
export interface FactorChallenge {
  readonly id: string;
  readonly type: FactorType;
  /** Epoch seconds. */
  readonly expiresAt: number;
  /** For factors of the type `webauthn`; else absent. */
  readonly webauthn?: WebAuthnDemand | undefined;
  readonly further: Further;
}

/** What the browser has made, in the JSON form of WebAuthn Level 3. */
export interface WebAuthnProof extends RelyingParty {
  readonly type: CeremonyType;
  readonly credential: Readonly<Record<string, unknown>>;
}

/** The answer to a challenge. */
export interface FactorProof {
  readonly factorId: string;
  readonly challengeId: string;
  readonly proof: { readonly code: string } | { readonly webauthn: WebAuthnProof };
}

/** The session after a factor was proved. A secret. */
export interface ProvedFactor {
  readonly accessToken: string;
  /** `''` where the session is not renewed by one. */
  readonly refreshToken: string;
  /** In seconds. */
  readonly expiresIn: number;
  /** As the wire has it. */
  readonly user: Readonly<Record<string, unknown>>;
  /** A fresh recovery code, where the old one was used up, to be shown now; else `null`. */
  readonly recoveryCode: string | null;
  readonly further: Further;
}

/** How strongly a session was authenticated, and how strongly it could be. */
export interface Assurance {
  /** `null` when nobody is signed in, and where a token does not say. */
  readonly currentLevel: AssuranceLevel | (string & {}) | null;
  /** Higher than `currentLevel` while a second factor is due. */
  readonly nextLevel: AssuranceLevel | (string & {}) | null;
  /** How, the latest first. */
  readonly methods: readonly AssuranceMethod[];
}

/** One proof that a session rests on. */
export interface AssuranceMethod {
  /**
   * `password`; `otp` for a code or link that was sent as a first factor; `totp`, `mfa/phone`, `mfa/webauthn`,
   * `mfa/recovery_code` for second factors; or the server's own word.
   */
  readonly method: string;
  /** Epoch seconds; `null` where the server tells methods alone. */
  readonly timestamp: number | null;
  /** Such as the provider of a single sign-on. */
  readonly further: Further;
}

/** How many recovery codes there are. */
export interface RecoveryCodesStatus {
  /** Of the factor that the codes are. */
  readonly id: string;
  readonly total: number;
  readonly remaining: number;
  readonly further: Further;
}

/** A set of recovery codes. The one moment at which they are shown. */
export interface NewRecoveryCodes {
  /** Of the factor that the codes are. */
  readonly id: string;
  readonly friendlyName: string | null;
  readonly total: number;
  readonly codes: readonly string[];
  readonly further: Further;
}

/** A call that manages or uses recovery codes. */
export type RecoveryCodesCall = 'getStatus' | 'generate' | 'verify' | 'regenerate' | 'unenroll';

/** What a server can do by the id of a factor. */
export interface FactorCapabilities {
  /** Types that users can bind by themselves. */
  readonly enroll: readonly FactorType[];
  /** Types that a challenge can be answered with. */
  readonly verify: readonly FactorType[];
  /** Whether a factor raises a session that is there already; else only a sign-in that is pending is passed with one. */
  readonly stepUp: boolean;
  readonly recoveryCodes: readonly RecoveryCodesCall[];
}

/**
 * The half of a server's multi-factor API that works by the id of a factor, as `MfaGateway` is the half that works by
 * kind. One implementation a wire.
 *
 * An implementation begins or raises the session, and tells of factors that come and go, before it resolves. All that it
 * rejects with is a `SallyportError` (an `UnsupportedByServerError` for what the server has not) or the reason of an abort.
 * Where a wire has no such code of its own, its `code` is the one that GoTrue's wire has for the case.
 */
export interface FactorGateway {
  /** Lists every factor, the unverified ones and those of unknown types too. */
  listFactors(): Promise<readonly FactorRecord[]>;
  enrollFactor(request: EnrollFactorRequest): Promise<NewFactor>;
  challengeFactor(factorId: string, request?: ChallengeFactorRequest): Promise<FactorChallenge>;
  /** Answers a challenge; the first answer verifies the factor. */
  proveFactor(proof: FactorProof): Promise<ProvedFactor>;
  unenrollFactor(factorId: string): Promise<void>;
  /** @param jwt - Whose level is asked for; without it the session's, which costs no request. */
  assurance(jwt?: string): Promise<Assurance>;
  recoveryCodesStatus(): Promise<RecoveryCodesStatus>;
  generateRecoveryCodes(friendlyName?: string): Promise<NewRecoveryCodes>;
  proveRecoveryCode(code: string): Promise<ProvedFactor>;
  /** Replaces every code that is left. */
  regenerateRecoveryCodes(): Promise<NewRecoveryCodes>;
  /** @returns The id of the factor that the codes were. */
  unenrollRecoveryCodes(): Promise<string>;
}
