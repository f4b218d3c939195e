import type { Domain } from '../domain/create-domain.js';
import { GotrueRefusal, invalid } from './gotrue-refusal.js';

const MAX_BYTES = 72;

/** What is wrong with a password that still may be somebody's. */
interface Weakness {
  readonly message: string;
  readonly reasons: readonly string[];
}

/** What rules a password breaks; `null` when it keeps them all. */
export function weaknessOf({ passwords, settings }: Domain, password: string): Weakness | null {
  const { minimumPasswordLength, passwordKinds } = settings();
  const messages = {
    length: `Password should be at least ${minimumPasswordLength} characters.`,
    characters: `Password should contain ${passwordKinds} of letters, digits and other characters.`,
  };
  const reasons = passwords.brokenRules(password);
  return reasons.length === 0 ? null : { message: reasons.map((reason) => messages[reason]).join(' '), reasons };
}

/** @throws {GotrueRefusal} The password is longer than what is kept of one can stand for. */
export function assertStorable(password: string): void {
  if (Buffer.byteLength(password) > MAX_BYTES) throw invalid('Password cannot be longer than 72 characters');
}

/** @throws {GotrueRefusal} Nobody may choose this password. */
export function assertAcceptable(domain: Domain, password: string): void {
  assertStorable(password);
  const weakness = weaknessOf(domain, password);
  if (weakness === null) return;
  const { message, reasons } = weakness;
  throw new GotrueRefusal(422, 'weak_password', message, { weak_password: { reasons } });
}
