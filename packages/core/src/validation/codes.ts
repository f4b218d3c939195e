import { InputError } from '../errors/index.js';
import { requireCode } from './input.js';

/**
 * Validates a code of an authenticator app: six digits, after the normalization of `requireCode`.
 *
 * @throws {InputError} The code can never be right. The message does not contain it.
 */
export function requireTotpCode(name: string, value: unknown): string {
  return requireDigits(name, requireCode(name, value), /^\d{6}$/, 'six digits');
}

/**
 * Validates a code by SMS or email: four to eight digits, after the normalization of `requireCode`.
 *
 * @throws {InputError} The code can never be right. The message does not contain it.
 */
export function requireMessageCode(name: string, value: unknown): string {
  return requireDigits(name, requireCode(name, value), /^\d{4,8}$/, 'four to eight digits');
}

function requireDigits(name: string, code: string, pattern: RegExp, expected: string): string {
  if (pattern.test(code)) return code;
  const received = /^\d+$/.test(code) ? `${code.length} digits` : 'other characters';
  throw new InputError({
    message: `${name} must be ${expected}, received ${received}`,
    remedy: 'Ask for the code again.',
  });
}
