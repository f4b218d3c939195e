import type { User } from '@sallyport/core/user';
import { requireCode, requireText } from '@sallyport/core/validation';
import { AddressMethods } from '../../authing-api/address-methods.js';
import { optionalText } from '../../authing-api/optional-text.js';

/** Methods of the Authing style for codes to a phone. */
export class Methods extends AddressMethods {
  /**
   * Passes the second step with a code sent by `sendSmsCode(phone, phoneCountryCode, 'mfa-verify')`, and signs in.
   *
   * @throws {InvalidCodeError} The code is wrong.
   * @throws {ChallengeExpiredError} The code or the pending sign-in has expired.
   */
  async verifyAppSmsMfa(options: {
    phone: string;
    code: string;
    mfaToken: string;
    phoneCountryCode?: string;
  }): Promise<User> {
    const { phone, code, mfaToken, phoneCountryCode }: Partial<typeof options> = options ?? {};
    const proof = {
      address: requireText('phone', phone),
      code: requireCode('code', code),
      // A demand for a second factor contains null for a missing country code, and callers pass it on.
      phoneCountryCode: optionalText('phoneCountryCode', phoneCountryCode),
    };
    return (await this.secondFactors.verify('sms', proof, mfaToken)).user;
  }

  /** The name that the vendor's documentation uses for `verifyAppSmsMfa`. */
  verifySmsMfa(options: { phone: string; code: string; mfaToken: string; phoneCountryCode?: string }): Promise<User> {
    return this.verifyAppSmsMfa(options);
  }
}
