import type { MfaDemand } from '@sallyport/core/errors';
import type { GoTrueFactor, GoTrueTokenAnswer } from '@sallyport/core/gotrue';
import type { Wire } from '@sallyport/core/http';
import type { AuthenticationMethod } from '@sallyport/core/session';
import type { WireUser } from '@sallyport/core/user';
import type {
  Authenticator,
  EnrollRequest,
  FaceOptions,
  FactorChallenge,
  ListedFactor,
  ListFilter,
  MfaServer,
  MfaSubject,
  NewFactor,
  Proof,
  RecoveryCodesCall,
  RecoveryCodesServer,
  TotpSource,
  Verification,
} from './mfa-server.js';

/** Names of a factor. They are part of the first load. */
export interface FactorTraits {
  /** The type in GoTrue's shapes, in challenges and in events. */
  readonly type: string;
  /** The name in the Authing style and in `pendingSignIn.offered`. */
  readonly name: string;
  /** The name in a session record (RFC 8176 where it has one). */
  readonly method: AuthenticationMethod;
  /** The name in GoTrue's claim `amr`. */
  readonly amr: string;
  /** The name in that claim of the same proof as a first factor. */
  readonly firstAmr?: string | undefined;
  /** Whether `listFactors` has a list of the verified ones. */
  readonly isGrouped?: true;
}

/** The state of an offered factor. */
export interface FactorOffer {
  readonly isEnrolled: boolean;
  /** The phone number or email address that a code would go to; `null` if unknown, or not used by the factor. */
  readonly address: string | null;
  readonly phoneCountryCode: string | null;
}

/** How Authing offers a factor to a pending sign-in. */
export interface AuthingOffer {
  readonly name: string;
  /** The name of the factor in the policy of an application. */
  readonly policy: string;
  readonly read: (demand: MfaDemand) => Partial<FactorOffer>;
}

/** An operation that a server supports. */
export type Operation = 'enroll' | 'verify';

/** The support of one server for a factor. */
export interface ServerSupport<Half> {
  /** Operations of the Authing style. */
  readonly byType: readonly Operation[];
  /** Operations of the GoTrue style. */
  readonly byId: readonly Operation[];
  readonly recoveryCodes?: readonly RecoveryCodesCall[];
  readonly load: () => Promise<{ readonly half: Half }>;
}

/** A kind of proof, for both servers and both API styles. */
export interface Factor<Methods extends object = object> extends FactorTraits {
  readonly authing?: ServerSupport<(deps: AuthingHalfDeps) => AuthingHalf>;
  readonly gotrue?: ServerSupport<GoTrueHalf>;
  /** Members of the GoTrue style's `enroll`, if that method enrolls the factor on some server. */
  readonly enrollment?: { readonly [Field in 'issuer' | 'phone']?: 'required' | 'optional' };
  /** The methods that the factor adds to `client.mfa`. */
  readonly methods: (mfa: MfaAccess) => Methods;
}

/** Makes a factor that no server supports yet. A call, since bundlers keep an unused object with a spread. */
export function factorOf<Methods extends object>(
  traits: FactorTraits,
  own: Pick<Factor<Methods>, 'enrollment' | 'methods'>,
): Factor<Methods> {
  return { ...traits, ...own };
}

/** Adds the support of a server to a factor. */
export function supportedBy<Methods extends object>(
  factor: Factor<Methods>,
  support: Pick<Factor, 'authing' | 'gotrue'>,
): Factor<Methods> {
  return { ...factor, ...support };
}

/** The methods of a class, without its private members. */
export type Public<Methods extends object> = Pick<Methods, keyof Methods>;

/** Makes methods whose code loads with the first call. */
export interface MfaAccess {
  /** Methods of the Authing style, which reject. */
  deferred<Methods extends object>(
    names: readonly (keyof Methods & string)[],
    load: () => Promise<{
      readonly Methods: new (secondFactors: SecondFactors, signal: AbortSignal | undefined) => Methods;
    }>,
  ): Public<Methods>;
  /** Methods of the GoTrue style, which never reject. */
  answering<Methods extends object>(
    names: { readonly [Name in keyof Methods]: true },
    load: () => Promise<{ readonly GoTrueMethods: new (server: MfaServer, isSupported: boolean) => object }>,
    type: string,
  ): Methods;
}

/** The server of a client, for callers who name a type of factors and no id. */
export interface SecondFactors {
  readonly server: MfaServer;
  /**
   * Completes a pending sign-in. The session of before stays until then. A call with the same input as one in progress
   * shares its result.
   *
   * @throws {InputError} The `mfaToken` is missing; nothing was sent.
   * @throws {InvalidCodeError} The code is wrong; the sign-in stays pending.
   * @throws {ChallengeExpiredError} The code or the sign-in has expired, as `expired` says.
   * @throws {RateLimitError} Too many attempts; `retryAfterMs` says how long to wait.
   */
  verify(type: string, proof: Proof, mfaToken: string | undefined): Promise<Verification>;
}

/** Dependencies of the half of a factor on an Authing server. */
export interface AuthingHalfDeps {
  readonly wire: Wire;
  /** Sends codes to phones and mailboxes. */
  readonly codes: {
    sendSmsCode(phone: string, phoneCountryCode: string | undefined, scene: 'mfa-verify'): Promise<unknown>;
    sendEmail(email: string, scene: 'MFA_VERIFY'): Promise<unknown>;
  };
  /** Uploads a photo of a face. Resolves with its key. */
  readonly upload: (file: Blob, wire: Wire, onProgress: FaceOptions['onProgress']) => Promise<string>;
}

/** A factor on an Authing server, which has one of each kind per user and names it by its kind. */
export interface AuthingHalf {
  /** Whether a text is an id of this factor. */
  owns(factorId: string): boolean;
  /** The id of the factor, for a caller who names the type. */
  idOf(source: TotpSource | undefined, proof: Proof | undefined): string;
  /** Absent if the server lists the factor for a pending sign-in only. */
  list?(filter: ListFilter | undefined, mfaToken: string | undefined): Promise<readonly ListedFactor[]>;
  /** Finds a listed factor by its id. */
  find?(factorId: string, mfaToken: string | undefined): Promise<GoTrueFactor | undefined>;
  enroll?(request: EnrollRequest, mfaToken: string | undefined): Promise<AuthingEnrolled>;
  confirm?(factorId: string, code: string, mfaToken: string | undefined): Promise<unknown>;
  /** Sends a code. Absent if no code is sent. */
  send?(offer: FactorOffer): Promise<unknown>;
  verify(proof: Proof, mfaToken: string): Promise<AuthingVerified>;
  unenroll?(): Promise<unknown>;
  /** @throws {InputError} The code can never be right. */
  checkCode?(code: string): unknown;
}

/** The answer of an Authing server to an enrollment. */
export interface AuthingEnrolled {
  readonly factor: NewFactor;
  /** The user, for factors that need no confirmation. */
  readonly user?: WireUser | null;
}

/** The answer of an Authing server to a verified proof. */
export interface AuthingVerified {
  readonly user: WireUser;
  readonly recoveryCode?: string | undefined;
}

/** A factor on a GoTrue server, where all factors share the endpoints. */
export interface GoTrueHalf {
  /** The factor as the Authing style shows it, for types that it lists. */
  listed?(factor: GoTrueFactor, userId: string): Authenticator;
  /** Reads the answer to an enrollment. */
  enrolled?(answer: NewFactor, request: EnrollRequest): NewFactor;
  /** Reads a challenge. */
  challenged?(challenge: FactorChallenge): FactorChallenge;
  /** The refusal if no code was sent. Set if a challenge sends a code: the newest one is then the one to answer. */
  readonly notSent?: { readonly message: string; readonly remedy: string };
  /** Whether each proof needs a new challenge. */
  readonly isOneTime?: boolean;
  /** The recovery codes, if the factor is these. */
  recoveryCodes?(deps: GoTrueRecoveryCodesDeps): RecoveryCodesServer;
  /** @throws {InputError} The code can never be right. */
  checkCode?(code: string): unknown;
}

/** Dependencies of recovery codes on a GoTrue server. */
export interface GoTrueRecoveryCodesDeps {
  readonly wire: Wire;
  /** @throws {NotSignedInError} No user is signed in. */
  readonly requireSession: () => Promise<void>;
  /** Verifies a code in a session, whose wire and bearer it receives, and stores the session. */
  readonly raise: (
    send: (wire: Wire, bearer: string | undefined) => Promise<GoTrueTokenAnswer>,
    subject: MfaSubject,
  ) => Promise<Verification>;
  /** Notes that the factor was created or removed. */
  readonly enrolled: () => void;
  readonly removed: (factorId: string) => Promise<void>;
}

/** A member of an untrusted answer, if it is a text with content. */
export function presentText(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
