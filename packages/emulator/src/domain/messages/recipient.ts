import {
  assertCountryCode,
  assertEmail,
  assertPhone,
  canonicalPhone,
  normalizeEmail,
  normalizePhone,
} from '../accounts/identifiers.js';
import type { Channel } from './message.types.js';

/** Who reads what is sent there. */
export interface Recipient {
  readonly channel: Channel;
  readonly address: string;
  /** Such as `+86`, which is also what counts where it is left out. */
  readonly phoneCountryCode?: string | null | undefined;
}

/** What two recipients have in common who are one and the same, however they are written. */
export function identityOf({ channel, address, phoneCountryCode }: Recipient): string {
  return channel === 'email' ? normalizeEmail(address) : canonicalPhone(address, phoneCountryCode);
}

/** The address as it is stored and shown: without what people write between the digits, in lower case. */
export function plainAddress({ channel, address }: Recipient): string {
  return channel === 'email' ? normalizeEmail(address) : normalizePhone(address);
}

/** @throws {Refusal} Nothing can be sent there. */
export function assertRecipient(recipient: Recipient): void {
  if (recipient.channel === 'email') assertEmail(plainAddress(recipient));
  else assertPhone(plainAddress(recipient));
  if (recipient.phoneCountryCode) assertCountryCode(recipient.phoneCountryCode);
}
