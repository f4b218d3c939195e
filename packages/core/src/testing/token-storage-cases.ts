import type { TokenStorage } from '../session/token-storage.js';

/** One thing that every storage must do. It rejects with an `Error` that says what was different. */
export interface TokenStorageCase {
  readonly name: string;
  readonly run: (create: () => TokenStorage | Promise<TokenStorage>) => Promise<void>;
}

function expectEqual(actual: unknown, expected: unknown, what: string): void {
  if (actual !== expected)
    throw new Error(`${what}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`);
}

/** What every adapter has to pass, whatever the test runner: `for (const { name, run } of tokenStorageCases) it(name, …)`. */
export const tokenStorageCases: readonly TokenStorageCase[] = [
  {
    name: 'answers null for a key that was never written',
    run: async (create) => {
      expectEqual(await (await create()).get('absent'), null, 'an absent key');
    },
  },
  {
    name: 'gives back what was written, to the letter',
    run: async (create) => {
      const storage = await create();
      for (const value of ['text', '', '{"a":"b"}', 'ünïcödé 😀', 'a\nb\u0000c']) {
        await storage.set('key', value);
        expectEqual(await storage.get('key'), value, 'a value');
      }
    },
  },
  {
    name: 'keeps the last of several writes',
    run: async (create) => {
      const storage = await create();
      await storage.set('key', 'first');
      await storage.set('key', 'second');
      expectEqual(await storage.get('key'), 'second', 'the value');
    },
  },
  {
    name: 'keeps keys apart, also those that look alike',
    run: async (create) => {
      const storage = await create();
      const keys = ['a', 'A', 'a:b', 'a/b', 'a%3Ab', '__proto__', 'constructor'];
      for (const key of keys) await storage.set(key, `value of ${key}`);
      for (const key of keys) expectEqual(await storage.get(key), `value of ${key}`, key);
    },
  },
  {
    name: 'forgets what was removed, and nothing else',
    run: async (create) => {
      const storage = await create();
      await storage.set('gone', 'x');
      await storage.set('stays', 'y');
      await storage.remove('gone');
      await storage.remove('never there');
      expectEqual(await storage.get('gone'), null, 'a removed key');
      expectEqual(await storage.get('stays'), 'y', 'another key');
    },
  },
];
