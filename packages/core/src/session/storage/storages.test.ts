import { describe, expect, it } from '@jest/globals';
import { tokenStorageCases } from '../../testing/index.js';
import { MemoryStorage } from './memory-storage.js';
import { webStorageOrMemory } from './web-storage.js';

describe.each([
  ['MemoryStorage', () => new MemoryStorage()],
  ['webStorageOrMemory without a document', () => webStorageOrMemory('localStorage')],
])('%s', (_, create) => {
  it.each(tokenStorageCases)('$name', ({ run }) => run(create));
});

describe('MemoryStorage', () => {
  it('shares nothing with another one', () => {
    const one = new MemoryStorage();
    one.set('key', 'value');
    expect(new MemoryStorage().get('key')).toBeNull();
  });
});
