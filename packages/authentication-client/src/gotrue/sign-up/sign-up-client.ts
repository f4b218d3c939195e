import { clientOf, type Methods } from '@sallyport/core/endpoints';
import type { GoTrueMetadata } from '@sallyport/core/gotrue';
import type { Wire } from '@sallyport/core/http';
import type { Session } from '@sallyport/core/session';
import { type PortableUser, type RegisterProfile, toMetadata, toUser } from '@sallyport/core/user';
import { requireMessageCode, requireString, requireText } from '@sallyport/core/validation';
import { goTrueAccountEndpoints } from '../account/account.endpoints.js';
import type { CodeVerifiers } from '../session/code-verifiers.js';
import { NO_CODE_CHALLENGE } from '../session/code-verifiers.js';
import type { GoTrueSignIn } from '../sign-in/gotrue-sign-in.js';
import { type GoTrueMessageOptions, type GoTruePhoneOptions, wholeNumber } from '../sign-in/message-options.js';
import { goTrueSignInEndpoints, type OtpProof } from '../sign-in/sign-in.endpoints.js';
import { goTrueSignUpEndpoints } from './sign-up.endpoints.js';

/** What a registration by phone can carry along. */
export interface GoTruePhoneRegisterOptions extends GoTruePhoneOptions {
  /** What the code is sent through. Default `sms`. */
  readonly channel?: 'sms' | 'whatsapp' | undefined;
}

const Rows = /* @__PURE__ */ clientOf(goTrueSignUpEndpoints);
const SignIns = /* @__PURE__ */ clientOf(goTrueSignInEndpoints);
const Accounts = /* @__PURE__ */ clientOf(goTrueAccountEndpoints);

/** Ports of a registration. */
export interface GoTrueSignUpDeps {
  readonly unguardedWire: Wire;
  readonly session: Session<PortableUser>;
  readonly signIn: GoTrueSignIn;
  readonly codeVerifiers: CodeVerifiers;
}

/**
 * Registers users. Whether that has signed them in is told by the state of the session: a server that wants an address
 * confirmed first leaves whoever was signed in. Each is rejected with a `ConflictError` when the address is taken, where
 * the server says so.
 */
export class GoTrueSignUpClient {
  readonly #rows: Methods<typeof goTrueSignUpEndpoints>;
  readonly #deps: GoTrueSignUpDeps;

  constructor(deps: GoTrueSignUpDeps) {
    this.#rows = new Rows(deps.unguardedWire);
    this.#deps = deps;
  }

  /** Registers by email and password. The profile is kept in the user's metadata. */
  async registerByEmail(
    email: string,
    password: string,
    profile?: RegisterProfile | null,
    options?: GoTrueMessageOptions | null,
  ): Promise<PortableUser> {
    const account = { email: requireText('email', email), password: requireString('password', password) };
    const { signIn, codeVerifiers } = this.#deps;
    return signIn.withRegistration(() =>
      codeVerifiers.withChallenge((challenge) =>
        this.#rows.byEmail(account, metadata(profile), options ?? {}, challenge),
      ),
    );
  }

  /** Registers by phone number and password. */
  async registerByPhonePassword(
    phone: string,
    password: string,
    profile?: RegisterProfile | null,
    options?: GoTruePhoneRegisterOptions | null,
  ): Promise<PortableUser> {
    const { phoneCountryCode, captchaCode, channel = 'sms' } = options ?? {};
    const number = wholeNumber(requireText('phone', phone), phoneCountryCode);
    const account = { phone: number, password: requireString('password', password) };
    return this.#deps.signIn.withRegistration(() =>
      this.#rows.byPhone(account, metadata(profile), channel, captchaCode),
    );
  }

  /** Registers by email and the code that `sendEmail(email, 'REGISTER_VERIFY_CODE')` sent. */
  async registerByEmailCode(
    email: string,
    code: string,
    profile?: RegisterProfile | null,
    options?: GoTrueMessageOptions | null,
  ): Promise<PortableUser> {
    const proof = {
      type: 'email',
      email: requireText('email', email),
      token: requireMessageCode('code', code),
    } as const;
    return this.#byCode(proof, { data: metadata(profile) }, options?.captchaCode);
  }

  /** Registers by phone number and the code that `sendSmsCode(phone, undefined, 'register')` sent. */
  async registerByPhoneCode(
    phone: string,
    code: string,
    password?: string | null,
    profile?: RegisterProfile | null,
    options?: GoTruePhoneOptions | null,
  ): Promise<PortableUser> {
    const { phoneCountryCode, captchaCode } = options ?? {};
    const number = wholeNumber(requireText('phone', phone), phoneCountryCode);
    const proof = { type: 'sms', phone: number, token: requireMessageCode('code', code) } as const;
    const chosen = password === undefined || password === null ? undefined : requireString('password', password);
    const changes = { password: chosen, data: metadata(profile) };
    return this.#byCode(proof, changes, captchaCode);
  }

  /** Signs in somebody who has no account yet. An address that is added later makes it one. */
  async signInAnonymously(
    options: { readonly data?: GoTrueMetadata | undefined; readonly captchaCode?: string | undefined } = {},
  ): Promise<PortableUser> {
    const { data = {}, captchaCode } = options ?? {};
    return this.#deps.signIn.withFirstFactor(() => this.#rows.anonymous(data, captchaCode));
  }

  // The wire has registered the user when the code was sent: what else is said of them is a change.
  async #byCode(
    proof: OtpProof,
    changes: { readonly password?: string | undefined; readonly data: GoTrueMetadata },
    captchaCode: string | undefined,
  ): Promise<PortableUser> {
    const { unguardedWire, signIn, session } = this.#deps;
    return unguardedWire.within(changes.password === undefined ? [] : [changes.password], async (wire) => {
      const user = await signIn.withFirstFactor(() => new SignIns(wire).byCode(proof, undefined, captchaCode));
      const { generation } = session;
      if (changes.password === undefined && Object.keys(changes.data).length === 0) return user;
      const changed = toUser(await new Accounts(wire).update({ ...changes }, NO_CODE_CHALLENGE));
      await session.updateUser(changed, generation);
      return changed;
    });
  }
}

function metadata(profile: RegisterProfile | null | undefined): GoTrueMetadata {
  return toMetadata({ ...profile });
}
