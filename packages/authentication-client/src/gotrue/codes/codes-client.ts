import { clientOf, type Methods } from '@sallyport/core/endpoints';
import { InputError, UnsupportedByServerError } from '@sallyport/core/errors';
import type { Wire } from '@sallyport/core/http';
import type { Session } from '@sallyport/core/session';
import type { CommonMessage, EmailScene, PortableUser } from '@sallyport/core/user';
import { requireText } from '@sallyport/core/validation';
import type { SmsScene } from '../../client/portable/sms-scene.js';
import { type PhoneChallengeDeps, sendPhoneChallenge } from '../mfa/phone-challenges.js';
import type { CodeChallenge, CodeVerifiers } from '../session/code-verifiers.js';
import { type GoTrueMessageOptions, wholeNumber } from '../sign-in/message-options.js';
import { goTrueCodesEndpoints, type ResentMessage } from './codes.endpoints.js';
import { presentAddress } from './present-address.js';

const Rows = /* @__PURE__ */ clientOf(goTrueCodesEndpoints);
const SENT: CommonMessage = { code: 200, message: 'Sent' };

/** What each purpose of an email is on this wire. */
const EMAIL_SCENES: Readonly<
  Partial<Record<EmailScene, 'sign-in' | 'sign-up' | 'recovery' | 'signup' | 'email_change'>>
> = {
  LOGIN_VERIFY_CODE: 'sign-in',
  VERIFY_CODE: 'sign-in',
  REGISTER_VERIFY_CODE: 'sign-up',
  RESET_PASSWORD: 'recovery',
  RESET_PASSWORD_VERIFY_CODE: 'recovery',
  VERIFY_EMAIL: 'signup',
  CHANGE_EMAIL: 'email_change',
  EMAIL_BIND_VERIFY_CODE: 'email_change',
};

/** Ports of the codes and links. */
export interface GoTrueCodesDeps extends PhoneChallengeDeps {
  readonly unguardedWire: Wire;
  readonly session: Session<PortableUser>;
  readonly codeVerifiers: CodeVerifiers;
}

/** Sends one-time codes and links to users. */
export class GoTrueCodesClient {
  readonly #rows: Methods<typeof goTrueCodesEndpoints>;
  readonly #deps: GoTrueCodesDeps;

  constructor(deps: GoTrueCodesDeps) {
    this.#rows = new Rows(deps.unguardedWire);
    this.#deps = deps;
  }

  /**
   * Sends an email with a one-time code and a link.
   *
   * @param scene - What it is for: `LOGIN_VERIFY_CODE`, `REGISTER_VERIFY_CODE` (which registers an address that is new),
   * `RESET_PASSWORD`, `VERIFY_EMAIL`, `CHANGE_EMAIL`.
   * @throws {InputError} `CHANGE_EMAIL`: the signed-in user asks for no change to that address.
   * @throws {UnsupportedByServerError} There is no such message on this wire.
   * @throws {RateLimitError} One was sent a moment ago; `retryAfterMs` says how long to wait.
   */
  async sendEmail(email: string, scene: EmailScene, options: GoTrueMessageOptions = {}): Promise<CommonMessage> {
    const address = requireText('email', email);
    requireText('scene', scene);
    const purpose = Object.hasOwn(EMAIL_SCENES, scene) ? EMAIL_SCENES[scene] : undefined;
    if (purpose === undefined) throw noSuchMessage(scene);
    const wish = options ?? {};
    const present = purpose === 'email_change' ? await presentAddress(this.#deps.session, 'email', address) : address;
    const request = (challenge: CodeChallenge): Promise<unknown> => {
      if (purpose === 'recovery') return this.#rows.recover(address, wish, challenge);
      if (purpose === 'signup') return this.#rows.resendToEmail({ email: address, type: purpose }, wish, challenge);
      if (purpose === 'email_change') {
        return this.#rows.resendToEmail({ email: present, type: purpose }, wish, challenge);
      }
      return this.#rows.otpByEmail(address, purpose === 'sign-up', wish, challenge);
    };
    await this.#deps.codeVerifiers.withChallenge(request, purpose === 'recovery');
    return SENT;
  }

  /**
   * Sends a one-time code to a phone.
   *
   * @param phone - The number, with a country code here or in the next argument.
   * @param scene - `login` by default; `register` registers a number that is new; `mfa-verify` challenges the user's
   * factor with that number; `bind` sends the code for a new number again.
   * @throws {NotFoundError} `mfa-verify`: no verified factor of the user has the number.
   * @throws {InputError} `bind`: the signed-in user asks for no change to that number.
   * @throws {UnsupportedByServerError} There is no such message on this wire.
   * @throws {RateLimitError} One was sent a moment ago; `retryAfterMs` says how long to wait.
   */
  async sendSmsCode(
    phone: string,
    phoneCountryCode?: string,
    scene: SmsScene = 'login',
    options: { readonly captchaCode?: string | undefined } = {},
  ): Promise<CommonMessage> {
    const number = wholeNumber(requireText('phone', phone), phoneCountryCode);
    const { captchaCode } = options ?? {};
    if (scene === 'mfa-verify') await sendPhoneChallenge(this.#deps, number);
    else if (scene === 'login' || scene === 'register') {
      await this.#rows.otpByPhone(number, scene === 'register', captchaCode);
    } else if (scene === 'bind') {
      const present = await presentAddress(this.#deps.session, 'phone', number);
      await this.#rows.resendToPhone({ phone: present, type: 'phone_change' }, captchaCode);
    } else throw noSuchMessage(scene);
    return SENT;
  }

  /**
   * Sends a message again. For a change of address, `email` or `phone` is the new one or the present one.
   *
   * @throws {InputError} The signed-in user asks for no change to that address.
   */
  async resend(message: ResentMessage, options: GoTrueMessageOptions = {}): Promise<CommonMessage> {
    const { type, email, phone } = { ...message } as Readonly<Record<string, unknown>>; // what programs pass without types
    requireText('type', type);
    if (email === undefined && phone === undefined) {
      throw new InputError({
        message: 'email or phone must be there',
        remedy: 'Pass { type, email } or { type, phone }.',
      });
    }
    const wish = options ?? {};
    if (phone !== undefined) {
      const number = requireText('phone', phone);
      const to = type === 'phone_change' ? await presentAddress(this.#deps.session, 'phone', number) : number;
      await this.#rows.resendToPhone({ phone: to, type: String(type) }, wish.captchaCode);
      return SENT;
    }
    const address = requireText('email', email);
    const to = type === 'email_change' ? await presentAddress(this.#deps.session, 'email', address) : address;
    const toMailbox = { email: to, type: String(type) };
    await this.#deps.codeVerifiers.withChallenge((challenge) => this.#rows.resendToEmail(toMailbox, wish, challenge));
    return SENT;
  }
}

function noSuchMessage(scene: string): UnsupportedByServerError {
  return new UnsupportedByServerError({
    message: `A GoTrue server sends no message for ${JSON.stringify(scene)}`,
    remedy: 'Use a scene that it has; the docstring of the method names them.',
  });
}
