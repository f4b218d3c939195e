import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { TokenError } from '../errors/index.js';
import { decodeUnverified, parseCompactToken } from './compact.js';

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const HEADER = encode({ alg: 'RS256' });
const CLAIMS = encode({ sub: 'u', name: 'Zoë 😀' });

describe('parseCompactToken', () => {
  it('takes header and claims apart', () => {
    expect(parseCompactToken(`${HEADER}.${CLAIMS}.c2ln`)).toEqual({
      header: { alg: 'RS256' },
      claims: { sub: 'u', name: 'Zoë 😀' },
    });
  });

  const latin1 = Buffer.from('{"sub":"é"}', 'latin1').toString('base64url');
  const bom = Buffer.from('\ufeff{"sub":"u"}').toString('base64url');
  it.each([
    ['nothing', ''],
    ['one segment', HEADER],
    ['two segments', `${HEADER}.${CLAIMS}`],
    ['four segments', `${HEADER}.${CLAIMS}.c2ln.c2ln`],
    ['an empty header', `.${CLAIMS}.c2ln`],
    ['empty claims', `${HEADER}..c2ln`],
    ['padding', `${HEADER}.${CLAIMS}.c2ln==`],
    ['the alphabet of plain base64', `${HEADER}.${CLAIMS}.c2+/`],
    ['a space', `${HEADER}.${CLAIMS} .c2ln`],
    ['a line break', `${HEADER}.${CLAIMS}\n.c2ln`],
    ['a length that base64 never has', `${HEADER}.${CLAIMS}.c2lnx`],
    ['spare bits in the last character', `${HEADER}.${CLAIMS}.c2k`.replace(/k$/, 'l')],
    ['a header that is no JSON', `${Buffer.from('{').toString('base64url')}.${CLAIMS}.c2ln`],
    ['a header that is a list', `${encode([])}.${CLAIMS}.c2ln`],
    ['claims that are a text', `${HEADER}.${encode('x')}.c2ln`],
    ['claims that are null', `${HEADER}.${encode(null)}.c2ln`],
    ['claims that are not UTF-8', `${HEADER}.${latin1}.c2ln`],
    ['claims with a byte order mark', `${HEADER}.${bom}.c2ln`],
    ['more than 64 kB', `${HEADER}.${encode({ x: 'x'.repeat(66_000) })}.c2ln`],
  ])('refuses %s (TOK-08, TOK-09)', (_, token) => {
    expect(() => parseCompactToken(token)).toThrow(TokenError);
  });

  it('says of five segments that encrypted tokens are not enabled (TOK-08)', () => {
    expect(() => parseCompactToken('a.b.c.d.e')).toThrow('encrypted tokens are not enabled');
  });

  it.each([[undefined], [null], [5], [{}]])('refuses %p, which is no text', (token) => {
    expect(() => parseCompactToken(token as string)).toThrow(TokenError);
  });

  it('gives every token one spelling only (TOK-08)', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 40 }), fc.nat(63), (bytes, replacement) => {
        const signature = Buffer.from(bytes).toString('base64url');
        const last = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'[replacement];
        const other = `${signature.slice(0, -1)}${last}`;
        fc.pre(Buffer.from(other, 'base64url').equals(Buffer.from(bytes)) && other !== signature);
        expect(() => parseCompactToken(`${HEADER}.${CLAIMS}.${other}`)).toThrow(TokenError);
      }),
    );
  });

  it('never shows the token in the error', () => {
    const token = `${HEADER}.${CLAIMS}canary!.c2ln`;
    expect(() => parseCompactToken(token)).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('canary') }),
    );
  });
});

describe('decodeUnverified', () => {
  it('reads the claims and says that nobody vouches for them (TOK-20)', () => {
    expect(decodeUnverified(`${HEADER}.${CLAIMS}.`)).toEqual({ sub: 'u', name: 'Zoë 😀', unverified: true });
  });

  it('is not talked out of that by the token', () => {
    expect(decodeUnverified(`${HEADER}.${encode({ unverified: false })}.`)).toEqual({ unverified: true });
  });

  it.each([['opaque'], [''], ['a.b.c']])('answers null for %j', (token) => {
    expect(decodeUnverified(token)).toBeNull();
  });
});
