import { StorageError } from '../errors/index.js';
import type { TokenStorage } from '../session/token-storage.js';
import { expectEqual } from './expect-equal.js';

/** What only the author of an adapter can do for a case. A case that lacks what it needs passes without a look. */
export interface TokenStorageStage {
  /** Another storage over the place of the one that was created. Default the storage itself. */
  readonly beside?: ((storage: TokenStorage) => TokenStorage | Promise<TokenStorage>) | undefined;
  /** Writes as another client would do it, such as another tab. */
  readonly writeElsewhere?: ((key: string, value: string) => void | Promise<void>) | undefined;
  /** Leaves no room for anything more in the place of the storage. */
  readonly fill?: ((storage: TokenStorage) => void | Promise<void>) | undefined;
}

/** One thing that every storage must do. It rejects with an `Error` that says what was different. */
export interface TokenStorageCase {
  readonly name: string;
  readonly run: (create: () => TokenStorage | Promise<TokenStorage>, stage?: TokenStorageStage) => Promise<void>;
}

const BIG = 'x'.repeat(1_000_000);

const WRITERS = 8;

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
      const texts = ['text', '', 'null', 'true', '1e3', '"', '{"a":"b"}', '[1]', 'base64:YQ==', ' a\r\nb\u0000c\n'];
      for (const value of [...texts, 'ünïcödé 😀', '\ufeffa']) {
        await storage.set('key', value);
        expectEqual(await storage.get('key'), value, 'a value');
      }
    },
  },
  {
    name: 'keeps a long value',
    run: async (create) => {
      const storage = await create();
      await storage.set('key', BIG);
      expectEqual(await storage.get('key'), BIG, 'the value');
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
    name: 'keeps one of several values that are written at once, as a whole',
    run: async (create, { beside } = {}) => {
      const storage = await create();
      const other = beside ? await beside(storage) : storage;
      const values = Array.from({ length: WRITERS }, (_, index) => String(index).repeat(10_000));
      await Promise.all(values.map(async (value, index) => (index % 2 ? storage : other).set('key', value)));
      const kept = await storage.get('key');
      expectEqual(kept !== null && values.includes(kept), true, 'whether the value is one of those written');
      expectEqual(await other.get('key'), kept, 'what another client finds');
    },
  },
  {
    name: 'keeps keys apart, also those that look alike',
    run: async (create) => {
      const storage = await create();
      const keys = [
        'a',
        'A',
        'a:b',
        'a/b',
        'a//b',
        'a\\b',
        'a%3Ab',
        'a_b',
        'a?b',
        'a#b',
        'a.b',
        ' a',
        'a ',
        '../a',
        '.',
      ];
      keys.push('__proto__', 'constructor', 'ü', '😀', 'a*', 'a:', 'sallyport:v1:session:https%3A%2F%2Fa.example:b::');
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
      await storage.set('gone', 'z');
      expectEqual(await storage.get('gone'), 'z', 'a key that was written again');
    },
  },
  {
    name: 'says with a StorageError that there is no room, and never shows a value that is neither old nor new (F20)',
    run: async (create, { fill } = {}) => {
      if (!fill) return;
      const storage = await create();
      await storage.set('key', 'old');
      await fill(storage);
      const error = await outcomeOf(() => storage.set('key', BIG));
      expectEqual(error instanceof StorageError, true, 'whether it is a StorageError');
      const kept = await storage.get('key');
      expectEqual(kept === 'old' || kept === null, true, 'whether the old value or none is left');
      await storage.remove('key');
      expectEqual(await storage.get('key'), null, 'a key that was removed without room');
    },
  },
  {
    name: 'swaps where it finds what is expected, and nowhere else',
    run: async (create) => {
      const storage = await create();
      if (!storage.swap) return;
      expectEqual(await storage.swap('key', 'a', 'b'), false, 'a value for another, where there is none');
      expectEqual(await storage.swap('key', null, ''), true, 'a value for nothing');
      expectEqual(await storage.swap('key', null, 'b'), false, 'a value for nothing, where there is an empty one');
      expectEqual(await storage.get('key'), '', 'the value');
      expectEqual(await storage.swap('key', '', 'b'), true, 'a value for an empty one');
      expectEqual(await storage.swap('key', 'B', 'c'), false, 'a value for one that looks alike');
      expectEqual(await storage.get('key'), 'b', 'the value');
      expectEqual(await storage.swap('key', 'a', null), false, 'nothing for another value');
      expectEqual(await storage.swap('key', 'b', null), true, 'nothing for the value');
      expectEqual(await storage.get('key'), null, 'a key that was swapped away');
      expectEqual(await storage.swap('key', null, null), true, 'nothing for nothing');
      expectEqual(await storage.swap('key', null, 'd'), true, 'a value for nothing, again');
    },
  },
  {
    name: 'lets one of several swap that expect the same',
    run: async (create, { beside } = {}) => {
      const storage = await create();
      if (!storage.swap) return;
      const other = beside ? await beside(storage) : storage;
      let expected: string | null = null;
      for (let round = 0; round < 10; round += 1) {
        const before = expected;
        const swaps = Array.from({ length: WRITERS }, async (_, index): Promise<string | null> => {
          const next = `${round}.${index}`;
          return (await (index % 2 ? storage : other).swap?.('key', before, next)) ? next : null;
        });
        const winners = (await Promise.all(swaps)).filter((next) => next !== null);
        expectEqual(winners.length, 1, 'how many have swapped');
        expectEqual(await storage.get('key'), winners[0], 'the value');
        expected = winners[0] ?? null;
      }
    },
  },
  {
    name: 'loses no step of a count that several swap on',
    run: async (create, { beside } = {}) => {
      const storage = await create();
      if (!storage.swap) return;
      const clients = [storage, beside ? await beside(storage) : storage];
      const steps = 5;
      const count = async (client: TokenStorage): Promise<void> => {
        for (let done = 0; done < steps; ) {
          const present = await client.get('count');
          if (await client.swap?.('count', present, String(Number(present) + 1))) done += 1;
        }
      };
      await Promise.all(clients.flatMap((client) => [count(client), count(client)]));
      expectEqual(await storage.get('count'), String(4 * steps), 'the count');
    },
  },
  {
    name: 'calls back when another client has written that key, until it is told to stop (F22)',
    run: async (create, { writeElsewhere } = {}) => {
      const storage = await create();
      if (!storage.watch || !writeElsewhere) return;
      const seen: string[] = [];
      const heard = new Promise<void>((resolve) => {
        storage.watch?.('other', () => seen.push('other'));
        storage.watch?.('stopped', () => seen.push('stopped'))();
        storage.watch?.('key', () => {
          seen.push('key');
          resolve();
        });
      });
      await writeElsewhere('stopped', 'a');
      await writeElsewhere('key', 'a');
      await heard;
      expectEqual(seen.join(), 'key', 'who was called');
      expectEqual(await storage.get('key'), 'a', 'the value that it was called for');
    },
  },
];

async function outcomeOf(act: () => unknown): Promise<unknown> {
  try {
    await act();
    return undefined;
  } catch (error) {
    return error;
  }
}
