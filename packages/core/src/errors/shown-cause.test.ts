import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { shownCause } from './shown-cause.js';

const show = (value: unknown): string => inspect(value, { depth: Number.POSITIVE_INFINITY, showHidden: true });

describe('shownCause', () => {
  it('keeps name, message, code and deeper causes', () => {
    const cause = Object.assign(new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED') }), {
      code: 'E',
    });
    expect(shownCause(cause, ['canary-secret'])).toMatchObject({
      name: 'TypeError',
      message: 'fetch failed',
      code: 'E',
      cause: { name: 'Error', message: 'connect ECONNREFUSED' },
    });
  });

  it('removes secrets from the message, the stack and deeper causes', () => {
    const deeper = Object.assign(new Error('no route for canary-secret'), { code: 'EHOSTUNREACH' });
    const cause = new TypeError('error sending request for https://id.example/?token=canary-secret', { cause: deeper });
    const shown = shownCause(cause, ['canary-secret']);
    expect(shown).toMatchObject({
      name: 'TypeError',
      message: 'error sending request for https://id.example/?token=[redacted]',
      cause: { message: 'no route for [redacted]', code: 'EHOSTUNREACH' },
    });
    expect(show(shown)).not.toContain('canary');
  });

  it('leaves objects out that an error carries, such as the configuration of a request', () => {
    const cause = Object.assign(new Error('Network Error'), {
      config: { headers: { authorization: 'Bearer canary' } },
    });
    const shown = shownCause(cause);
    expect(shown).toMatchObject({ name: 'Error', message: 'Network Error' });
    expect(show(shown)).not.toContain('canary');
  });

  it('accepts values that are no errors', () => {
    expect(shownCause('canary-secret failed', ['canary-secret'])).toMatchObject({ message: '[redacted] failed' });
  });
});
