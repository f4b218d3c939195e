import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createStorage } from 'unstorage';
import fsDriver from 'unstorage/drivers/fs-lite';
import { type TokenStorageStage, tokenStorageCases } from '../../testing/index.js';
import type { TokenStorage } from '../token-storage.js';
import { FileStorage } from './file-storage.js';
import { MemoryStorage } from './memory-storage.js';
import { UnstorageStorage } from './unstorage-storage.js';
import { webStorageOrMemory } from './web-storage.js';

const root = mkdtempSync(join(tmpdir(), 'sallyport-storages-'));
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(root, 'case-'));
});
afterAll(() => rmSync(root, { recursive: true }));

let shared: TokenStorage;
const remembered = (storage: TokenStorage): TokenStorage => {
  shared = storage;
  return storage;
};
const writeElsewhere = (key: string, value: string) => shared.set(key, value);

const adapters: [string, () => TokenStorage, TokenStorageStage][] = [
  ['MemoryStorage', () => remembered(new MemoryStorage()), { writeElsewhere }],
  ['webStorageOrMemory without a document', () => remembered(webStorageOrMemory('localStorage')), { writeElsewhere }],
  ['FileStorage', () => new FileStorage(folder), { beside: () => new FileStorage(folder) }],
  ['UnstorageStorage in memory', () => new UnstorageStorage(createStorage()), {}],
  [
    'UnstorageStorage in files',
    () => new UnstorageStorage(createStorage({ driver: fsDriver({ base: folder }) })),
    { beside: () => new UnstorageStorage(createStorage({ driver: fsDriver({ base: folder }) })) },
  ],
];

describe.each(adapters)('%s', (_, create, stage) => {
  it.each(tokenStorageCases)('$name', ({ run }) => run(create, stage));
});

describe('what storages can do beyond reading and writing', () => {
  it.each([
    ['MemoryStorage', () => new MemoryStorage(), { swap: true, watch: true, lease: true }],
    ['webStorageOrMemory', () => webStorageOrMemory('localStorage'), { swap: true, watch: true, lease: true }],
    ['FileStorage', () => new FileStorage(folder), { swap: true, watch: false, lease: true }],
    ['UnstorageStorage', () => new UnstorageStorage(createStorage()), { swap: false, watch: false, lease: false }],
  ])('%s', (_, create: () => TokenStorage, abilities) => {
    const storage = create();
    const has = (member: 'swap' | 'watch' | 'lease') => storage[member] !== undefined;
    expect({ swap: has('swap'), watch: has('watch'), lease: has('lease') }).toEqual(abilities);
  });
});

describe('MemoryStorage', () => {
  it('shares nothing with another one', () => {
    const one = new MemoryStorage();
    one.set('key', 'value');
    expect(new MemoryStorage().get('key')).toBeNull();
  });

  it('calls back for changes only, and after they are over', async () => {
    const storage = new MemoryStorage();
    const seen: (string | null)[] = [];
    storage.watch('key', () => void seen.push(storage.get('key')));
    storage.remove('key');
    storage.set('key', 'a');
    storage.set('key', 'a');
    expect(seen).toEqual([]);
    await Promise.resolve();
    storage.remove('key');
    await Promise.resolve();
    expect(seen).toEqual(['a', null]);
  });
});
