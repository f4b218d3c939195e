import type { Listener, Unsubscribe } from '@sallyport/core/events';
import type { RequestOptions } from '@sallyport/core/http';
import type { CommonMessage, EmailScene, RegisterProfile, UpdateUserInput, User } from '@sallyport/core/user';
import type { MfaClient } from '../../mfa/client/mfa-client.js';
import type { PendingSignIn } from '../../mfa/domain/pending-sign-in.js';
import type { ClientEvents, Store } from '../client-events.js';
import type { ClientSnapshot, ClientState } from '../client-snapshot.js';
import type { InterceptableAxios } from '../own-api/axios-interceptor.js';
import type { RefreshToken } from '../session/refresh-token.js';
import type { SmsScene } from './sms-scene.js';

/** What a sign-in by password can carry along on either wire. */
export interface PortableSignInOptions {
  /** The answer to the captcha, where the server wants one. */
  readonly captchaCode?: string | undefined;
}

/** What goes with a phone number on either wire. */
export interface PortablePhoneOptions {
  /** Such as `+86`, for a number without it. */
  readonly phoneCountryCode?: string | undefined;
}

/**
 * What `AuthenticationClient` and `GoTrueAuthenticationClient` both are: a screen that is written against it works with
 * either. A `User` is told in the words of both wires; registering never signs anybody out, and whether it has signed in
 * is told by `state`.
 *
 * What goes wrong is told apart by `kind`, which is the same on both wires. `code` is the server's own: `1635` and `1636`
 * come from Authing's alone, and a demand for a second factor that no server has made has none. Where nobody is signed in,
 * what needs somebody is rejected with `not-signed-in`.
 */
export interface PortableAuthenticationClient {
  /** Where the sign-in stands. */
  readonly state: ClientState;
  /** The client at this moment: one frozen object until something changes. `stateChanged` fires with each new one. */
  readonly snapshot: ClientSnapshot;
  /** The snapshots in the form that `useSyncExternalStore` and signals read. */
  readonly store: Store<ClientSnapshot>;
  /** When the tokens of the session expire, by the server's clock; `null` without a session or without an expiry. */
  readonly expiresAt: Date | null;
  /** The sign-in that waits for its second factor; `null` when there is none. */
  readonly pendingSignIn: PendingSignIn | null;
  /** Second factors, in both vocabularies. */
  readonly mfa: MfaClient;

  ready(): Promise<void>;
  on<Name extends keyof ClientEvents>(name: Name, listener: Listener<ClientEvents[Name]>): Unsubscribe;
  with(options: RequestOptions): PortableAuthenticationClient;
  as(user: { readonly token: string }): PortableAuthenticationClient;
  fetch(input: string | URL | Request, init?: RequestInit): Promise<Response>;
  attachTo(axios: InterceptableAxios): Unsubscribe;
  getAccessToken(): Promise<string | null>;
  dispose(): Promise<void>;

  registerByEmail(email: string, password: string, profile?: RegisterProfile | null): Promise<User>;
  registerByEmailCode(email: string, code: string, profile?: RegisterProfile | null): Promise<User>;
  registerByPhoneCode(
    phone: string,
    code: string,
    password?: string | null,
    profile?: RegisterProfile | null,
    options?: PortablePhoneOptions | null,
  ): Promise<User>;
  loginByEmail(email: string, password: string, options?: PortableSignInOptions): Promise<User>;
  loginByPhonePassword(phone: string, password: string, options?: PortableSignInOptions): Promise<User>;
  loginByEmailCode(email: string, code: string): Promise<User>;
  loginByPhoneCode(phone: string, code: string, options?: PortablePhoneOptions): Promise<User>;
  sendEmail(email: string, scene: EmailScene): Promise<CommonMessage>;
  sendSmsCode(phone: string, phoneCountryCode?: string, scene?: SmsScene): Promise<CommonMessage>;
  getCurrentUser(): Promise<User | null>;
  updateProfile(updates: UpdateUserInput): Promise<User>;
  updatePassword(newPassword: string, oldPassword?: string | null): Promise<User>;
  refreshToken(): Promise<RefreshToken>;
  checkLoggedIn(): string;
  logout(): Promise<void>;
  abandonSignIn(): Promise<void>;
}
