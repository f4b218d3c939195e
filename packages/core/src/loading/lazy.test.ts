import { runInNewContext } from 'node:vm';
import { describe, expect, it, jest } from '@jest/globals';
import { ConfigurationError } from '../errors/index.js';
import { isPackageMissing, lazy } from './lazy.js';

const chunkError = new TypeError('Failed to fetch dynamically imported module: https://app.example/assets/chunk-1.js');

describe('lazy', () => {
  it('shares one load among all calls', async () => {
    const load = jest.fn(async () => ({ answer: 42 }));
    const module = lazy(load);
    expect(load).not.toHaveBeenCalled();
    const [first, second] = await Promise.all([module(), module()]);
    expect([first === second, await module()]).toEqual([true, { answer: 42 }]);
    expect(load).toHaveBeenCalledTimes(1);
  });

  it('reports a file that cannot be loaded as a network error, and loads it again with the next call', async () => {
    const load = jest.fn(async () => 'loaded').mockRejectedValueOnce(chunkError);
    const module = lazy(load);
    const failures = await Promise.allSettled([module(), module()]);
    for (const failure of failures) {
      expect(failure).toMatchObject({
        reason: {
          kind: 'network',
          sent: false,
          retryable: true,
          remedy: expect.stringMatching(/./),
          cause: chunkError,
        },
      });
    }
    await expect(module()).resolves.toBe('loaded');
    expect(load).toHaveBeenCalledTimes(2);
  });

  it('passes an error of ours on as it is', async () => {
    const error = new ConfigurationError({ message: 'The package is missing', remedy: 'npm install it' });
    await expect(lazy(() => Promise.reject(error))()).rejects.toBe(error);
  });
});

describe('isPackageMissing', () => {
  const withCode = (code: string): Error => Object.assign(new Error('no such module'), { code });

  it.each([
    ['Node', withCode('ERR_MODULE_NOT_FOUND')],
    ['CommonJS', withCode('MODULE_NOT_FOUND')],
    ['webpack', new Error("Cannot find module 'ws'")],
    ['Vite', new Error('Could not resolve "ws" imported by "app". Is it installed?')],
    ['Chromium', new TypeError("Failed to resolve module specifier 'ws'")],
    ['Firefox', new TypeError('The specifier “ws” was a bare specifier, but was not remapped to anything.')],
    ['another realm', runInNewContext('Object.assign(new Error(), { code: "MODULE_NOT_FOUND" })')],
    ['Safari', new TypeError("Module name, 'ws' does not resolve to a valid URL.")],
  ])('recognizes the error of %s', (_, error) => {
    expect(isPackageMissing(error)).toBe(true);
  });

  it.each([[chunkError], [withCode('ERR_OTHER')], ['a text'], [null]])('does not recognize %s', (error) => {
    expect(isPackageMissing(error)).toBe(false);
  });
});
