import { describe, expect, it } from '@jest/globals';
import { maskedIdentifier } from './masked-identifier.js';

describe('maskedIdentifier', () => {
  it.each([
    ['ada@example.com', '13800000042', 'a•••@example.com'],
    ['𝒶da@example.com', null, '𝒶•••@example.com'],
    [null, '13800000042', '•••42'],
    [null, null, null],
    ['a**@example.com', null, 'a**@example.com'],
    [null, '138****42', '138****42'],
  ])('masks the email %j before the phone %j as %j', (email, phone, expected) => {
    expect(maskedIdentifier(email, phone)).toBe(expected);
  });

  it('hides the whole text of an email without @', () => {
    expect(maskedIdentifier('secret', null)).toBe('s•••');
  });
});
