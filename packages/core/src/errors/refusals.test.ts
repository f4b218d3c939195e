import { expect, it } from '@jest/globals';
import { raise } from './refusals.js';

it('a refusal says what to do next, and whether to try again', () => {
  expect(raise('slowDown', { message: 'No' })).toMatchObject({
    kind: 'rate-limited',
    remedy: 'Wait before the next attempt.',
    retryable: true,
  });
  expect(raise('absent', { message: 'No' }).retryable).toBe(false);
});

it('a refusal says what the failure itself says of that, where it does', () => {
  const own = { message: 'No', remedy: 'Come back tomorrow.', retryable: false };
  expect(raise('slowDown', own)).toMatchObject(own);
});
