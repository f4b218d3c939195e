import type { GoTrueFactor } from '@sallyport/core/gotrue';
import type { RequestOptions, UploadProgress } from '@sallyport/core/http';
import type { AssuranceLevel } from '@sallyport/core/session';
import type { User } from '@sallyport/core/user';

/** The sign-in or user whose factors a call concerns. */
export type MfaSubject =
  /** `current`: those of the pending sign-in, or else the signed-in user's. `session`: the signed-in user's. */
  | { readonly of: 'current' | 'session'; readonly mfaToken?: undefined }
  /** Those of a pending sign-in, which need not be the one of this client. */
  | { readonly of: 'sign-in'; readonly mfaToken: string };

/** On whose demand an authenticator was bound, as the Authing style names it. */
export type TotpSource = 'APPLICATION' | 'SELF';

/** An authenticator as the Authing style shows it. */
export interface Authenticator {
  id: string;
  createdAt: string;
  updatedAt: string;
  userId: string;
  /** `false` until it is confirmed. */
  enable: boolean;
  /** `null` once the authenticator is enabled. */
  secret: string | null;
  authenticatorType: string;
  /** `null` once the authenticator is enabled. */
  recoveryCode: string | null;
  source?: TotpSource;
}

/** A factor of the user, verified or not. */
export interface ListedFactor {
  readonly factor: GoTrueFactor;
  /** The same factor as the Authing style shows it, for types that it lists. */
  readonly authenticator?: Authenticator | undefined;
}

/** Which factors to list. Default: all. */
export interface ListFilter {
  readonly type: string;
  readonly source?: TotpSource | undefined;
}

/** Two photos of one face, of which the second is compared with the first: files, or addresses of them. */
export type FacePhotos =
  | { readonly from: 'files'; readonly base: Blob; readonly compare: Blob }
  | { readonly from: 'addresses'; readonly base: string; readonly compare: string };

/** Options of the enrollment of a face. */
export interface FaceOptions extends RequestOptions {
  /** Receives the progress of an upload. Two files are two uploads, one after the other. */
  readonly onProgress?: ((progress: UploadProgress) => void) | undefined;
}

/** The factor to enroll. A server ignores members that it has no use for. */
export interface EnrollRequest {
  readonly type: string;
  readonly friendlyName?: string | undefined;
  /** The name that the authenticator app shows; the server's own by default. */
  readonly issuer?: string | undefined;
  readonly phone?: string | undefined;
  readonly source?: TotpSource | undefined;
  /** Removes unnamed factors of the type that were never verified. For servers that accept each name once. */
  readonly replacesUnnamed?: boolean | undefined;
  readonly photos?: FacePhotos | undefined;
  readonly options?: FaceOptions | undefined;
}

/** A factor that waits for its first proof. Its secrets are shown this once. */
export interface NewFactor {
  readonly id: string;
  readonly type: string;
  readonly friendly_name?: string | undefined;
  readonly totp?: NewTotp | undefined;
  readonly phone?: string | undefined;
  /** The user, if the server answers with the user. */
  readonly user?: User | undefined;
  readonly [further: string]: unknown;
}

/** The secrets of a new authenticator. */
export interface NewTotp {
  /** An image as a data URL. */
  readonly qr_code: string;
  /** Base32. */
  readonly secret: string;
  /** The `otpauth://` URI of the QR code. */
  readonly uri: string;
  /** For the day the phone is lost; absent on servers that create recovery codes separately. */
  readonly recovery_code?: string | undefined;
}

/** The site of a WebAuthn credential. The configuration of the server takes precedence. */
export interface RelyingParty {
  readonly rpId: string;
  readonly rpOrigins?: readonly string[] | undefined;
}

/** Options of a challenge. */
export interface ChallengeRequest {
  /** Carrier of a code to a phone; the server's default is `sms`. */
  readonly channel?: 'sms' | 'whatsapp' | undefined;
  readonly webauthn?: RelyingParty | undefined;
}

/** Whether a credential is created, for a factor that is not verified yet, or requested. */
export type CeremonyType = 'create' | 'request';

/** Options for the browser, in the JSON form of WebAuthn Level 3. */
export interface WebAuthnOptions {
  readonly type: CeremonyType;
  readonly credential_options: { readonly publicKey: Readonly<Record<string, unknown>> };
}

/** A request for a proof, which can be answered once, within minutes. */
export interface FactorChallenge {
  readonly id: string;
  readonly type: string;
  /** Epoch seconds. */
  readonly expires_at: number;
  readonly webauthn?: WebAuthnOptions | undefined;
  readonly [further: string]: unknown;
}

/** A credential of the browser, in the JSON form of WebAuthn Level 3. */
export interface WebAuthnProof extends RelyingParty {
  readonly type: CeremonyType;
  readonly credential_response: Readonly<Record<string, unknown>>;
}

/** A proof. Each factor reads the members that it needs. */
export interface Proof {
  readonly code?: string | undefined;
  readonly webauthn?: WebAuthnProof | undefined;
  /** The key of an uploaded photo. */
  readonly photo?: string | undefined;
  /** The phone number or email address that the code was sent to. */
  readonly address?: string | undefined;
  readonly phoneCountryCode?: string | undefined;
}

/** A factor that a proof may belong to. */
export interface Candidate {
  readonly factorId: string;
  /** The challenge to answer. Absent: the server needs none, or creates one. */
  readonly challengeId?: string | undefined;
}

/** A proof of one factor. */
export interface FactorProof extends Candidate, Proof {}

/** The session after a verification. A secret. */
export interface VerifiedSession {
  readonly access_token: string;
  /** `''` where the session is not renewed by one. */
  readonly refresh_token: string;
  /** Seconds. */
  readonly expires_in: number;
  /** As the wire has it. */
  readonly user: object;
  /** The next recovery code, if the one before was used up, to be shown now. */
  readonly recovery_code?: string | undefined;
}

/** A verified proof. The session is stored. */
export interface Verification {
  readonly session: VerifiedSession;
  /** The user as other methods return it, with the session's token in `token`. */
  readonly user: User;
}

/** Strength of a session, and the strength that it could have. */
export interface Assurance {
  /** `null` without a session, and for a token that does not say. */
  readonly currentLevel: AssuranceLevel | (string & {}) | null;
  /** Higher than `currentLevel` while a second factor is required. */
  readonly nextLevel: AssuranceLevel | (string & {}) | null;
  /** The latest first. */
  readonly methods: readonly AssuranceMethod[];
}

/** One proof that a session rests on. */
export interface AssuranceMethod {
  /** The name of GoTrue, such as `password` or `mfa/phone`, or the server's own. */
  readonly method: string;
  /** Epoch seconds; `null` if the server sends names only. */
  readonly timestamp: number | null;
  readonly [further: string]: unknown;
}

/** The number of recovery codes. */
export interface RecoveryCodesStatus {
  readonly id: string;
  readonly type: string;
  readonly total: number;
  readonly remaining: number;
  readonly [further: string]: unknown;
}

/** A set of recovery codes, shown this once. */
export interface NewRecoveryCodes {
  readonly id: string;
  readonly type: string;
  readonly friendly_name?: string | undefined;
  readonly total: number;
  readonly codes: readonly string[];
  readonly [further: string]: unknown;
}

/** A call that manages or uses recovery codes. */
export type RecoveryCodesCall = 'getStatus' | 'generate' | 'verify' | 'regenerate' | 'unenroll';

/** Recovery codes of a server. */
export interface RecoveryCodesServer {
  getStatus(): Promise<RecoveryCodesStatus>;
  generate(friendlyName?: string): Promise<NewRecoveryCodes>;
  verify(code: string, subject: MfaSubject): Promise<Verification>;
  /** Replaces every code that is left. */
  regenerate(): Promise<NewRecoveryCodes>;
  /** @returns The id of the factor that the codes were. */
  unenroll(): Promise<string>;
}

/**
 * Second factors of a server, by factor id, in GoTrue's shapes. Both API styles use it.
 *
 * An implementation stores the session of a verification and emits the events of factors before it resolves. It rejects
 * with a `SallyportError` (an `UnsupportedByServerError` for operations that the server lacks) or with the reason of an
 * abort. If a wire has no code for a case, `code` of the error is the one of GoTrue's wire.
 */
export interface MfaServer {
  /** Lists factors, including unverified ones and those of unknown types. */
  list(subject: MfaSubject, filter?: ListFilter): Promise<readonly ListedFactor[]>;
  /**
   * Finds the factors that a type stands for, for the API style that names no ids. A constant on Authing; on GoTrue the
   * oldest `created_at` first, those of the stored user before the server is asked.
   */
  resolve(request: ResolveRequest, subject: MfaSubject): AsyncIterable<Candidate>;
  enroll(request: EnrollRequest, subject: MfaSubject): Promise<NewFactor>;
  challenge(factorId: string, request: ChallengeRequest, subject: MfaSubject): Promise<FactorChallenge>;
  /** Verifies a proof. The first one of a new factor enables the factor. */
  verify(proof: FactorProof, subject: MfaSubject): Promise<Verification>;
  /** Enables a new factor by its first code, and does not complete a pending sign-in where the server can tell both apart. */
  confirm(factorId: string, code: string, subject: MfaSubject): Promise<void>;
  unenroll(factorId: string): Promise<void>;
  /** Removes every factor of a type. */
  unenrollAll(type: string): Promise<void>;
  /** Whether a pending sign-in may enroll a phone number or an email address. */
  isAddressBindable(address: BindableAddress, subject: MfaSubject): Promise<boolean>;
  /** @param jwt - A token to assess; without it the session, which costs no request. */
  assurance(jwt?: string): Promise<Assurance>;
  readonly recoveryCodes: RecoveryCodesServer;
}

/** Receives the events of factors. */
export interface FactorEvents {
  emit(name: 'factorEnrolled' | 'factorRemoved', payload: { readonly factor: string }): void;
}

/** A factor that the caller names by its type. */
export interface ResolveRequest {
  readonly type: string;
  readonly status: 'verified' | 'unverified';
  readonly source?: TotpSource | undefined;
  readonly proof?: Proof | undefined;
}

/** A phone number or an email address. */
export interface BindableAddress {
  readonly phone: string | undefined;
  readonly email: string | undefined;
}
