import type { RequestOptions, Wire } from '@sallyport/core/http';
import { openWire, PasswordEncryption } from '@sallyport/core/sending';
import type { User } from '@sallyport/core/user';
import { requireText } from '@sallyport/core/validation';
import {
  type ManagementClientOptions,
  managementReaders,
  type ResolvedOptions,
  resolveOptions,
} from './client/options.js';
import { MfaClient } from './resources/mfa/mfa-client.js';
import { UsersClient } from './resources/users/users-client.js';
import { type LoginStatus, LoginStatusCheck } from './token/login-status.js';
import { ManagementTokenSource } from './token/management-token-source.js';

/** The ports that the sub-clients of one client share. */
export interface ManagementContext {
  readonly options: ResolvedOptions;
  readonly wire: Wire;
  readonly passwords: PasswordEncryption;
  readonly loginStatus: LoginStatusCheck;
  /** What each call of this view adds; the wire applies it already. */
  readonly request: RequestOptions;
}

/** A client bound to the options of its calls. `ManagementClient` is one, and so is what its `with` returns. */
export class BoundManagementClient {
  /** The users of the user pool. */
  readonly users: UsersClient;
  /** Users' second factors. */
  readonly mfa: MfaClient;
  readonly #context: ManagementContext;

  constructor(context: ManagementContext) {
    const { wire, passwords } = context;
    this.#context = context;
    this.users = new UsersClient(wire, passwords);
    this.mfa = new MfaClient(wire);
  }

  /**
   * Judges a user's session token, and tells whose it is. RS256 and ES256 are judged here by the keys that the server
   * publishes, anything else by the server. A session that was ended before its time is only known to the server. With
   * the option `appId`, tokens of other applications are refused.
   *
   * @returns `null` when there is no token, or it is not good.
   */
  checkLoginStatus(token: string, options: { readonly fetchUserDetail: true }): Promise<User | null>;
  checkLoginStatus(token: string, options?: { readonly fetchUserDetail?: boolean }): Promise<LoginStatus | null>;
  async checkLoginStatus(
    token: string,
    options: { readonly fetchUserDetail?: boolean } = {},
  ): Promise<LoginStatus | User | null> {
    if (!token) return null;
    const { loginStatus, request } = this.#context;
    const status = await loginStatus.judge(requireText('token', token), request);
    return status && options?.fetchUserDetail ? await this.users.detail(status.id) : status;
  }

  /** A view of this client with these options on each call: the same token, nothing copied. */
  with(options: RequestOptions): BoundManagementClient {
    const { wire, request } = this.#context;
    return new BoundManagementClient({
      ...this.#context,
      wire: wire.with(options),
      request: { ...request, ...options },
    });
  }

  /** Closes connections. */
  dispose(): void {
    const { transport, isTransportShared } = this.#context.options;
    if (!isTransportShared) transport.dispose();
  }
}

/**
 * Administers a user pool, from scripts and servers.
 *
 * @example
 * ```ts
 * const management = new ManagementClient({ userPoolId: 'YOUR_POOL', secret: process.env.POOL_SECRET, host });
 * for await (const user of management.users.iterate()) {
 *   const { OTP } = await management.mfa.getStatus(user.id);
 *   console.log(user.email, OTP ? 'has a second factor' : 'has a password only');
 * }
 * ```
 */
export class ManagementClient extends BoundManagementClient {
  /** Names of the options that the constructor takes. */
  static get optionNames(): readonly string[] {
    return Object.keys(managementReaders);
  }

  /** @throws {ConfigurationError} An option is unknown, missing or malformed, or this is a browser; nothing was sent. */
  constructor(options: ManagementClientOptions) {
    super(createContext(resolveOptions(options)));
  }
}

function createContext(options: ResolvedOptions): ManagementContext {
  const { clock } = options;
  const anonymous = openWire(options, { bearer: () => null }, { withCredentials: false });
  const wire = openWire(options, new ManagementTokenSource(anonymous, options, clock), {
    withCredentials: false,
  });
  return {
    options,
    wire,
    passwords: new PasswordEncryption(wire, options),
    loginStatus: new LoginStatusCheck(anonymous, options),
    request: {},
  };
}
