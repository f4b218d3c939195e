import { describe, expect, it } from '@jest/globals';
import { requireCode, requireString, requireText } from './input.js';

const refused = (name: string) =>
  expect.objectContaining({
    kind: 'invalid-input',
    message: expect.stringContaining(name),
    remedy: expect.stringContaining(name),
  });

describe.each([
  ['requireString', requireString],
  ['requireText', requireText],
  ['requireCode', requireCode],
])('%s', (_, require) => {
  it.each([[undefined], [null], [5], [true], [{}], [[]], ['']])('refuses %p, naming the argument', (value) => {
    expect(() => require('phone', value)).toThrow(refused('phone'));
  });
});

describe('requireString', () => {
  it.each([[' '], ['a\0b'], ['\ud800'], ['pä ss'], ['x'.repeat(10_000)]])('passes %j on unchanged', (value) => {
    expect(requireString('password', value)).toBe(value);
  });
});

describe('requireText', () => {
  it.each([['a@b\r\nBcc: c@d'], ['a\nb'], ['a\0'], ['\x7f'], ['a\tb']])(
    'refuses the control character in %j',
    (value) => {
      expect(() => requireText('email', value)).toThrow(refused('email'));
    },
  );

  it.each([[' '], ['　']])('refuses %j, which is blank', (value) => {
    expect(() => requireText('email', value)).toThrow(refused('email'));
  });

  it('does not show the value it refuses', () => {
    expect(() => requireText('mfaToken', 'canary\n')).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('canary') }),
    );
  });

  it.each([['13800000000'], ['+86 138'], ['ada'], ['ö@例え.jp'], [' padded ']])(
    'leaves the form of %j to the server',
    (value) => {
      expect(requireText('account', value)).toBe(value);
    },
  );
});

describe('requireCode', () => {
  it.each([
    ['112233', '112233'],
    ['112 233', '112233'],
    [' 112233\n', '112233'],
    ['１１２２３３', '112233'],
    ['１１２　２３３', '112233'],
    ['11\u00a022', '1122'],
    ['abc', 'abc'],
  ])('makes of %j the code %j', (typed, code) => {
    expect(requireCode('totp', typed)).toBe(code);
  });

  it.each([['   '], ['　']])('refuses %j, which holds no code', (value) => {
    expect(() => requireCode('totp', value)).toThrow(refused('totp'));
  });
});
