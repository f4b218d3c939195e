import { Refusal } from '../refusal.js';

/** Writes an email as the pool stores it. */
export function normalizeEmail(email: string): string {
  return email.trim().toLowerCase();
}

/** Writes a phone number as the pool stores it: without what people write between the digits. */
export function normalizePhone(phone: string): string {
  return phone.replace(/[\s().-]/g, '');
}

const DEFAULT_COUNTRY_CODE = '+86';

/** Writes a number with its country, in one way: what is equal here is one telephone. */
export function canonicalPhone(phone: string, countryCode?: string | null): string {
  const number = normalizePhone(phone);
  if (number.startsWith('+')) return number;
  const digits = (countryCode ?? '').replace(/\D/g, '').replace(/^0+/, '');
  return `${digits === '' ? DEFAULT_COUNTRY_CODE : `+${digits}`}${number}`;
}

// No more than the shape: what an address really is, only its mail server knows.
const EMAIL = /^[^\s@]+@[^\s@]+$/;

/** @throws {Refusal} It cannot be an address. */
export function assertEmail(email: string): void {
  if (email.length > 254 || !EMAIL.test(email) || hasControl(email)) {
    throw new Refusal('email-malformed', 'The email is malformed');
  }
}

/** @throws {Refusal} It cannot be a number. */
export function assertPhone(phone: string): void {
  if (!/^\+?\d{3,20}$/.test(phone)) throw new Refusal('input-malformed', 'The phone number is malformed');
}

/** @throws {Refusal} No country has it. */
export function assertCountryCode(countryCode: string): void {
  if (/^(\+|00)?[1-9]\d{0,3}$/.test(countryCode)) return;
  throw new Refusal('input-malformed', 'The country code is malformed');
}

/** @throws {Refusal} It is empty, endless or not printable. */
export function assertUsername(username: string): void {
  if (username.trim() === '' || username.length > 255 || hasControl(username)) {
    throw new Refusal('input-malformed', 'The user name is malformed');
  }
}

function hasControl(text: string): boolean {
  return /\p{Cc}/u.test(text);
}
