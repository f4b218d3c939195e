import { clientOf } from '@sallyport/core/endpoints';
import type { Wire } from '@sallyport/core/http';
import type { PasswordEncryption } from '@sallyport/core/sending';
import { type ExtraInput, extraVariables, type RegisterProfile, type User } from '@sallyport/core/user';
import { requireCode, requireString, requireText } from '@sallyport/core/validation';
import type { AuthingSignIn } from '../sign-in/sign-in-completion.js';
import { signUpEndpoints } from './sign-up.endpoints.js';

/** What every registration can carry along. */
export interface RegisterOptions extends ExtraInput {
  /** Signs the user in through the whole sign-in flow. Default `false`. */
  readonly forceLogin?: boolean | undefined;
  /** Answers a session token, and with it signs the user in. Default `false`. */
  readonly generateToken?: boolean | undefined;
  /** The user's address, when a server registers on their behalf. */
  readonly clientIp?: string | undefined;
  /** Proof of a phone number that was verified before. */
  readonly phoneToken?: string | undefined;
  /** Proof of an email address that was verified before. */
  readonly emailToken?: string | undefined;
}

/** What a registration by phone can carry along. */
export interface PhoneRegisterOptions extends Omit<RegisterOptions, 'phoneToken'> {
  /** Such as `+86`. Default: the user pool's. */
  readonly phoneCountryCode?: string | undefined;
}

const Rows = /* @__PURE__ */ clientOf(signUpEndpoints);

/** Ports of a registration. */
export interface SignUpDeps {
  readonly publicWire: Wire;
  readonly passwords: PasswordEncryption;
  readonly signIn: AuthingSignIn;
}

/**
 * Registers users. A registration signs in only where `forceLogin` or `generateToken` asks for it, and never signs
 * anybody out. Each is rejected with a `ConflictError` when the name is taken.
 */
export class SignUpClient {
  readonly #wire: Wire;
  readonly #passwords: PasswordEncryption;
  readonly #signIn: AuthingSignIn;

  constructor({ publicWire, passwords, signIn }: SignUpDeps) {
    this.#wire = publicWire;
    this.#passwords = passwords;
    this.#signIn = signIn;
  }

  /** Registers by email and password. */
  async registerByEmail(
    email: string,
    password: string,
    profile?: RegisterProfile | null,
    options?: Omit<RegisterOptions, 'emailToken'> | null,
  ): Promise<User> {
    const input = { email: requireText('email', email), ...registration(profile, options) };
    return this.#signIn.withRegistration('pwd', () =>
      this.#passwords.within(this.#wire, { password: requireString('password', password) }, (wire, encrypted) =>
        new Rows(wire).registerByEmail({ ...input, ...encrypted }),
      ),
    );
  }

  /**
   * Registers by email and the code that `sendEmail(email, 'REGISTER_VERIFY_CODE')` sent. The session begins as with the
   * other registrations, which the vendor's client forgets here.
   */
  async registerByEmailCode(
    email: string,
    code: string,
    profile?: RegisterProfile | null,
    options?: Omit<RegisterOptions, 'emailToken'> | null,
  ): Promise<User> {
    const { forceLogin, generateToken, clientIp, phoneToken, params, customData, context } = options ?? {};
    const input = {
      email: requireText('email', email),
      code: requireCode('code', code),
      profile: profile ?? undefined,
      forceLogin,
      generateToken,
      clientIp,
      phoneToken,
      params,
      customData,
      context,
    };
    return this.#signIn.withRegistration('email', () => new Rows(this.#wire).registerByEmailCode(input));
  }

  /** Registers by user name and password. */
  async registerByUsername(
    username: string,
    password: string,
    profile?: RegisterProfile | null,
    options?: RegisterOptions | null,
  ): Promise<User> {
    const input = { username: requireText('username', username), ...registration(profile, options) };
    return this.#signIn.withRegistration('pwd', () =>
      this.#passwords.within(this.#wire, { password: requireString('password', password) }, (wire, encrypted) =>
        new Rows(wire).registerByUsername({ ...input, ...encrypted }),
      ),
    );
  }

  /** Registers by phone number and the code that `sendSmsCode(phone, undefined, 'register')` sent. */
  async registerByPhoneCode(
    phone: string,
    code: string,
    password?: string | null,
    profile?: RegisterProfile | null,
    options?: PhoneRegisterOptions | null,
  ): Promise<User> {
    const input = {
      phone: requireText('phone', phone),
      code: requireCode('code', code),
      phoneCountryCode: options?.phoneCountryCode,
      ...registration(profile, options),
    };
    this.#wire.check(signUpEndpoints.registerByPhoneCode, { input });
    return this.#signIn.withRegistration('sms', () =>
      this.#passwords.within(this.#wire, { password: password ?? undefined }, (wire, encrypted) =>
        new Rows(wire).registerByPhoneCode({ ...input, ...encrypted }),
      ),
    );
  }
}

function registration(profile: RegisterProfile | null | undefined, options: RegisterOptions | null | undefined) {
  const { forceLogin = false, generateToken = false, clientIp, phoneToken, emailToken } = options ?? {};
  return {
    profile: { ...profile },
    forceLogin,
    generateToken,
    clientIp,
    phoneToken,
    emailToken,
    ...extraVariables(options ?? {}),
  };
}
