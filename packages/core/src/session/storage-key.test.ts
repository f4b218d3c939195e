import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { storageKey } from './storage-key.js';

describe('storageKey', () => {
  it('names version, purpose and identities', () => {
    expect(storageKey('session', ['https://id.example', 'app', undefined, 'tenant'])).toBe(
      'sallyport:v1:session:https%3A%2F%2Fid.example:app::tenant',
    );
  });

  it('keeps two clients apart, whatever their names hold (CLI-14)', () => {
    const identity = fc.array(fc.oneof(fc.string(), fc.constantFrom(':', '%3A', '')), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(identity, identity, (one, other) => {
        fc.pre(JSON.stringify(one) !== JSON.stringify(other));
        expect(storageKey('session', one)).not.toBe(storageKey('session', other));
      }),
    );
  });
});
