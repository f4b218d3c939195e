import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { excerptOf } from './excerpt.js';

describe('excerptOf', () => {
  it.each([
    ['<html><head><title>502 Bad Gateway</title></head>', '<html><head><title>502 Bad Gateway</title></head>'],
    ['<!DOCTYPE html><html><body>Please sign in to the WiFi', '<!DOCTYPE html><html><body>Please sign in to the WiFi'],
    ['{"code":200,"data":{"id":"u1"', '{"code":200,"data":{"id":"..."'],
    ['upstream connect error', 'upstream connect error'],
  ])('excerptOf shows the structure of %s', (text, shown) => {
    expect(excerptOf(text, [])).toBe(JSON.stringify(shown));
  });

  it('excerptOf says that an answer is empty', () => {
    expect(excerptOf('', [])).toBe('(empty)');
  });

  const forms: readonly (readonly [string, (value: string) => string])[] = [
    ['a form', (value) => `access_token=${value}&token_type=bearer`],
    ['a form with an unknown name', (value) => `state=ok&sid=${value}&x=y`],
    ['XML', (value) => `<?xml version="1.0"?><answer><access_token>${value}</access_token></answer>`],
    ['XML with an unknown name', (value) => `<answer><session>${value}</session></answer>`],
    ['XML with a comment in the value', (value) => `<answer><code><b>${value}</b></code></answer>`],
    ['HTML', (value) => `<html><body><p>Your code is <b>${value}</b></p></body></html>`],
    ['HTML in prose', (value) => `<html><body><p>Your verification code: ${value} (valid ten minutes)</p>`],
    ['HTML in a table', (value) => `<table><tr><td>token</td><td>${value}</td></tr></table>`],
    ['an attribute', (value) => `<input type="hidden" name="x" value="${value}">`],
    ['an attribute in single quotes', (value) => `<input type='hidden' value='${value}'>`],
    ['an attribute without quotes', (value) => `<input type=hidden value=${value}>`],
    ['single quotes', (value) => `{'access_token': '${value}', 'code': 200}`],
    ['single quotes under an unknown name', (value) => `{'sid': '${value}'}`],
    ['torn single quotes', (value) => `['${value}`],
    ['double quotes', (value) => `{"access_token": "${value}`],
    ['JSON without quotes', (value) => `{"token": ${value}, "x"`],
    ['YAML', (value) => `access_token: ${value}\n`],
    ['plain text', (value) => `token ${value}`],
  ];

  it.each(forms)('excerptOf shows no token and no code of %s (NET-07)', (_, write) => {
    const value = fc.oneof(
      fc.stringMatching(/^\d{4,8}$/),
      fc.stringMatching(/^[A-Za-z0-9_-]{20,80}$/),
      fc.stringMatching(/^[a-z]{8,15}$/),
      fc.stringMatching(/^[a-z]{4}-[a-z]{4}-[a-z]{4}$/),
    );
    fc.assert(
      fc.property(value, (secret) => {
        fc.pre(!write('').toLowerCase().includes(secret));
        expect(excerptOf(write(secret), [])).not.toContain(secret);
      }),
    );
  });

  it.each([['123456 is for you'], ['123 456 is for you'], ['12-34-56 is for you'], ['a9f3c2d1 is for you']])(
    'excerptOf shows no digits of %s (NET-07)',
    (text) => {
      expect(excerptOf(text, [])).toBe('"... is for you"');
    },
  );

  it('excerptOf is quick, whatever the answer contains', () => {
    for (const text of ['"', "'", '<', '=', 'a.', 'token', '\\', '">', "'a", '1 ', '>a'].map((part) =>
      part.repeat(40_000),
    )) {
      expect(excerptOf(text, []).length).toBeLessThan(1_000);
    }
  });
});
