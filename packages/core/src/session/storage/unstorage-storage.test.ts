import { describe, expect, it } from '@jest/globals';
import { createStorage } from 'unstorage';
import { StorageError } from '../../errors/index.js';
import { MemoryLease } from '../lease/memory-lease.js';
import { UnstorageStorage } from './unstorage-storage.js';

const failing = async (): Promise<never> => {
  throw new Error('canary');
};

describe('UnstorageStorage', () => {
  it.each([
    ['read', () => new UnstorageStorage({ ...createStorage(), getItem: failing }).get('key')],
    ['written', () => new UnstorageStorage({ ...createStorage(), setItem: failing }).set('key', 'canary')],
    ['written', () => new UnstorageStorage({ ...createStorage(), removeItem: failing }).remove('key')],
  ])('says that a driver could not be %s, and nothing of what it said (F20)', async (what, act) => {
    const error = await act().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(StorageError);
    expect(error).toMatchObject({ message: expect.stringContaining(what) });
    expect((error as Error).cause).toBeUndefined();
  });

  it.each([
    ['a word', 'rubbish'],
    ['a number', '7'],
    ['JSON of somebody else', '{"access_token":"x"}'],
    ['a text that is no text', '{"text":7}'],
  ])('hands on what somebody else has put there, as a text: %s (F21)', async (_, rubbish) => {
    const backend = createStorage();
    const storage = new UnstorageStorage(backend);
    await storage.set('key', 'value');
    const [key = ''] = await backend.getKeys();
    await backend.setItem(key, rubbish);
    expect(typeof (await storage.get('key'))).toBe('string');
  });

  it('excludes by the lease that it is given', () => {
    const lease = new MemoryLease();
    expect(new UnstorageStorage(createStorage(), { lease }).lease).toBe(lease);
  });
});
