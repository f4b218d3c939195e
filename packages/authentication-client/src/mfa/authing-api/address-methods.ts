import { InputError } from '@sallyport/core/errors';
import { requireText } from '@sallyport/core/validation';
import type { SecondFactors } from '../factor.js';
import { optionalText } from './optional-text.js';

/** Methods of the factors that send codes to an address. */
export class AddressMethods {
  protected readonly secondFactors: SecondFactors;

  constructor(secondFactors: SecondFactors) {
    this.secondFactors = secondFactors;
  }

  /** Whether the user of a pending sign-in may bind this phone number or email address for the second step. */
  async phoneOrEmailBindable(options: { phone?: string; email?: string; mfaToken: string }): Promise<boolean> {
    const { phone, email, mfaToken }: Partial<typeof options> = options ?? {};
    const address = { phone: optionalText('phone', phone), email: optionalText('email', email) };
    if (address.phone === undefined && address.email === undefined) {
      throw new InputError({
        message: 'phone or email is required',
        remedy: 'Pass { phone, mfaToken } or { email, mfaToken }.',
      });
    }
    const subject = { of: 'sign-in', mfaToken: requireText('mfaToken', mfaToken) } as const;
    return this.secondFactors.server.isAddressBindable(address, subject);
  }
}
