// GoTrue's words for second factors, as users of `@supabase/auth-js` know them. Where that package is installed its own
// types stand in for these (`published-or.d.ts`).

import type { ErrorKind } from '@sallyport/core/errors';

/** What every call answers: either of the two is `null`. */
export type GoTrueResult<T, Failure = GoTrueMfaError> = { data: T; error: null } | { data: null; error: Failure };

/** The fields of every error that name the next action, as on the errors that other methods throw. */
export interface GoTrueErrorDetails {
  /** `undefined` when the caller aborted the call. */
  readonly kind: ErrorKind | undefined;
  /** The next action, in a sentence for developers; `''` when the message says all. */
  readonly remedy: string;
  /** Whether the same call may succeed later without a change. */
  readonly retryable: boolean;
  /** How long to wait before the next attempt, in milliseconds; `null` when unknown. */
  readonly retryAfterMs: number | null;
}

/** What went wrong, under the names that GoTrue's users look at. */
export interface GoTrueMfaError extends Error, GoTrueErrorDetails {
  /** GoTrue's own code where the meaning is the same, else the server's. */
  code: string | undefined;
  /** The HTTP status that goes with the code; 0 where no server answered. */
  status: number | undefined;
}

/** A ceremony of the browser that failed. */
export interface GoTrueCeremonyError extends Error, GoTrueErrorDetails {
  /** What `@simplewebauthn/browser` found out, such as `ERROR_CEREMONY_ABORTED`. */
  code: string;
}

/** A factor of the user. A server may know further types; those are listed in `all`. */
export interface GoTrueMfaFactor<
  Type extends string = 'totp' | 'phone' | 'webauthn' | 'recovery_code',
  Status extends string = 'verified' | 'unverified',
> {
  id: string;
  friendly_name?: string;
  factor_type: Type;
  status: Status;
  created_at: string;
  updated_at: string;
  last_challenged_at?: string;
}

/** The session after a factor was proved. */
export interface GoTrueVerified {
  access_token: string;
  token_type: 'bearer';
  /** Seconds. */
  expires_in: number;
  /** `''` where the session is not renewed by one. */
  refresh_token: string;
  user: {
    id: string;
    aud: string;
    app_metadata: Record<string, unknown>;
    user_metadata: Record<string, unknown>;
    created_at: string;
    [member: string]: unknown;
  };
}

interface Enrolled<Type extends string> {
  id: string;
  type: Type;
  friendly_name?: string;
}

/** A new TOTP factor. The one moment at which its secret is shown. */
export interface GoTrueEnrolledTotp extends Enrolled<'totp'> {
  totp: {
    /** An image as a data URL. */
    qr_code: string;
    /** Base32. */
    secret: string;
    uri: string;
  };
}

/** A new phone factor. */
export interface GoTrueEnrolledPhone extends Enrolled<'phone'> {
  phone: string;
}

/** A new WebAuthn factor, which waits for its credential. */
export type GoTrueEnrolledWebAuthn = Enrolled<'webauthn'>;

interface Challenged<Type extends string> {
  id: string;
  type: Type;
  /** Epoch seconds. */
  expires_at: number;
}

/** What the browser is to do, its byte strings as buffers. */
export interface GoTrueChallengedWebAuthn extends Challenged<'webauthn'> {
  webauthn:
    | { type: 'create'; credential_options: { publicKey: PublicKeyCredentialCreationOptions } }
    | { type: 'request'; credential_options: { publicKey: PublicKeyCredentialRequestOptions } };
}

interface EnrollTotp {
  factorType: 'totp';
  friendlyName?: string;
  /** Who the authenticator app shows the code is for. */
  issuer?: string;
}

interface EnrollPhone {
  factorType: 'phone';
  friendlyName?: string;
  phone: string;
}

interface EnrollWebAuthn {
  factorType: 'webauthn';
  friendlyName?: string;
}

interface Site {
  rpId: string;
  rpOrigins?: string[];
}

/** Which site, on which a browser decides by itself by default, and how to give up. */
interface SiteInBrowser extends Partial<Site> {
  signal?: AbortSignal;
}

interface AnsweredByCode {
  factorId: string;
  challengeId: string;
  code: string;
}

interface AnsweredByCredential {
  factorId: string;
  challengeId: string;
  webauthn: Site & { type: 'create' | 'request'; credential_response: Credential };
}

/** What the browser has made, ready for `verify`. */
export interface GoTrueCeremony {
  factorId: string;
  challengeId: string;
  webauthn: { type: 'create' | 'request'; credential_response: Credential };
}

/** WebAuthn, with the browser's part in it. */
export interface GoTrueWebAuthn {
  /** Begins to bind a credential. */
  enroll(params: { friendlyName?: string }): Promise<GoTrueResult<GoTrueEnrolledWebAuthn>>;
  /** Has the browser make or show a credential, as the server demands. */
  challenge(
    params: { factorId: string; webauthn: Site; friendlyName?: string; signal?: AbortSignal },
    overrides?:
      | { create?: Partial<PublicKeyCredentialCreationOptions>; request?: never }
      | { create?: never; request?: Partial<PublicKeyCredentialRequestOptions> },
  ): Promise<GoTrueResult<GoTrueCeremony, GoTrueMfaError | GoTrueCeremonyError>>;
  /** Hands the credential to the server. */
  verify(params: AnsweredByCredential): Promise<GoTrueResult<GoTrueVerified>>;
  /** `challenge` and `verify`: raises the session by a credential that is bound. */
  authenticate(
    params: { factorId: string; webauthn?: SiteInBrowser },
    overrides?: Partial<PublicKeyCredentialRequestOptions>,
  ): Promise<GoTrueResult<GoTrueVerified, GoTrueMfaError | GoTrueCeremonyError>>;
  /** `enroll`, `challenge` and `verify`: binds a credential. */
  register(
    params: { friendlyName: string; webauthn?: SiteInBrowser },
    overrides?: Partial<PublicKeyCredentialCreationOptions>,
  ): Promise<GoTrueResult<GoTrueVerified, GoTrueMfaError | GoTrueCeremonyError>>;
}

/** A set of recovery codes, shown once. */
export interface GoTrueRecoveryCodeSet {
  id: string;
  type: 'recovery_code';
  friendly_name?: string;
  total: number;
  codes: string[];
}

/** Recovery codes, which stand in for a factor that is lost. */
export interface GoTrueRecoveryCodes {
  getStatus(): Promise<GoTrueResult<{ id: string; type: 'recovery_code'; total: number; remaining: number }>>;
  generate(params?: { friendlyName?: string }): Promise<GoTrueResult<GoTrueRecoveryCodeSet>>;
  verify(params: { code: string }): Promise<GoTrueResult<GoTrueVerified>>;
  regenerate(): Promise<GoTrueResult<GoTrueRecoveryCodeSet>>;
  unenroll(): Promise<GoTrueResult<{ id: string }>>;
}

/** The members of the style that belong to one factor. */
export type GoTruePart = 'webauthn' | 'recoveryCodes';

/** Second factors in GoTrue's words. Nothing here throws or rejects: what fails is an `error`. */
export interface GoTrueMfa {
  /** Begins to bind a factor. It counts once `challenge` and `verify` have proved it. */
  enroll(params: EnrollTotp): Promise<GoTrueResult<GoTrueEnrolledTotp>>;
  enroll(params: EnrollPhone): Promise<GoTrueResult<GoTrueEnrolledPhone>>;
  enroll(params: EnrollWebAuthn): Promise<GoTrueResult<GoTrueEnrolledWebAuthn>>;
  /** Demands a proof of a factor; for a phone that is when its code is sent. */
  challenge(params: { factorId: string }): Promise<GoTrueResult<Challenged<'totp'>>>;
  challenge(params: { factorId: string; channel: 'sms' | 'whatsapp' }): Promise<GoTrueResult<Challenged<'phone'>>>;
  challenge(params: { factorId: string; webauthn: Site }): Promise<GoTrueResult<GoTrueChallengedWebAuthn>>;
  /** Answers a challenge. The first answer to a new factor verifies it. */
  verify(params: AnsweredByCode | AnsweredByCredential): Promise<GoTrueResult<GoTrueVerified>>;
  /** `challenge` and `verify`, for a code that needs no sending. */
  challengeAndVerify(params: { factorId: string; code: string }): Promise<GoTrueResult<GoTrueVerified>>;
  /** Removes a factor. */
  unenroll(params: { factorId: string }): Promise<GoTrueResult<{ id: string }>>;
  /** Lists the user's factors: all of them, and by type those that are verified. */
  listFactors(): Promise<
    GoTrueResult<{
      all: GoTrueMfaFactor[];
      totp: GoTrueMfaFactor<'totp', 'verified'>[];
      phone: GoTrueMfaFactor<'phone', 'verified'>[];
      webauthn: GoTrueMfaFactor<'webauthn', 'verified'>[];
      recovery_code: GoTrueMfaFactor<'recovery_code', 'verified'>[];
    }>
  >;
  /** Tells how strongly the session was authenticated; a `nextLevel` above says that a second factor is due. */
  getAuthenticatorAssuranceLevel(jwt?: string): Promise<
    GoTrueResult<{
      currentLevel: 'aal1' | 'aal2' | (string & {}) | null;
      nextLevel: 'aal1' | 'aal2' | (string & {}) | null;
      currentAuthenticationMethods: { method: string; timestamp: number }[] | string[];
    }>
  >;
  webauthn: GoTrueWebAuthn;
  recoveryCodes: GoTrueRecoveryCodes;
}
