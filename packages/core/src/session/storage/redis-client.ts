import { ConfigurationError, StorageError } from '../../errors/index.js';
import type { LeaseOptions } from '../lease/hold-time.js';

interface Commands {
  get(key: string): Promise<unknown>;
  set(key: string, value: string): Promise<unknown>;
  del(key: string): Promise<unknown>;
}

/** What is used of a client of the package `ioredis`. */
export interface IoRedisClient extends Commands {
  eval(script: string, numberOfKeys: number, ...keysAndArguments: string[]): Promise<unknown>;
}

/** What is used of a client of the package `redis`, from version 4 on. */
export interface NodeRedisClient extends Commands {
  eval(script: string, options: { readonly keys: string[]; readonly arguments: string[] }): Promise<unknown>;
}

/** A connected client of `ioredis` or `redis`, whichever the application has. It stays the application's own. */
export type RedisClient = IoRedisClient | NodeRedisClient;

/** How a storage, or a lease, uses Redis. */
export interface RedisOptions extends LeaseOptions {
  /** What every key begins with. Default nothing: the keys of a client begin with `sallyport:`. */
  readonly prefix?: string | undefined;
}

/** Commands on single keys, whichever package sends them. They reject with nothing that the server or package said. */
export class RedisKeys {
  readonly #client: RedisClient;

  /** @throws {ConfigurationError} It is neither kind of client. */
  constructor(client: RedisClient) {
    if (!isIoRedis(client) && !isNodeRedis(client)) {
      throw new ConfigurationError({
        message: 'The Redis client is neither one of ioredis nor one of redis',
        remedy: 'Pass new Redis(…) of ioredis, or createClient(…) of redis, connected.',
      });
    }
    this.#client = client;
  }

  get(key: string): Promise<unknown> {
    return run(() => this.#client.get(key));
  }

  async set(key: string, value: string): Promise<void> {
    await run(() => this.#client.set(key, value));
  }

  async remove(key: string): Promise<void> {
    await run(() => this.#client.del(key));
  }

  /** Runs a script on one key, in one step. */
  eval(script: string, key: string, ...values: string[]): Promise<unknown> {
    const client = this.#client;
    return run(() =>
      isNodeRedis(client)
        ? client.eval(script, { keys: [key], arguments: values })
        : client.eval(script, 1, key, ...values),
    );
  }
}

// Either has what the other lacks: a command by its name, and commands in capitals.
function isIoRedis(client: RedisClient): client is IoRedisClient {
  return isObject(client) && 'call' in client;
}

function isNodeRedis(client: RedisClient): client is NodeRedisClient {
  return isObject(client) && 'EVAL' in client;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

async function run(command: () => Promise<unknown>): Promise<unknown> {
  try {
    return await command();
  } catch (error) {
    // Errors of these packages carry the arguments of the command, and so the tokens.
    throw new StorageError({
      message: `Redis refused, or could not be reached (${reason(error)})`,
      remedy: 'Check that the client is connected, and that its user may use GET, SET, DEL and EVAL.',
      retryable: true,
    });
  }
}

/** The code of the system, or the first word of the server's refusal, such as `READONLY`. */
function reason(error: unknown): string {
  if (!isObject(error)) return 'unknown';
  if ('code' in error) return String(error.code);
  const [word] = 'message' in error ? (/^[A-Z]+(?= )/.exec(String(error.message)) ?? []) : [];
  return word ?? ('name' in error ? String(error.name) : 'unknown');
}
