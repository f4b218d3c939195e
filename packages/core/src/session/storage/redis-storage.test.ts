import { describe, expect, it } from '@jest/globals';
import { ConfigurationError, StorageError } from '../../errors/index.js';
import { RedisLease } from '../lease/redis-lease.js';
import type { IoRedisClient, NodeRedisClient, RedisClient } from './redis-client.js';
import { RedisStorage } from './redis-storage.js';

// What the two packages really do is tested with a real server, in test/system.

const refuse = (error: unknown) => (): Promise<never> => Promise.reject(error);

const failing = (error: unknown): IoRedisClient & { call: unknown } => {
  const command = refuse(error);
  return { call: command, get: command, set: command, del: command, eval: command };
};

describe('RedisStorage', () => {
  it.each([
    ['nothing', undefined],
    ['null', null],
    ['an address', 'redis://127.0.0.1'],
    ['settings', { url: 'redis://127.0.0.1' }],
    ['a map', new Map()],
  ])('refuses what is no client: %s', (_, client) => {
    expect(() => new RedisStorage(client as unknown as RedisClient)).toThrow(ConfigurationError);
    expect(() => new RedisLease(client as unknown as RedisClient)).toThrow(ConfigurationError);
  });

  it.each([
    ['the code of the system', Object.assign(new Error('connect canary'), { code: 'ECONNREFUSED' }), 'ECONNREFUSED'],
    ['the first word of a refusal', new Error('READONLY canary'), 'READONLY'],
    ['the name of another error', new TypeError('canary'), 'TypeError'],
    ['nothing', 'canary', 'unknown'],
  ])('repeats of an error no more than %s', async (_, cause, reason) => {
    // Errors of ioredis carry the command that failed, with its arguments.
    const error = typeof cause === 'string' ? cause : Object.assign(cause, { command: { args: ['canary'] } });
    const storage = new RedisStorage(failing(error));
    for (const act of [
      storage.get('key'),
      storage.set('key', 'canary'),
      storage.remove('key'),
      storage.swap('key', null, 'canary'),
    ]) {
      const failure = (await act.catch((thrown: unknown) => thrown)) as StorageError;
      expect(failure).toBeInstanceOf(StorageError);
      expect(failure.message).toContain(`(${reason})`);
      expect(`${failure.stack}${JSON.stringify(failure)}${String(failure.cause)}`).not.toContain('canary');
    }
    const held = storage.lease.hold('name', async () => {}, new AbortController().signal);
    await expect(held).rejects.toMatchObject({ kind: 'storage' });
  });

  it('says that a client answers something else than text', async () => {
    const client = { ...failing(null), get: async () => Buffer.from('value') };
    await expect(new RedisStorage(client).get('key')).rejects.toMatchObject({ kind: 'storage' });
  });

  it('puts the prefix before every key, those of leases too', async () => {
    const keys: string[] = [];
    const client: NodeRedisClient & { EVAL: unknown } = {
      EVAL: null,
      get: async (key) => {
        keys.push(key);
        return null;
      },
      set: async (key) => void keys.push(key),
      del: async (key) => void keys.push(key),
      eval: async (_, options) => {
        keys.push(...options.keys);
        return 1;
      },
    };
    const storage = new RedisStorage(client, { prefix: 'app:' });
    await storage.get('a');
    await storage.set('b', '');
    await storage.remove('c');
    await storage.swap('d', null, '');
    await storage.lease.hold('e', async () => {}, new AbortController().signal);
    expect(keys).toEqual(['app:a', 'app:b', 'app:c', 'app:d', 'app:lease:e', 'app:lease:e']);
  });
});
