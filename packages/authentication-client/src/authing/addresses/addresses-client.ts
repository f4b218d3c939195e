import { clientOf, type Methods } from '@sallyport/core/endpoints';
import { InputError } from '@sallyport/core/errors';
import type { Wire } from '@sallyport/core/http';
import type { Session } from '@sallyport/core/session';
import type { User } from '@sallyport/core/user';
import { requireCode, requireText } from '@sallyport/core/validation';
import { changeSignedInUser } from '../../client/session/signed-in-change.js';
import { addressesEndpoints } from './addresses.endpoints.js';

const Rows = /* @__PURE__ */ clientOf(addressesEndpoints);

/** Ports of the addresses calls. */
export interface AddressesDeps {
  readonly wire: Wire;
  readonly session: Session<User>;
}

/**
 * The signed-in user's phone number and email address. Each is proved by a code that was sent there; the session knows
 * of the change before a method resolves.
 */
export class AddressesClient {
  readonly #rows: Methods<typeof addressesEndpoints>;
  readonly #session: Session<User>;

  constructor({ wire, session }: AddressesDeps) {
    this.#rows = new Rows(wire);
    this.#session = session;
  }

  /** Binds a phone number, by the code that `sendSmsCode(phone, phoneCountryCode, 'bind')` sent. */
  async bindPhone(phone: string, phoneCode: string, phoneCountryCode?: string): Promise<User> {
    const number = requireText('phone', phone);
    const code = requireCode('phoneCode', phoneCode);
    return this.#change(() => this.#rows.bindPhone(number, code, phoneCountryCode));
  }

  /** Unbinds the phone number. The server refuses to take the last way to sign in. */
  async unbindPhone(): Promise<User> {
    return this.#change(() => this.#rows.unbindPhone());
  }

  /** Binds an email address, by the code that `sendEmail(email, 'EMAIL_BIND_VERIFY_CODE')` sent. */
  async bindEmail(email: string, emailCode: string): Promise<User> {
    const address = requireText('email', email);
    const code = requireCode('emailCode', emailCode);
    return this.#change(() => this.#rows.bindEmail(address, code));
  }

  /** Unbinds the email address. The server refuses to take the last way to sign in. */
  async unbindEmail(): Promise<User> {
    return this.#change(() => this.#rows.unbindEmail());
  }

  /**
   * Changes the phone number.
   *
   * @param phoneCode - The code that was sent to the new number.
   * @param oldPhone - The present number, where there is one.
   * @param oldPhoneCode - The code that was sent to the present number.
   */
  async updatePhone(
    phone: string,
    phoneCode: string,
    oldPhone?: string,
    oldPhoneCode?: string,
    phoneCountryCode?: string,
    oldPhoneCountryCode?: string,
  ): Promise<User> {
    const input = {
      phone: requireText('phone', phone),
      phoneCode: requireCode('phoneCode', phoneCode),
      ...optionalProof('oldPhone', oldPhone, 'oldPhoneCode', oldPhoneCode),
      phoneCountryCode,
      oldPhoneCountryCode,
    };
    return this.#change(() => this.#rows.updatePhone(input));
  }

  /**
   * Changes the email address.
   *
   * @param emailCode - The code that was sent to the new address.
   * @param oldEmail - The present address, where there is one.
   * @param oldEmailCode - The code that was sent to the present address.
   */
  async updateEmail(email: string, emailCode: string, oldEmail?: string, oldEmailCode?: string): Promise<User> {
    const input = {
      email: requireText('email', email),
      emailCode: requireCode('emailCode', emailCode),
      ...optionalProof('oldEmail', oldEmail, 'oldEmailCode', oldEmailCode),
    };
    return this.#change(() => this.#rows.updateEmail(input));
  }

  #change(call: () => Promise<User>): Promise<User> {
    return changeSignedInUser(this.#session, call);
  }
}

// Of a user without an address there is nothing to prove.
function optionalProof<Address extends string, Code extends string>(
  addressName: Address,
  address: string | null | undefined,
  codeName: Code,
  code: string | null | undefined,
): { readonly [Name in Address | Code]?: string } {
  if (!address && !code) return {};
  if (!code) throw new InputError({ message: `${codeName} is missing`, remedy: `Pass it with ${addressName}.` });
  const proof: Record<string, string> = {
    [addressName]: requireText(addressName, address),
    [codeName]: requireCode(codeName, code),
  };
  return proof as { readonly [Name in Address | Code]?: string }; // its two names are those of the arguments
}
