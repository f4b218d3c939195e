import { requireCode, requireText } from '@sallyport/core';
import type { Factor } from '../../domain/factor.js';

/** A code that was sent to a mailbox. */
export const emailFactor: Factor<'email'> = {
  type: 'email',
  method: 'email',
  parseAnswer: ({ email, code }) => ({ email: requireText('email', email), code: requireCode('code', code) }),
};
