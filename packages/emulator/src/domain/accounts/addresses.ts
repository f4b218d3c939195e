import type { Channel } from '../messages/message.types.js';
import type { OneTimeCodes } from '../messages/one-time-codes.js';
import { assertRecipient, identityOf, type Recipient } from '../messages/recipient.js';
import { Refusal } from '../refusal.js';
import type { Account, AccountChange } from './account.types.js';
import type { Accounts } from './accounts.js';
import { assertSignInMethodLeft } from './sign-in-methods.js';

interface Collaborators {
  readonly accounts: Accounts;
  readonly codes: OneTimeCodes;
}

/** An address, and the code that was sent there. */
export interface ProvenAddress {
  readonly recipient: Recipient;
  readonly code: string;
}

// A code by SMS that was asked for without a purpose is one for signing in, and works here too.
const BIND = { sms: ['bind', 'login'], email: ['EMAIL_BIND_VERIFY_CODE', 'CHANGE_EMAIL', 'VERIFY_CODE'] } as const;
const PART = { sms: ['unbind', 'login'], email: ['EMAIL_UNBIND_VERIFY_CODE', 'CHANGE_EMAIL', 'VERIFY_CODE'] } as const;

/** The phone number and the email of a user, who proves each with a code. */
export class Addresses {
  readonly #parts: Collaborators;

  constructor(parts: Collaborators) {
    this.#parts = parts;
  }

  /** @throws {Refusal} One is bound already; the code is wrong or has expired; the address is somebody else's. */
  bind(account: Account, { recipient, code }: ProvenAddress): Account {
    if (own(account, recipient.channel) !== null) {
      throw new Refusal('forbidden', `${nameOf(recipient.channel)} is bound already; it is changed by an update`);
    }
    this.#assertFree(account, recipient);
    this.#parts.codes.redeem(recipient, BIND[recipient.channel], code);
    return this.#parts.accounts.change(account.id, boundTo(recipient));
  }

  /**
   * Replaces an address.
   *
   * @param old - Proves the one that is bound; needed where one is.
   * @throws {Refusal} As `bind`; the old one is missing, or not the user's; both are the same.
   */
  update(account: Account, { recipient, code }: ProvenAddress, old: ProvenAddress | null): Account {
    const { accounts, codes } = this.#parts;
    const { channel } = recipient;
    const present = own(account, channel);
    if (present !== null && identityOf(present) === identityOf(recipient)) {
      throw new Refusal(channel === 'sms' ? 'phone-unchanged' : 'email-unchanged', 'The new address is the old one');
    }
    this.#assertFree(account, recipient);
    if (present !== null) {
      if (!old) throw new Refusal('input-missing', `The present ${nameOf(channel)} and its code are missing`);
      // Who leaves the country out means the own number.
      const given = { ...old.recipient, phoneCountryCode: old.recipient.phoneCountryCode ?? present.phoneCountryCode };
      if (identityOf(given) !== identityOf(present)) {
        throw new Refusal('forbidden', `This is not the present ${nameOf(channel)}`);
      }
      codes.redeem(present, PART[channel], old.code);
    }
    codes.redeem(recipient, BIND[channel], code);
    return accounts.change(account.id, boundTo(recipient));
  }

  /** @throws {Refusal} None is bound, or the user could sign in no more. */
  unbind(account: Account, channel: Channel): Account {
    if (own(account, channel) === null) {
      throw new Refusal(channel === 'sms' ? 'phone-not-bound' : 'email-not-bound', `No ${nameOf(channel)} is bound`);
    }
    const change: AccountChange =
      channel === 'sms'
        ? { phone: null, phoneCountryCode: null, phoneVerified: false }
        : { email: null, emailVerified: false };
    assertSignInMethodLeft({ ...account, ...change });
    return this.#parts.accounts.change(account.id, change);
  }

  #assertFree(account: Account, recipient: Recipient): void {
    assertRecipient(recipient);
    if (this.#parts.accounts.isFree(recipient, account.id)) return;
    throw recipient.channel === 'sms'
      ? new Refusal('phone-taken', 'The phone number is taken')
      : new Refusal('email-taken', 'The email is taken');
  }
}

function own({ email, phone, phoneCountryCode }: Account, channel: Channel): Recipient | null {
  const address = channel === 'sms' ? phone : email;
  return address === null ? null : { channel, address, phoneCountryCode };
}

function boundTo({ channel, address, phoneCountryCode = null }: Recipient): AccountChange {
  return channel === 'sms'
    ? { phone: address, phoneCountryCode, phoneVerified: true }
    : { email: address, emailVerified: true };
}

function nameOf(channel: Channel): string {
  return channel === 'sms' ? 'phone number' : 'email';
}
