import type { Account } from '../domain/accounts/account.types.js';
import { canonicalPhone } from '../domain/accounts/identifiers.js';
import type { Domain } from '../domain/create-domain.js';
import type { Channel } from '../domain/messages/message.types.js';
import type { JsonObject } from '../http/json-body.js';
import { GotrueRefusal, invalid } from './gotrue-refusal.js';
import { parsePhone } from './phone.js';
import { textOf } from './request-body.js';

/** One of a user's addresses, as accounts have it. */
export interface Address {
  readonly channel: Channel;
  readonly value: string;
}

// As pages check what is typed into a field for an email (HTML, 4.10.5.1.5).
const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
const EMAIL = new RegExp(`^[\\w.!#$%&'*+/=?^\`{|}~-]+@${LABEL}(?:\\.${LABEL})*$`);

/** @throws {GotrueRefusal} It cannot be an email. */
export function parseEmail(text: string): string {
  const email = text.toLowerCase();
  if (email.trim() === '') throw invalid('An email address is required');
  if (email.length > 255) throw invalid('An email address is too long');
  if (!EMAIL.test(email)) throw invalid('Unable to validate email address: invalid format');
  return email;
}

/** What is said where two addresses are named; each place of the wire ends it in its own way. */
export const ONE_ADDRESS = 'Only an email address or phone number should be provided';

/**
 * The address that a request is about; `null` where it names none.
 *
 * @param onlyOne - What is said where it names two.
 * @throws {GotrueRefusal} It names two, or one that cannot be.
 */
export function addressOf(body: JsonObject, onlyOne: string): Address | null {
  const named = namedAddressOf(body, onlyOne);
  assertChannel(body);
  return named && parseAddress(named);
}

/** @throws {GotrueRefusal} There can be no such address. */
export function parseAddress({ channel, value }: Address): Address {
  return { channel, value: channel === 'email' ? parseEmail(value) : parsePhone(value) };
}

/**
 * The address as it was written; one that cannot be is nobody's.
 *
 * @throws {GotrueRefusal} The request names two.
 */
export function namedAddressOf(body: JsonObject, onlyOne: string): Address | null {
  const [email, phone] = [textOf(body, 'email'), textOf(body, 'phone')];
  if (email !== '' && phone !== '') throw invalid(onlyOne);
  if (email !== '') return { channel: 'email', value: email.toLowerCase() };
  return phone === '' ? null : { channel: 'sms', value: `+${phone.replace(/[\s+]/g, '')}` };
}

/** @throws {GotrueRefusal} The request names a way for messages that there is not. */
export function assertChannel(body: JsonObject): void {
  if (['', 'sms', 'whatsapp'].includes(textOf(body, 'channel'))) return;
  throw invalid(
    "Invalid channel, supported values are 'sms' or 'whatsapp'. 'whatsapp' is only supported if Twilio or Twilio Verify is used as the provider.",
  );
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

/** The refusal of an address that is somebody's. */
export function addressTaken(channel: Channel): GotrueRefusal {
  return channel === 'email'
    ? new GotrueRefusal(422, 'email_exists', 'A user with this email address has already been registered')
    : new GotrueRefusal(422, 'phone_exists', 'A user with this phone number has already been registered');
}
