import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileStorage, RedisStorage, storageKey, type TokenStorage } from '@sallyport/core';
import { parseRecord } from '@sallyport/core/session';
import { Redis } from 'ioredis';
import { startRedisServer } from '../redis-server.fixture.js';
import { APP_ID, type TokenServer } from './token-server.fixture.js';
import { Worker } from './worker.fixture.js';
import type { Place } from './worker.mjs';

/** Where processes keep the session that they share. */
export interface SharedPlace {
  /** How the processes get there; one after the other, and from the beginning again. */
  readonly ways: readonly [Place, ...Place[]];
  /** The same place, for the test to look at. */
  readonly storage: TokenStorage;
  readonly remove: () => Promise<void>;
}

/** @param holdMs - How long a process may hold the lease. Default: the lease's own. */
export async function folderPlace(holdMs?: number): Promise<SharedPlace> {
  const folder = await mkdtemp(join(tmpdir(), 'sallyport-shared-'));
  return {
    ways: [{ kind: 'file', at: folder, holdMs }],
    storage: new FileStorage(folder),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** The same in Redis, which half of the processes reach by `ioredis`, and half by `redis`. */
export async function redisPlace(holdMs?: number): Promise<SharedPlace> {
  const server = await startRedisServer();
  const client = new Redis(server.url);
  return {
    ways: [
      { kind: 'ioredis', at: server.url, holdMs },
      { kind: 'redis', at: server.url, holdMs },
    ],
    storage: new RedisStorage(client),
    remove: async () => {
      client.disconnect();
      await server.stop();
    },
  };
}

/** Processes that share one session. */
export class Crew {
  readonly workers: readonly Worker[];
  readonly #server: TokenServer;
  readonly #storage: TokenStorage;

  constructor(size: number, server: TokenServer, { ways, storage }: SharedPlace) {
    this.#server = server;
    this.#storage = storage;
    this.workers = Array.from({ length: size }, (_, index) => {
      return new Worker(`worker-${index}`, server, ways[index % ways.length] ?? ways[0]);
    });
  }

  /** Has one of them sign in, and all others open the session that is stored then. */
  async signIn(): Promise<void> {
    const [first, ...others] = this.workers;
    await first?.open();
    await first?.perform({ act: 'signIn', tokens: this.#server.signIn() });
    await Promise.all(others.map((worker) => worker.open()));
  }

  /** Starts those that were killed anew. */
  async revive(): Promise<void> {
    await Promise.all(this.workers.filter(({ isRunning }) => !isRunning).map((worker) => worker.open()));
  }

  /** Who was answered the successors of the tokens that are stored, but has not stored them. */
  async findDebtor(): Promise<string | undefined> {
    const stored = parseRecord(await this.#storage.get(storageKey('session', [this.#server.url, APP_ID, '', ''])));
    const refreshToken = stored.found === 'record' ? stored.record.refreshToken : null;
    return refreshToken === null ? undefined : this.#server.families.at(-1)?.rotationOf(refreshToken)?.by;
  }

  async kill(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.kill()));
  }
}
