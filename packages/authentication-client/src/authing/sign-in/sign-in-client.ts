import { clientOf, type Methods } from '@sallyport/core/endpoints';
import type { Wire } from '@sallyport/core/http';
import type { PasswordEncryption } from '@sallyport/core/sending';
import { type ExtraInput, extraVariables, type User } from '@sallyport/core/user';
import { requireCode, requireString, requireText } from '@sallyport/core/validation';
import type { ResolvedOptions } from '../options/options.js';
import { directoryUrl } from './directory-url.js';
import { signInEndpoints } from './sign-in.endpoints.js';
import type { AuthingSignIn } from './sign-in-completion.js';

/** What every sign-in can carry along. */
export interface SignInOptions extends ExtraInput {
  /** The user's address, when a server signs in on their behalf. */
  readonly clientIp?: string | undefined;
}

/** What a sign-in by password can carry along. */
export interface PasswordSignInOptions extends SignInOptions {
  /** Registers the user when there is none of that name. Default `false`. */
  readonly autoRegister?: boolean | undefined;
  /** The answer to the captcha that `SignInStepRequiredError` with `solve-captcha` asked for. */
  readonly captchaCode?: string | undefined;
}

/** What a sign-in by code can carry along. */
export interface CodeSignInOptions extends SignInOptions {
  /** Such as `+86`. Default: the user pool's. */
  readonly phoneCountryCode?: string | undefined;
}

/** What a sign-in with an account of a directory can carry along. */
export interface DirectorySignInOptions {
  /** The user's address, when a server signs in on their behalf. */
  readonly clientIp?: string | undefined;
  /** Has the answer hold the user's custom fields. */
  readonly withCustomData?: boolean | undefined;
}

const Rows = /* @__PURE__ */ clientOf(signInEndpoints);

/** Ports of a sign-in by a first factor. */
export interface SignInDeps {
  readonly publicWire: Wire;
  readonly passwords: PasswordEncryption;
  readonly signIn: AuthingSignIn;
  readonly options: Pick<ResolvedOptions, 'baseUrl' | 'websocketHost'>;
}

/**
 * Signs users in with a first factor. Each method stores the session before it resolves.
 *
 * Each is rejected with a `MfaRequiredError` when a second factor is due, an `InvalidCredentialsError` or
 * `InvalidCodeError` when the first one is wrong, and another `SignInStepRequiredError` when the server wants
 * something else first.
 */
export class SignInClient {
  readonly #wire: Wire;
  readonly #passwords: PasswordEncryption;
  readonly #signIn: AuthingSignIn;
  readonly #directoryUrl: string;

  constructor({ publicWire, passwords, signIn, options }: SignInDeps) {
    this.#wire = publicWire;
    this.#passwords = passwords;
    this.#signIn = signIn;
    this.#directoryUrl = options.websocketHost ?? directoryUrl(options.baseUrl);
  }

  /** Signs in by email and password. */
  async loginByEmail(email: string, password: string, options: PasswordSignInOptions = {}): Promise<User> {
    const account = requireText('email', email);
    return this.#byPassword(password, options, (rows, proof) => rows.loginByEmail({ email: account, ...proof }));
  }

  /** Signs in by user name and password. */
  async loginByUsername(username: string, password: string, options: PasswordSignInOptions = {}): Promise<User> {
    const account = requireText('username', username);
    return this.#byPassword(password, options, (rows, proof) => rows.loginByUsername({ username: account, ...proof }));
  }

  /** Signs in by phone number and password. */
  async loginByPhonePassword(phone: string, password: string, options: PasswordSignInOptions = {}): Promise<User> {
    const account = requireText('phone', phone);
    return this.#byPassword(password, options, (rows, proof) =>
      rows.loginByPhonePassword({ phone: account, ...proof }),
    );
  }

  /** Signs in by phone number and the code that `sendSmsCode(phone)` sent. */
  async loginByPhoneCode(phone: string, code: string, options: CodeSignInOptions = {}): Promise<User> {
    const { phoneCountryCode, clientIp } = options ?? {};
    const input = {
      phone: requireText('phone', phone),
      code: requireCode('code', code),
      phoneCountryCode,
      clientIp,
      ...extraVariables(options ?? {}),
    };
    return this.#signIn.withFirstFactor('sms', () => new Rows(this.#wire).loginByPhoneCode(input));
  }

  /** Signs in by email and the code that `sendEmail(email, 'LOGIN_VERIFY_CODE')` sent. */
  async loginByEmailCode(email: string, code: string, options: CodeSignInOptions = {}): Promise<User> {
    const { phoneCountryCode, clientIp } = options ?? {};
    const input = {
      email: requireText('email', email),
      code: requireCode('code', code),
      phoneCountryCode,
      clientIp,
      ...extraVariables(options ?? {}),
    };
    return this.#signIn.withFirstFactor('email', () => new Rows(this.#wire).loginByEmailCode(input));
  }

  /**
   * Signs in to a sub-account of the account that owns the application.
   *
   * @param account - User name, email or phone number.
   */
  async loginBySubAccount(
    account: string,
    password: string,
    options: { captchaCode?: string | undefined; clientIp?: string | undefined } = {},
  ): Promise<User> {
    const { captchaCode, clientIp } = options ?? {};
    const input = { account: requireText('account', account), captchaCode, clientIp };
    return this.#signIn.withFirstFactor('pwd', () =>
      this.#passwords.within(this.#wire, { password: requireString('password', password) }, (wire, encrypted) =>
        new Rows(wire).loginBySubAccount({ ...input, ...encrypted }),
      ),
    );
  }

  /** Signs in with an account of the LDAP directory that the server asks. The wire takes the password in clear. */
  async loginByLdap(username: string, password: string, options: DirectorySignInOptions = {}): Promise<User> {
    const input = directoryInput(username, password, options);
    return this.#signIn.withFirstFactor('pwd', () => new Rows(this.#wire).loginByLdap(input));
  }

  /**
   * Signs in with an account of the Active Directory that is connected to the server. The wire takes the password in
   * clear, and the address is that of the option `websocketHost`. Without it the address is `ws.` before the domain of
   * the application's host, as the vendor's cloud has it (`https://ws.authing.cn` for `https://example.authing.cn`); the
   * application's own where its host is an IP address, this machine, or has no domain above it.
   */
  async loginByAd(username: string, password: string, options: DirectorySignInOptions = {}): Promise<User> {
    const input = directoryInput(username, password, options);
    const wire = this.#wire.at(this.#directoryUrl);
    return this.#signIn.withFirstFactor('pwd', () => new Rows(wire).loginByAd(input));
  }

  #byPassword(
    password: string,
    options: PasswordSignInOptions | null | undefined,
    call: (rows: Methods<typeof signInEndpoints>, proof: PasswordProof) => Promise<User>,
  ): Promise<User> {
    const { autoRegister = false, captchaCode, clientIp } = options ?? {};
    const rest = { autoRegister, captchaCode, clientIp, ...extraVariables(options ?? {}) };
    return this.#signIn.withFirstFactor('pwd', () =>
      this.#passwords.within(this.#wire, { password: requireString('password', password) }, (wire, encrypted) =>
        call(new Rows(wire), { ...rest, ...encrypted }),
      ),
    );
  }
}

function directoryInput(username: string, password: string, options: DirectorySignInOptions | null) {
  const { clientIp, withCustomData } = options ?? {};
  return {
    username: requireText('username', username),
    password: requireString('password', password),
    clientIp,
    withCustomData,
  };
}

/** What every sign-in by password sends beside the account. */
interface PasswordProof extends ReturnType<typeof extraVariables> {
  readonly password: string;
  readonly autoRegister: boolean;
  readonly captchaCode: string | undefined;
  readonly clientIp: string | undefined;
}
