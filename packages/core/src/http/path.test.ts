import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { InputError } from '../errors/index.js';
import { encodeQuery, fillPath } from './path.js';

const ORIGIN = 'https://id.example';

describe('fillPath', () => {
  it('puts values where their names stand', () => {
    expect(fillPath('/users/{userId}/orgs/{orgId}', { userId: 'u', orgId: 7 }, {})).toBe('/users/u/orgs/7');
  });

  it('takes the client’s own values from its options', () => {
    expect(fillPath('/pools/{client.userPoolId}/x', { userPoolId: 'evil' }, { userPoolId: 'mine' })).toBe(
      '/pools/mine/x',
    );
  });

  it('never lets an id change the endpoint, whatever it holds (NET-05)', () => {
    const hostile = fc.constantFrom(
      '../',
      '/',
      '?',
      '#',
      '%',
      '%2e%2e',
      '\\',
      ';',
      '&',
      'https://evil.example',
      '//',
      '\r\n',
    );
    const id = fc
      .array(fc.oneof(fc.string({ unit: 'binary' }), hostile), { minLength: 1, maxLength: 5 })
      .map((parts) => parts.join(''))
      .filter((text) => text !== '' && text !== '.' && text !== '..');
    fc.assert(
      fc.property(id, (userId) => {
        const url = new URL(`${ORIGIN}${fillPath('/api/v2/users/{userId}/orgs', { userId }, {})}`);
        const segments = url.pathname.split('/');
        expect([url.origin, url.search, url.hash]).toEqual([ORIGIN, '', '']);
        expect(segments.slice(0, 4).concat(segments.slice(5))).toEqual(['', 'api', 'v2', 'users', 'orgs']);
        expect(decodeURIComponent(segments[4] ?? '')).toBe(userId);
      }),
    );
  });

  it.each([[''], ['.'], ['..'], [undefined], [null], [{}], [[]], [1.5], [Number.NaN], [true], ['\ud800']])(
    'refuses %p, naming the value (NET-05)',
    (userId) => {
      expect(() => fillPath('/users/{userId}', { userId }, {})).toThrow(
        expect.objectContaining({ kind: 'invalid-input', message: expect.stringContaining('userId') }),
      );
    },
  );

  it('refuses to send a path that needs an option the client does not have', () => {
    expect(() => fillPath('/pools/{client.userPoolId}', {}, { userPoolId: undefined })).toThrow(InputError);
  });
});

describe('encodeQuery', () => {
  it('writes nothing for nothing', () => {
    expect(encodeQuery({ a: undefined, b: null })).toBe('');
  });

  it('keeps false, zero and the empty text', () => {
    expect(encodeQuery({ a: false, b: 0, c: '' })).toBe('?a=false&b=0&c=');
  });

  it('writes lists as the Authing wire reads them', () => {
    expect(encodeQuery({ ids: ['a', 'b'] })).toBe('?ids%5B%5D=a&ids%5B%5D=b');
  });

  it('encodes names and values so that each stays one parameter', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.string(), (name, value) => {
        fc.pre(name !== '__proto__');
        expect([...new URLSearchParams(encodeQuery({ [name]: value }))]).toEqual([[name, value]]);
      }),
    );
  });
});
