import { clientOf, type Methods } from '@sallyport/core/endpoints';
import { InputError, NotSignedInError } from '@sallyport/core/errors';
import type { Wire } from '@sallyport/core/http';
import { lazy } from '@sallyport/core/loading';
import type { Session } from '@sallyport/core/session';
import type { PortableUser } from '@sallyport/core/user';
import { requireMessageCode, requireString, requireText } from '@sallyport/core/validation';
import type { CodeVerifiers } from '../session/code-verifiers.js';
import { goTrueSessionEndpoints } from '../session/session.endpoints.js';
import type { GoTrueSignIn } from './gotrue-sign-in.js';
import { type GoTrueMessageOptions, type GoTruePhoneOptions, wholeNumber } from './message-options.js';
import { goTrueSignInEndpoints, type OtpProof, type OtpType } from './sign-in.endpoints.js';

// Few pages are the address of a callback.
const loadRedirectCallback = /* @__PURE__ */ lazy(() => import('./redirect-callback.js'));

/** What a sign-in can carry along. */
export interface GoTrueSignInOptions {
  /** The answer to the captcha, where the server wants one. */
  readonly captchaCode?: string | undefined;
}

const Rows = /* @__PURE__ */ clientOf(goTrueSignInEndpoints);
const SessionRows = /* @__PURE__ */ clientOf(goTrueSessionEndpoints);

/** Ports of a sign-in by a first factor. */
export interface GoTrueSignInDeps {
  readonly unguardedWire: Wire;
  readonly session: Session<PortableUser>;
  readonly signIn: GoTrueSignIn;
  readonly codeVerifiers: CodeVerifiers;
  readonly options: { readonly flowType: 'implicit' | 'pkce' };
}

/**
 * Signs users in with a first factor. Each method stores the session before it resolves.
 *
 * Each is rejected with a `MfaRequiredError` when the user has a second factor and the option `requireAal2` is on: the
 * session is stored by then, and waits. An `InvalidCredentialsError` or `InvalidCodeError` says that the first factor is
 * wrong, a `SignInStepRequiredError` that the address has to be confirmed first.
 */
export class GoTrueSignInClient {
  readonly #rows: Methods<typeof goTrueSignInEndpoints>;
  readonly #sessionRows: Methods<typeof goTrueSessionEndpoints>;
  readonly #signIn: GoTrueSignIn;
  readonly #deps: GoTrueSignInDeps;
  #completion: Completion | undefined;

  constructor(deps: GoTrueSignInDeps) {
    this.#rows = new Rows(deps.unguardedWire);
    this.#sessionRows = new SessionRows(deps.unguardedWire);
    this.#signIn = deps.signIn;
    this.#deps = deps;
  }

  /** Signs in by email and password. */
  async loginByEmail(email: string, password: string, options: GoTrueSignInOptions = {}): Promise<PortableUser> {
    const account = { email: requireText('email', email) };
    const proof = requireString('password', password);
    return this.#signIn.withFirstFactor(() => this.#rows.byPassword(account, proof, options?.captchaCode));
  }

  /** Signs in by phone number and password. */
  async loginByPhonePassword(phone: string, password: string, options: GoTruePhoneOptions = {}): Promise<PortableUser> {
    const { phoneCountryCode, captchaCode } = options ?? {};
    const account = { phone: wholeNumber(requireText('phone', phone), phoneCountryCode) };
    const proof = requireString('password', password);
    return this.#signIn.withFirstFactor(() => this.#rows.byPassword(account, proof, captchaCode));
  }

  /** Signs in by email and the code that `sendEmail(email, 'LOGIN_VERIFY_CODE')` sent. */
  async loginByEmailCode(email: string, code: string, options: GoTrueSignInOptions = {}): Promise<PortableUser> {
    const token = requireMessageCode('code', code);
    const proof = { type: 'email', email: requireText('email', email), token } as const;
    return this.#signIn.withFirstFactor(() => this.#rows.byCode(proof, undefined, options?.captchaCode));
  }

  /** Signs in by phone number and the code that `sendSmsCode(phone)` sent. */
  async loginByPhoneCode(phone: string, code: string, options: GoTruePhoneOptions = {}): Promise<PortableUser> {
    const { phoneCountryCode, captchaCode } = options ?? {};
    const number = wholeNumber(requireText('phone', phone), phoneCountryCode);
    const proof = { type: 'sms', phone: number, token: requireMessageCode('code', code) } as const;
    return this.#signIn.withFirstFactor(() => this.#rows.byCode(proof, undefined, captchaCode));
  }

  /**
   * Signs in by a code, or by the hash in a link, whatever it was sent for.
   *
   * @returns `null` when a change of address waits for the code that was sent to the other mailbox.
   * @throws {InvalidCodeError} It is wrong, used, or too old.
   */
  async verifyOtp(proof: OtpProof, options: GoTrueMessageOptions = {}): Promise<PortableUser | null> {
    const given = requireOtpProof(proof);
    const { redirectTo, captchaCode } = options ?? {};
    return this.#signIn.withVerification(() => this.#rows.byCode(given, redirectTo, captchaCode));
  }

  /**
   * Signs in by the code that a link has brought back, with the option `flowType: 'pkce'`.
   *
   * @throws {CallbackError} This browser has asked for no link.
   * @throws {InvalidCodeError} The code is unknown or used.
   */
  async exchangeCodeForSession(authCode: string): Promise<PortableUser> {
    const code = requireText('authCode', authCode);
    const { codeVerifiers } = this.#deps;
    return this.#signIn.withFirstFactor(() =>
      codeVerifiers.redeem((codeVerifier) => this.#rows.byAuthorizationCode(code, codeVerifier)),
    );
  }

  /**
   * Completes a redirect.
   *
   * @param page - The address of the page, where there is one.
   */
  async completeRedirect(address: string | undefined, page: string | undefined): Promise<PortableUser | null> {
    if (this.#completion && this.#completion.address === address) return this.#userOf(this.#completion);
    const completion = {
      address,
      result: this.#complete(address, address === page).then((user) => this.#stored(user)),
    };
    this.#completion = completion;
    try {
      return await this.#userOf(completion);
    } catch (error) {
      if (this.#completion === completion) this.#completion = undefined; // it can be tried again
      throw error;
    }
  }

  #stored(user: PortableUser | null): Awaited<Completion['result']> {
    return { user, generation: this.#deps.session.generation };
  }

  async #userOf({ result }: Completion): Promise<PortableUser | null> {
    const { user, generation } = await result;
    const { session } = this.#deps;
    const isCurrent = generation === session.generation && session.current?.user?.id === user?.id;
    if (user === null || isCurrent) return user;
    throw new NotSignedInError({
      message: 'The user signed out, or another session began, since the link was opened',
      remedy: 'Go on with the session of the client, or ask for another link.',
    });
  }

  async #complete(address: string | undefined, isPage: boolean): Promise<PortableUser | null> {
    const { readCallback, cleanAddress, tokensWhereCodesAreDue } = await loadRedirectCallback();
    const callback = readCallback(address);
    if (callback === null) return null;
    if (isPage) cleanAddress();
    if ('refusal' in callback) throw callback.refusal;
    if ('code' in callback) return this.exchangeCodeForSession(callback.code);
    if (this.#deps.options.flowType === 'pkce') throw tokensWhereCodesAreDue();
    return this.#signIn.withTokens(async () => {
      const user = await this.#sessionRows.userOf(callback.tokens.access_token);
      return { ...callback.tokens, user };
    });
  }
}

/** The latest link that was opened, and the generation of the session that it began. */
interface Completion {
  readonly address: string | undefined;
  readonly result: Promise<{ readonly user: PortableUser | null; readonly generation: number }>;
}

function requireOtpProof(proof: OtpProof): OtpProof {
  const given = { ...proof } as Readonly<Record<string, unknown>>; // what programs pass without types
  const type = requireText('type', given.type) as OtpType; // which there are is the server's business
  if (given.token_hash !== undefined) return { type, token_hash: requireText('token_hash', given.token_hash) };
  const token = requireMessageCode('token', given.token);
  if (given.email !== undefined) return { type, email: requireText('email', given.email), token };
  if (given.phone !== undefined) return { type, phone: requireText('phone', given.phone), token };
  throw new InputError({
    message: 'email, phone or token_hash must be there',
    remedy: 'Pass { type, email, token }, { type, phone, token } or { type, token_hash }.',
  });
}
