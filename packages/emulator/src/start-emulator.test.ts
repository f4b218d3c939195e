import { createServer } from 'node:http';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import { ManualClock, systemClock } from '@sallyport/core/clock';
import { startEmulator } from './start-emulator.js';
import { WireDriver } from './wire-driver.fixture.js';

describe('startEmulator', () => {
  it('describes where everything is', async () => {
    const emulator = await startEmulator();
    try {
      const { url } = emulator;
      expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
      expect(emulator.description()).toEqual({
        url,
        authing: {
          host: url,
          appHost: url,
          userPoolId: expect.stringMatching(/^[0-9a-f]{24}$/),
          userPoolSecret: expect.stringMatching(/^sallyport-development-/),
          appId: expect.stringMatching(/^[0-9a-f]{24}$/),
          appSecret: expect.stringMatching(/^sallyport-development-/),
          publicKey: expect.stringMatching(/^-----BEGIN PUBLIC KEY-----/),
        },
        gotrue: { url: `${url}/auth/v1`, anonKey: expect.any(String), serviceRoleKey: expect.any(String) },
        oidc: { issuer: `${url}/oidc` },
        mailbox: { url: `${url}/_emulator/mailbox` },
        control: { url: `${url}/_emulator` },
      });
    } finally {
      await emulator.stop();
    }
  });

  it('runs several at once, which know nothing of each other (EMU-21)', async () => {
    const [one, two] = await Promise.all([startEmulator(), startEmulator()]);
    try {
      const { token } = (await new WireDriver(one).register('ada@example.com', 'correct horse')).body;
      const elsewhere = new WireDriver(two);
      expect((await elsewhere.login('ada@example.com', 'correct horse')).body.code).toBe(2333);
      expect((await elsewhere.graphql('{ user { id } }', {}, { bearer: token })).body.code).toBe(2207);
      expect(
        (await elsewhere.send('GET', '/api/v2/users/x', { bearer: await new WireDriver(one).managementToken() })).body
          .code,
      ).toBe(2207);
    } finally {
      await Promise.all([one.stop(), two.stop()]);
    }
  });

  it('stops with connections open, twice if need be, and leaves the port', async () => {
    const emulator = await startEmulator();
    const { port } = new URL(emulator.url);
    await fetch(`${emulator.url}/api/v2/.well-known`); // keeps its connection alive
    await emulator.stop();
    await emulator.stop();
    const next = await startEmulator({ port: Number(port) });
    expect(next.url).toBe(emulator.url);
    await next.stop();
  });

  it('can be moved with the system’s clock too, and runs on', async () => {
    const emulator = await startEmulator();
    try {
      const wire = new WireDriver(emulator);
      const { token } = (await wire.register('ada@example.com', 'correct horse')).body;
      await emulator.clock.advance('31d');
      expect(emulator.clock.now() - systemClock.now()).toBeGreaterThan(30 * 86_400_000);
      expect((await wire.graphql('{ user { id } }', {}, { bearer: token })).body.code).toBe(2206);
    } finally {
      await emulator.stop();
    }
  });

  it('takes a clock that somebody else moves', async () => {
    const clock = new ManualClock(Date.UTC(2027, 0, 1));
    const emulator = await startEmulator({ clock });
    try {
      await clock.advance(1_000);
      expect(emulator.clock.now()).toBe(Date.UTC(2027, 0, 1) + 1_000);
    } finally {
      await emulator.stop();
    }
  });

  it('is a clock for the clients beside it, which hear of every move', async () => {
    const emulator = await startEmulator({ clock: 'manual' });
    try {
      const fired: number[] = [];
      emulator.clock.setTimer(() => fired.push(emulator.clock.now()), 60_000);
      const slept = emulator.clock.sleep(120_000);
      await emulator.clock.advance('2m');
      await slept;
      expect(fired).toEqual([Date.UTC(2026, 0, 1, 0, 1)]);
    } finally {
      await emulator.stop();
    }
  });

  it('answers a fault of its own with code 500, tells the program, and lives on', async () => {
    let isBroken = false;
    const now = (): number => {
      if (isBroken) throw new Error('the pendulum fell off at /srv/clock.ts:1');
      return 0;
    };
    const clock = { now, setTimer: () => () => {}, sleep: async () => {} };
    const heard: unknown[] = [];
    const emulator = await startEmulator({ clock, onUnexpectedError: (error) => heard.push(error) });
    try {
      const wire = new WireDriver(emulator);
      isBroken = true;
      const answers = [
        await wire.send('POST', '/api/v2/sms/send', { body: { phone: '13800000000' } }),
        await wire.send('POST', '/graphql/v2', {
          body: { query: 'mutation { sendEmail(email: "a@b.c", scene: VERIFY_CODE) { code } }' },
        }),
      ];
      isBroken = false;
      const message = 'Something went wrong in the server';
      expect(answers.map(({ status, body }) => [status, body])).toEqual([
        [500, { code: 500, message, data: null }],
        [500, { data: null, errors: [{ message: { code: 500, message, data: null } }] }],
      ]);
      expect(heard).toContainEqual(expect.objectContaining({ message: expect.stringContaining('pendulum') }));
      expect((await wire.send('GET', '/api/v2/.well-known')).status).toBe(200);
    } finally {
      await emulator.stop();
    }
  });

  it.each([
    ['a handler', 'POST', '/auth/v1/signup'],
    ['a resolver', 'POST', '/graphql/v2'],
    ['a middleware', 'GET', '/nowhere'],
  ])(
    'startEmulator answers an error of another realm in %s with status 500 and reports it',
    async (_, method, path) => {
      // Jest runs tests in a realm of their own, where no error of Node itself is an instance of `Error`.
      const foreign: unknown = runInNewContext('new Error("the pendulum fell off")');
      let isBroken = false;
      const now = (): number => {
        if (!isBroken) return 0;
        isBroken = false;
        throw foreign;
      };
      const clock = { now, setTimer: () => () => {}, sleep: async () => {} };
      const reported: unknown[] = [];
      const emulator = await startEmulator({ clock, onUnexpectedError: (error) => reported.push(error) });
      try {
        const wire = new WireDriver(emulator);
        const query = 'mutation { sendEmail(email: "a@b.c", scene: VERIFY_CODE) { code } }';
        const body = method === 'GET' ? undefined : { query, email: 'a@b.c', password: 'correct horse' };
        isBroken = true;
        const answer = await wire.send(method, path, { body });
        const message = expect.stringContaining('Something went wrong in the server');
        expect([answer.status, JSON.stringify(answer.body)]).toEqual([500, message]);
        expect(reported).toEqual([foreign]);
      } finally {
        await emulator.stop();
      }
    },
  );

  it.each([
    [{ port: -1 }, 'port'],
    [{ port: 70_000 }, 'port'],
    [{ port: 1.5 }, 'port'],
    [{ clock: 'sundial' }, 'clock'],
    [{ clock: {} }, 'clock.now'],
    [{ clock: { now: (): number => 0 } }, 'clock.setTimer'],
    [{ clock: { now: (): number => 0, setTimer: () => () => {} } }, 'clock.sleep'],
    [{ clock: null }, 'clock'],
    [{ clok: 'manual' }, 'clok'],
    [{ host: 127 }, 'host'],
    [{ onUnexpectedError: 'log' }, 'onUnexpectedError'],
    [null, 'options'],
    [[], 'options'],
    ['manual', 'options'],
    [{ seed: { objects: [{ kind: 'dragon' }] } }, 'objects[0].kind'],
    [{ settings: { codeLength: 99 } }, 'codeLength'],
  ])('refuses %j by name', async (options, name) => {
    // What a program without types could pass.
    const start = async () => startEmulator(options as object);
    await expect(start()).rejects.toMatchObject({ kind: 'configuration', message: expect.stringContaining(name) });
  });

  it('says which port is taken', async () => {
    const blocker = createServer();
    await new Promise<void>((resolve) => blocker.listen(0, '127.0.0.1', resolve));
    const address = blocker.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    await expect(startEmulator({ port })).rejects.toMatchObject({
      kind: 'configuration',
      message: expect.stringContaining(`${port} (EADDRINUSE)`),
    });
    await new Promise((resolve) => blocker.close(resolve));
  });
});
