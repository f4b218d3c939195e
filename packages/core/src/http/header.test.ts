import { describe, expect, it } from '@jest/globals';
import { InputError } from '../errors/index.js';
import { assertHeader } from './header.js';

describe('assertHeader', () => {
  it.each([['\r'], ['\n'], ['\0'], ['\r\nX-Evil: 1'], ['\x7f'], ['\x1b'], ['中']])(
    'refuses a value with %j (NET-09)',
    (text) => {
      expect(() => assertHeader('x-tenant', `canary${text}`)).toThrow(InputError);
    },
  );

  it('does not show the value it refuses, since it may be a token', () => {
    expect(() => assertHeader('x-tenant', 'canary\n')).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('canary') }),
    );
  });

  it.each([[''], ['a b'], ['a:b'], ['a\r\nb'], ['naïve']])('refuses the name %j (NET-09)', (name) => {
    expect(() => assertHeader(name, 'value')).toThrow(InputError);
  });

  it.each([[''], ['value'], ['a\tb'], ['é'], ['Bearer a.b-c_d']])('lets the value %j pass', (value) => {
    expect(() => assertHeader('x-tenant', value)).not.toThrow();
  });

  it('refuses what is no text', () => {
    expect(() => assertHeader('x-tenant', 5 as unknown as string)).toThrow(InputError);
  });
});
