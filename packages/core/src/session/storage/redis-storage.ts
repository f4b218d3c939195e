import { StorageError } from '../../errors/index.js';
import type { Lease } from '../lease/lease.js';
import { RedisLease } from '../lease/redis-lease.js';
import type { TokenStorage } from '../token-storage.js';
import { type RedisClient, RedisKeys, type RedisOptions } from './redis-client.js';

const SWAP = `
local present = redis.call('GET', KEYS[1])
if ARGV[1] == 'absent' then
  if present then return 0 end
elseif present ~= ARGV[2] then
  return 0
end
if ARGV[3] == 'absent' then redis.call('DEL', KEYS[1]) else redis.call('SET', KEYS[1], ARGV[4]) end
return 1`;

/** Keeps tokens in Redis, for clients on several machines. The connection stays the application's: it is never closed. */
export class RedisStorage implements TokenStorage {
  readonly lease: Lease;
  readonly #keys: RedisKeys;
  readonly #prefix: string;

  /** @throws {ConfigurationError} It is no client that we know, or an option is malformed. */
  constructor(client: RedisClient, options: RedisOptions = {}) {
    this.#keys = new RedisKeys(client);
    this.#prefix = options.prefix ?? '';
    this.lease = new RedisLease(client, options);
  }

  async get(key: string): Promise<string | null> {
    const value = await this.#keys.get(this.#prefix + key);
    if (value === null || typeof value === 'string') return value;
    throw new StorageError({
      message: 'The Redis client answered something else than text',
      remedy: 'Pass a client that answers strings: without buffers, type mapping or legacy mode.',
    });
  }

  set(key: string, value: string): Promise<void> {
    return this.#keys.set(this.#prefix + key, value);
  }

  remove(key: string): Promise<void> {
    return this.#keys.remove(this.#prefix + key);
  }

  async swap(key: string, expected: string | null, next: string | null): Promise<boolean> {
    const values = [...argument(expected), ...argument(next)];
    return (await this.#keys.eval(SWAP, this.#prefix + key, ...values)) === 1;
  }
}

// An argument is always a text, and an empty one is a value like any other.
function argument(value: string | null): [string, string] {
  return value === null ? ['absent', ''] : ['present', value];
}
