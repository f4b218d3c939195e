import type { Account } from '../domain/accounts/account.types.js';
import { assertEmail, canonicalPhone, normalizeEmail } from '../domain/accounts/identifiers.js';
import type { Domain } from '../domain/create-domain.js';
import type { Channel } from '../domain/messages/message.types.js';
import type { JsonObject } from '../http/json-body.js';
import { invalid } from './gotrue-refusal.js';
import { parsePhone } from './phone.js';
import { textOf } from './request-body.js';

/** One of a user's addresses, as accounts have it. */
export interface Address {
  readonly channel: Channel;
  readonly value: string;
}

/** @throws {GotrueRefusal} It cannot be an email. */
export function parseEmail(text: string): string {
  const email = normalizeEmail(text);
  try {
    assertEmail(email);
  } catch {
    throw invalid('Unable to validate email address: invalid format');
  }
  return email;
}

/**
 * The address that a request is about; `null` where it names none.
 *
 * @param place - Where in the wire, for the message.
 * @throws {GotrueRefusal} It names two, or one that cannot be.
 */
export function addressOf(body: JsonObject, place: string): Address | null {
  const [email, phone] = [textOf(body, 'email'), textOf(body, 'phone')];
  if (email !== '' && phone !== '') {
    throw invalid(`Only an email address or phone number should be provided on ${place}.`);
  }
  assertChannel(body);
  if (email !== '') return { channel: 'email', value: parseEmail(email) };
  return phone === '' ? null : { channel: 'sms', value: parsePhone(phone) };
}

function assertChannel(body: JsonObject): void {
  if (['', 'sms', 'whatsapp'].includes(textOf(body, 'channel'))) return;
  throw invalid('Invalid channel, supported values are "sms" or "whatsapp"');
}

/** Whose address it is. */
export function ownerOf({ accounts }: Domain, { channel, value }: Address): Account | undefined {
  return accounts.findByRecipient({ channel, address: value });
}

/** The user's own address of a kind, as it is compared; `null` where there is none. */
export function ownAddress({ email, phone, phoneCountryCode }: Account, channel: Channel): string | null {
  if (channel === 'email') return email;
  return phone === null ? null : canonicalPhone(phone, phoneCountryCode);
}
