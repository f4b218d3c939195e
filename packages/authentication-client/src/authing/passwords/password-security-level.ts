import { requireString } from '@sallyport/core/validation';

/** How hard a password is to guess: 1 low, 2 middle, 3 high. */
export type PasswordSecurityLevel = 1 | 2 | 3;

/**
 * Judges a password on this side alone, by the vendor's rule: high with twelve characters among which are a small
 * letter, a capital and a digit; middle with eight, among which are a letter and a digit; else low.
 *
 * @throws {InputError} It is no string. The vendor's client takes an empty one for low.
 */
export function passwordSecurityLevel(password: string): PasswordSecurityLevel {
  if (password !== '') requireString('password', password);
  if (/^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)[\s\S]{12,}$/.test(password)) return 3;
  if (/^(?=.*[a-zA-Z])(?=.*\d)[\s\S]{8,}$/.test(password)) return 2;
  return 1;
}
