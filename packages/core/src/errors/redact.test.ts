import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
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

  it('takes a code of four digits out', () => {
    expect(redact('code 4711 is wrong', ['4711'])).toBe('code [redacted] is wrong');
  });

  it('leaves the text alone when a secret is too short to be told from other words', () => {
    expect(redact('a cat', ['a'])).toBe('a cat');
  });

  it.each([
    ['percent-encoded', 'p%40ss%2F%22w%C3%B6rd%22%201'],
    ['percent-encoded in lower case', 'p%40ss%2f%22w%c3%b6rd%22%201'],
    ['percent-encoded in part', 'p%40ss/%22w%C3%B6rd%22 1'],
    ['form-encoded', 'p%40ss%2F%22w%C3%B6rd%22+1'],
    ['in JSON', '"p@ss/\\"wörd\\" 1"'.slice(1, -1)],
    ['in JSON of ASCII only', 'p@ss\\/\\u0022w\\u00f6rd\\u0022 1'],
    ['in HTML', 'p@ss/&quot;wörd&quot; 1'],
    ['in HTML by numbers', 'p@ss&#x2F;&#34;w&#246;rd&#34;&#32;1'],
    ['as base64', Buffer.from('p@ss/"wörd" 1').toString('base64').replace(/=+$/, '')],
  ])('takes a secret out that is written %s', (_, written) => {
    expect(redact(`it said ${written}!`, ['p@ss/"wörd" 1'])).toMatch(/^it said \[redacted\].?!$/);
  });

  it.each([
    ['in JSON', 'DOMAIN\\\\ada & co'],
    ['in JSON twice', 'DOMAIN\\\\\\\\ada & co'],
    ['percent-encoded', 'DOMAIN%5Cada%20%26%20co'],
    ['in HTML', 'DOMAIN&#92;ada &amp; co'],
  ])('takes a secret out that has a backslash, and is written %s', (_, written) => {
    expect(redact(`it said ${written}!`, ['DOMAIN\\ada & co'])).toBe('it said [redacted]!');
  });

  it('takes a long secret out that is percent-encoded', () => {
    const secret = 'x/'.repeat(4_000);
    expect(redact(`a ${encodeURIComponent(secret)} b`, [secret])).toBe('a [redacted] b');
  });

  it('takes the base64 of a secret out of JSON that escapes slashes', () => {
    const secret = '??????????';
    const written = Buffer.from(`id:${secret}`).toString('base64').replaceAll('/', '\\/');
    expect(written).toContain('\\/');
    expect(redact(written, [secret])).not.toContain('Pz8');
  });

  it.each([['id:'], ['ab:'], ['application:']])(
    'takes a secret out of the base64 of a longer text, after %s',
    (before) => {
      const written = Buffer.from(`${before}s3cret??~~ÿ`);
      for (const encoding of ['base64', 'base64url'] as const) {
        const clean = redact(`Basic ${written.toString(encoding)}`, ['s3cret??~~ÿ']);
        const left = Buffer.from(clean.replace(/^Basic |\[redacted\]/g, ''), encoding).toString('latin1');
        expect(left).not.toMatch(/3cre|cret|\?\?~/);
      }
    },
  );

  it('takes the longest secret first, so that nothing of it stays', () => {
    expect(redact('it was abcd-efgh', ['abcd', 'abcd-efgh'])).toBe('it was [redacted]');
  });

  it.each([[4_000], [100_000]])('takes a secret of %d characters out', (length) => {
    expect(redact(`a ${'x/'.repeat(length / 2)} b`, ['x/'.repeat(length / 2)])).toBe('a [redacted] b');
  });

  it('stays quick whatever the text holds', () => {
    const secret = '%25'.repeat(400);
    expect(redact('%25'.repeat(20_000), [`${secret}!`, `"${'\\'.repeat(50)}"`])).not.toContain(secret);
    expect(redact('\\'.repeat(60_000), ['"'.repeat(20), `${'\\'.repeat(50)}"`])).toBe('\\'.repeat(60_000));
    expect(redact('ö😀'.repeat(8_000), ['😀'.repeat(7_900)])).toBe('ö😀'.repeat(8_000));
  });

  const KNOWN_MESSAGES = [
    'Invalid login credentials',
    'The user name or the password is wrong',
    'The password is wrong',
    'The password is too short',
    'Password should contain at least one character of each.',
    'User from sub claim in JWT does not exist',
    'Token has expired or is invalid',
    'invalid_grant',
    'text/html',
  ];

  it.each([['wrong'], ['password'], ['short'], ['invalid'], ['credentials'], ['PASSWORD'], ['assw']])(
    'redact leaves known messages alone when the secret is %s',
    (secret) => {
      for (const message of KNOWN_MESSAGES) expect(redact(message, [secret])).toBe(message);
    },
  );

  it('redact never changes a known message, whichever word or part of a word the secret is', () => {
    const words = KNOWN_MESSAGES.flatMap((message) => message.match(/[A-Za-z_]+/g) ?? []);
    const parts = fc
      .constantFrom(...words)
      .chain((word) =>
        fc
          .tuple(fc.nat(word.length), fc.nat(word.length), fc.boolean())
          .map(([from, to, isUpper]) => (isUpper ? word.slice(from, to).toUpperCase() : word.slice(from, to))),
      );
    fc.assert(
      fc.property(fc.constantFrom(...KNOWN_MESSAGES), fc.array(fc.oneof(parts, fc.string())), (message, secrets) => {
        expect(redact(message, secrets)).toBe(message);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([['token-of-ada'], ['wrong password'], ['password1'], ['invalid/token'], ['user.name']])(
    'redact removes the secret %s, which only consists of known words',
    (secret) => {
      expect(redact(`no user with ${secret}`, [secret])).toBe('no user with [redacted]');
    },
  );

  it('redact removes every other secret from every message', () => {
    // No known word ends like these.
    const secret = fc.stringMatching(/^[A-Za-z0-9!?#-]{3,30}[jqxz][jqxz0-9]{2}$/);
    const spelling = fc.constantFrom<(secret: string) => string>(
      (secret) => secret,
      encodeURIComponent,
      (secret) => JSON.stringify(secret).slice(1, -1),
      (secret) => Buffer.from(secret).toString('base64').replace(/=+$/, ''),
    );
    fc.assert(
      fc.property(fc.constantFrom(...KNOWN_MESSAGES), secret, spelling, (message, canary, spell) => {
        const clean = redact(`${message}: ${spell(canary)}`, [canary]);
        expect(clean).toMatch(/\[redacted\].?$/);
        expect(clean).not.toContain(canary);
        expect(clean.startsWith(`${message}: `)).toBe(true);
      }),
      { numRuns: 1_000 },
    );
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
    ['nonce'],
    ['access_token'],
    ['Authorization'],
    ['ticket'],
    ['otp'],
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
