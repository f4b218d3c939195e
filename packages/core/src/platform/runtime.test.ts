import { afterEach, describe, expect, it } from '@jest/globals';
import { isBoundToRequests, RequestBound } from './requests.js';
import { hasPage, isBrowser } from './runtime.js';
import { simulateWorker } from './worker-requests.fixture.js';

const defined: string[] = [];

function define(globals: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(globals)) {
    Object.defineProperty(globalThis, name, { configurable: true, value });
    defined.push(name);
  }
}

afterEach(() => {
  for (const name of defined.splice(0)) Reflect.deleteProperty(globalThis, name);
});

describe('isBrowser', () => {
  it.each([
    ['a page', true, { document: {} }],
    ['a worker of a browser', true, { importScripts: () => {}, location: { href: 'https://app.example/worker.js' } }],
    ['Node', false, {}],
    ['Deno', false, { location: undefined }],
    ['a platform with an undefined document', false, { document: undefined }],
    ['a Cloudflare Worker with an old compatibility date', false, { importScripts: () => {} }],
    ['a Cloudflare Worker with a location', false, { importScripts: () => {}, location: undefined }],
  ])('recognizes %s: %p', (_, expected, globals) => {
    define(globals);
    expect(isBrowser()).toBe(expected);
  });
});

describe('hasPage', () => {
  it.each([
    [{}, true],
    [undefined, false],
    [null, false],
  ])('tests the value of document: %p', (document, expected) => {
    define({ document });
    expect(hasPage()).toBe(expected);
  });
});

describe('RequestBound', () => {
  it('shows its value to the request of a Cloudflare Worker that set it', () => {
    const worker = simulateWorker();
    try {
      const bound = new RequestBound<string>();
      expect([isBoundToRequests(), bound.current]).toEqual([true, null]);
      bound.current = 'first';
      expect(bound.current).toBe('first');
      worker.next();
      expect(bound.current).toBeNull();
      bound.current = 'second';
      expect(bound.current).toBe('second');
    } finally {
      worker.restore();
    }
  });

  it('shows its value to every caller elsewhere', () => {
    const bound = new RequestBound<string>();
    bound.current = 'value';
    expect([isBoundToRequests(), bound.current]).toEqual([false, 'value']);
  });
});
