import { type ClientOf, clientOf } from '@sallyport/core/endpoints';
import type { Wire } from '@sallyport/core/http';
import type { PasswordEncryption } from '@sallyport/core/sending';
import type { CommonMessage } from '@sallyport/core/user';
import { requireCode, requireString, requireText } from '@sallyport/core/validation';
import { passwordResets, passwordsEndpoints } from './passwords.endpoints.js';

const PasswordsRows: ClientOf<typeof passwordsEndpoints> = /* @__PURE__ */ clientOf(passwordsEndpoints);
const Resets = /* @__PURE__ */ clientOf(passwordResets);

/** Ports of the password calls. */
export interface PasswordsDeps {
  readonly publicWire: Wire;
  readonly passwords: PasswordEncryption;
}

/** Passwords of users who cannot, or must not, sign in with the one they have. */
export class PasswordsClient extends PasswordsRows {
  readonly #wire: Wire;
  readonly #passwords: PasswordEncryption;

  constructor({ publicWire, passwords }: PasswordsDeps) {
    super(publicWire);
    this.#wire = publicWire;
    this.#passwords = passwords;
  }

  /**
   * Sets a new password by the code that `sendSmsCode(phone, undefined, 'reset')` sent.
   *
   * @param phoneCountryCode - Such as `+86`. Default: the user pool's.
   * @throws {InvalidCodeError} The code is wrong.
   */
  async resetPasswordByPhoneCode(
    phone: string,
    code: string,
    newPassword: string,
    phoneCountryCode?: string,
  ): Promise<CommonMessage> {
    const proof = { phone: requireText('phone', phone), code: requireCode('code', code), phoneCountryCode };
    this.#wire.check(passwordResets.resetPassword, proof);
    return this.#withNew({ newPassword }, (wire, encrypted) =>
      new Resets(wire).resetPassword({ ...proof, ...encrypted }),
    );
  }

  /**
   * Sets a new password by the code that `sendEmail(email, 'RESET_PASSWORD')` sent.
   *
   * @throws {InvalidCodeError} The code is wrong.
   */
  async resetPasswordByEmailCode(email: string, code: string, newPassword: string): Promise<CommonMessage> {
    const proof = { email: requireText('email', email), code: requireCode('code', code) };
    this.#wire.check(passwordResets.resetPassword, proof);
    return this.#withNew({ newPassword }, (wire, encrypted) =>
      new Resets(wire).resetPassword({ ...proof, ...encrypted }),
    );
  }

  /**
   * Sets the first password of a user who has none of their own yet.
   *
   * @param params - `token` of the `SignInStepRequiredError` with `set-password`, from its `data`.
   */
  async resetPasswordByFirstLoginToken(params: { token: string; password: string }): Promise<CommonMessage> {
    const token = requireText('token', params?.token);
    return this.#withNew({ password: params.password }, (wire, encrypted) =>
      new Resets(wire).resetPasswordByFirstLoginToken({ token, ...encrypted }),
    );
  }

  /**
   * Replaces a password that must not be used any more.
   *
   * @param params - `token` of the `SignInStepRequiredError` with `reset-password`, from its `data`.
   * @throws {InvalidCredentialsError} The old password is wrong.
   */
  async resetPasswordByForceResetToken(params: {
    token: string;
    oldPassword: string;
    newPassword: string;
  }): Promise<CommonMessage> {
    const token = requireText('token', params?.token);
    const { oldPassword, newPassword } = params;
    return this.#withNew({ oldPassword, newPassword }, (wire, encrypted) =>
      new Resets(wire).resetPasswordByForceResetToken({ token, ...encrypted }),
    );
  }

  #withNew<Passwords extends { readonly [name: string]: string }>(
    passwords: Passwords,
    reset: (wire: Wire, encrypted: Passwords) => Promise<CommonMessage>,
  ): Promise<CommonMessage> {
    // What is left out would be left out of the request as well.
    for (const [name, password] of Object.entries(passwords)) requireString(name, password);
    return this.#passwords.within(this.#wire, passwords, reset);
  }
}
