import {
  type AccountChange,
  type AccountTexts,
  ADMINISTERED_FIELDS,
  PROFILE_FIELDS,
} from '../domain/accounts/account.types.js';
import { assertCountryCode } from '../domain/accounts/identifiers.js';
import type { Recipient } from '../domain/messages/recipient.js';
import { optionalText, requiredText } from './untrusted.js';

type Input = Readonly<Record<string, unknown>>;

const TEXTS = [...PROFILE_FIELDS, ...ADMINISTERED_FIELDS];
const IDENTIFIERS = ['username', 'email', 'phone', 'phoneCountryCode', 'externalId'] as const;
const FLAGS = ['emailVerified', 'phoneVerified', 'blocked'] as const;

/** What an administrator writes of a user, from an input that the schema has checked. Absent fields stay absent. */
export function administeredChange(input: Input): AccountChange {
  const pick = (names: readonly string[], isGiven: (value: unknown) => boolean): Record<string, unknown> =>
    Object.fromEntries(names.filter((name) => isGiven(input[name])).map((name) => [name, input[name]]));
  const isText = (value: unknown): boolean => typeof value === 'string' || value === null;
  const change = {
    ...pick(IDENTIFIERS, isText),
    ...pick(FLAGS, (value) => typeof value === 'boolean'),
    ...pick(['loginsCount'], (value) => typeof value === 'number'),
    ...(typeof input.lastIP === 'string' ? { lastIp: input.lastIP } : {}),
    texts: pick(TEXTS, isText),
  };
  return change; // each field as the schema has it, which is how an account has it
}

/**
 * What users may say of themselves. All else that a profile can hold is left out: an email or a phone number that
 * nobody has proven, and what the server decides.
 */
export function profileTexts(profile: Input): AccountTexts {
  const given = PROFILE_FIELDS.filter((field) => Object.hasOwn(profile, field));
  return Object.fromEntries(given.map((field) => [field, optionalText(profile[field], field) ?? null]));
}

/**
 * A telephone.
 *
 * @throws {Refusal} The number is missing, or one of the two is no text.
 */
export function smsRecipient(phone: unknown, countryCode: unknown): Recipient {
  const phoneCountryCode = optionalText(countryCode, 'phoneCountryCode');
  if (phoneCountryCode !== undefined) assertCountryCode(phoneCountryCode);
  return { channel: 'sms', address: requiredText(phone, 'phone'), phoneCountryCode };
}
