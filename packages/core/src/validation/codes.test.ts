import { describe, expect, it } from '@jest/globals';
import { requireMessageCode, requireTotpCode } from './codes.js';

const refusal = (message: string) =>
  expect.objectContaining({ kind: 'invalid-input', message: expect.stringContaining(message) });

describe('requireTotpCode', () => {
  it.each([['012345'], ['012 345'], ['０１２３４５']])('normalizes %j to six digits', (typed) => {
    expect(requireTotpCode('totp', typed)).toBe('012345');
  });

  it.each([
    ['12345', 'totp must be six digits, received 5 digits'],
    ['1234567', 'totp must be six digits, received 7 digits'],
    ['12345a', 'totp must be six digits, received other characters'],
    ['', 'totp'],
    [123456, 'totp'],
  ])('refuses %j', (code, message) => {
    expect(() => requireTotpCode('totp', code)).toThrow(refusal(message));
  });
});

describe('requireMessageCode', () => {
  it.each([['1234'], ['123456'], ['1234 5678']])('accepts %j', (typed) => {
    expect(requireMessageCode('code', typed)).toBe(typed.replace(' ', ''));
  });

  it.each([
    ['123', 'code must be four to eight digits, received 3 digits'],
    ['123456789', 'received 9 digits'],
    ['12-34', 'received other characters'],
    [null, 'code'],
  ])('refuses %j', (code, message) => {
    expect(() => requireMessageCode('code', code)).toThrow(refusal(message));
  });
});
