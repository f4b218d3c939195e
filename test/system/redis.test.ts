import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type RedisClient, RedisLease, RedisStorage } from '@sallyport/core';
import { leaseCases, tokenStorageCases } from '@sallyport/core/testing';
import { Redis } from 'ioredis';
import { createClient } from 'redis';
import { type RedisServer, startRedisServer } from './redis-server.fixture.js';

let server: RedisServer;
const cleanUps: (() => unknown)[] = [];
beforeAll(async () => {
  server = await startRedisServer();
});
afterAll(async () => {
  for (const cleanUp of cleanUps) await cleanUp();
  await server.stop();
});

async function connectIoRedis(): Promise<Redis> {
  const client = new Redis(server.url);
  cleanUps.push(() => client.disconnect());
  await client.ping();
  return client;
}

async function connectNodeRedis() {
  const client = createClient({ url: server.url });
  cleanUps.push(() => client.destroy());
  client.on('error', () => {});
  return client.connect();
}

const kinds: [string, () => Promise<RedisClient>][] = [
  ['ioredis', connectIoRedis],
  ['redis', connectNodeRedis],
];

describe.each(kinds)('over the package %s', (_, connect) => {
  const forever = () => new AbortController().signal;
  let clients: [RedisClient, RedisClient];
  let observer: Redis;
  beforeAll(async () => {
    clients = [await connect(), await connect()];
    observer = await connectIoRedis();
  });
  beforeEach(() => observer.flushall());
  const client = (index: 0 | 1): RedisClient => clients[index];

  describe('RedisStorage', () => {
    const create = () => new RedisStorage(client(0));
    it.each(tokenStorageCases)('$name', ({ run }) => run(create, { beside: () => new RedisStorage(client(1)) }));

    it('keeps to its prefix', async () => {
      await new RedisStorage(client(0), { prefix: 'app:' }).set('key', 'value');
      expect(await observer.keys('*')).toEqual(['app:key']);
      expect(await new RedisStorage(client(1)).get('key')).toBeNull();
    });

    it('says that a key is not its own (F21)', async () => {
      await observer.lpush('key', 'a');
      await expect(create().get('key')).rejects.toMatchObject({
        kind: 'storage',
        message: expect.stringContaining('WRONGTYPE'),
      });
      await expect(create().swap('key', 'a', 'b')).rejects.toMatchObject({ kind: 'storage' });
    });

    it('says that Redis has no room, and keeps what is there (F20)', async () => {
      const storage = create();
      await storage.set('key', 'old');
      await observer.config('SET', 'maxmemory', '1');
      try {
        const full = { kind: 'storage', message: expect.stringContaining('OOM') };
        await expect(storage.set('key', 'canary')).rejects.toMatchObject(full);
        await expect(storage.swap('key', 'old', 'canary')).rejects.toMatchObject({ kind: 'storage' });
        expect(await storage.get('key')).toBe('old');
        await storage.remove('key');
        expect(await storage.get('key')).toBeNull();
      } finally {
        await observer.config('SET', 'maxmemory', '0');
      }
    });

    it('leaves the connection to the application', async () => {
      await create().set('key', 'value');
      expect(await client(0).get('key')).toBe('value');
    });
  });

  describe('RedisLease', () => {
    const pair = (holdMs: number) =>
      [new RedisLease(client(0), { holdMs }), new RedisLease(client(1), { holdMs })] as const;
    it.each(leaseCases)('$name', ({ run }) => run(pair));

    it('has the server end the hold of who has died', async () => {
      await new RedisLease(client(0), { holdMs: 60_000 }).hold(
        'name',
        async () => {
          const [key = ''] = await observer.keys('*');
          expect(await observer.pttl(key)).toBeGreaterThan(0);
          expect(await observer.pttl(key)).toBeLessThanOrEqual(60_000);
        },
        forever(),
      );
      expect(await observer.keys('*')).toEqual([]);
    });

    it('stops waiting for a server that does not answer, and takes nothing when it does again', async () => {
      const controller = new AbortController();
      server.pause();
      const held = new RedisLease(client(0), { holdMs: 600_000 }).hold('name', async () => 'taken', controller.signal);
      controller.abort('enough');
      await expect(held).rejects.toBe('enough');
      server.resume();
      await client(0).get('key'); // after what was sent before
      expect(await new RedisLease(client(1)).hold('name', async () => 'next', forever())).toBe('next');
    });
  });

  it('shares one lease and one value with clients of the other package', async () => {
    const mine = new RedisStorage(client(0));
    const theirs = new RedisStorage(await (connect === connectIoRedis ? connectNodeRedis() : connectIoRedis()));
    await theirs.set('count', '0');
    const step = async (storage: RedisStorage): Promise<void> => {
      const count = Number(await storage.get('count'));
      await storage.set('count', String(count + 1));
    };
    const steps = Array.from({ length: 20 }, (_, index) => {
      const storage = index % 2 ? mine : theirs;
      return storage.lease.hold('count', () => step(storage), forever());
    });
    await Promise.all(steps);
    expect(await mine.get('count')).toBe('20');
  });
});
