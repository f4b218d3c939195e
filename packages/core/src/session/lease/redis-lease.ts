import { randomId } from '../../crypto/random.js';
import { type RedisClient, RedisKeys, type RedisOptions } from '../storage/redis-client.js';
import { holdTime } from './hold-time.js';
import type { ExtendLease, Lease } from './lease.js';
import { holdByPolling } from './polling.js';

// A client that lost its connection sends again what may have been done: who holds it already has taken it.
const TAKE = `
if redis.call('GET', KEYS[1]) == ARGV[1] then return 1 end
if redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then return 1 end
return 0`;

const EXTEND = `
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
return 0`;

const LET_GO = `
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0`;

/**
 * Excludes all who use the same Redis. It keeps the time itself, so that a holder that died is in nobody's way for
 * longer than `holdMs`. A replica that takes over after a failure may not have heard of the lease.
 */
export class RedisLease implements Lease {
  readonly holdMs: number;
  readonly #keys: RedisKeys;
  readonly #prefix: string;

  /** @throws {ConfigurationError} It is no client that we know, or an option is malformed. */
  constructor(client: RedisClient, options: RedisOptions = {}) {
    this.holdMs = holdTime(options);
    this.#keys = new RedisKeys(client);
    this.#prefix = options.prefix ?? '';
  }

  hold<T>(name: string, work: (extend?: ExtendLease) => Promise<T>, signal: AbortSignal): Promise<T> {
    const key = `${this.#prefix}lease:${name}`;
    const owner = randomId();
    const milliseconds = String(Math.ceil(this.holdMs));
    return holdByPolling(
      {
        take: async () => (await this.#keys.eval(TAKE, key, owner, milliseconds)) === 1,
        extend: async () => (await this.#keys.eval(EXTEND, key, owner, milliseconds)) === 1,
        letGo: () => this.#keys.eval(LET_GO, key, owner),
      },
      work,
      signal,
    );
  }
}
