import { canonicalPhone } from '../domain/accounts/identifiers.js';
import { invalid } from './gotrue-refusal.js';

/** A number as this wire writes it: with its country, and without the `+`. */
export function phoneView(phone: string, countryCode?: string | null): string {
  return canonicalPhone(phone, countryCode).slice(1);
}

/**
 * Reads a number of this wire, which has its country with or without the `+`, as the accounts have it.
 *
 * @throws {GotrueRefusal} It is none of E.164.
 */
export function parsePhone(text: string): string {
  const digits = text.replace(/[\s+]/g, '');
  if (!/^[1-9]\d{2,14}$/.test(digits)) throw invalid('Invalid phone number format (E.164 required)');
  return `+${digits}`;
}
