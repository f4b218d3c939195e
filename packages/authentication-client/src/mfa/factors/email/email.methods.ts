import type { User } from '@sallyport/core/user';
import { requireCode, requireText } from '@sallyport/core/validation';
import { AddressMethods } from '../../authing-api/address-methods.js';

/** Methods of the Authing style for codes to a mailbox. */
export class Methods extends AddressMethods {
  /**
   * Passes the second step with a code sent by `sendEmail(email, 'MFA_VERIFY')`, and signs the user in.
   *
   * @throws {InvalidCodeError} The code is wrong.
   * @throws {ChallengeExpiredError} The code or the pending sign-in has expired.
   */
  async verifyAppEmailMfa(options: { email: string; code: string; mfaToken: string }): Promise<User> {
    const { email, code, mfaToken }: Partial<typeof options> = options ?? {};
    const proof = { address: requireText('email', email), code: requireCode('code', code) };
    return (await this.secondFactors.verify('email', proof, mfaToken)).user;
  }

  /** The name that the vendor's documentation uses for `verifyAppEmailMfa`. */
  verifyEmailMfa(options: { email: string; code: string; mfaToken: string }): Promise<User> {
    return this.verifyAppEmailMfa(options);
  }
}
