import { expect, it } from '@jest/globals';
import { sharedSecret } from './shared-secret.js';

it('takes no secret in a browser, where everybody can read it (TOK-02)', () => {
  expect(() => sharedSecret('a secret of more than 32 bytes, as applications have')).toThrow(
    expect.objectContaining({ kind: 'configuration', message: expect.stringContaining('browser') }),
  );
});
