import { Refusal } from '../refusal.js';

/** Writes an email as the pool stores it. */
export function normalizeEmail(email: string): string {
  return email.trim().toLowerCase();
}

/** Writes a phone number as the pool stores it: without what people write between the digits. */
export function normalizePhone(phone: string): string {
  return phone.replace(/[\s().-]/g, '');
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

/** @throws {Refusal} It is empty, endless or not printable. */
export function assertUsername(username: string): void {
  if (username.trim() === '' || username.length > 255 || hasControl(username)) {
    throw new Refusal('input-malformed', 'The user name is malformed');
  }
}

function hasControl(text: string): boolean {
  return /\p{Cc}/u.test(text);
}
