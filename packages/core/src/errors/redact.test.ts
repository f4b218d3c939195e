import { describe, expect, it } from '@jest/globals';
import { redact, secretsIn } from './redact.js';

const JWT = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ1In0.c2lnbmF0dXJl';

describe('redact', () => {
  it('takes a token out, whoever made it', () => {
    expect(redact(`refused ${JWT} today`)).toBe('refused [redacted] today');
  });

  it.each([['eyJhbGciOiJSUzI1NiJ9'], ['eyJhbGciOiJSUzI1NiJ9.eyJzdWIi']])(
    'takes the beginning %s of a token out',
    (part) => {
      expect(redact(`cut at ${part}`)).toBe('cut at [redacted]');
    },
  );

  it('takes every occurrence of a secret out', () => {
    expect(redact('hunter22 is not hunter22', ['hunter22'])).toBe('[redacted] is not [redacted]');
  });

  it('leaves the text alone when a secret is too short to be told from other words', () => {
    expect(redact('a cat', ['a'])).toBe('a cat');
  });

  it('takes a secret for text, not for a pattern', () => {
    expect(redact('pa.$&word', ['pa.$&word'])).toBe('[redacted]');
  });
});

describe('secretsIn', () => {
  it.each([
    ['password'],
    ['newPassword'],
    ['mfaToken'],
    ['bearer'],
    ['secret'],
    ['code'],
    ['totp'],
    ['recoveryCode'],
    ['access_token'],
    ['Authorization'],
  ])('finds what stands under %s', (name) => {
    expect(secretsIn({ body: { nested: [{ [name]: 'canary' }] } })).toEqual(['canary']);
  });

  it('finds what stands anywhere below such a name', () => {
    expect(secretsIn({ secrets: ['one', { deeper: 'two' }] })).toEqual(['one', 'two']);
  });

  it('passes over what is no secret', () => {
    expect(secretsIn({ email: 'ada@example.com', count: 3, none: null })).toEqual([]);
  });
});
