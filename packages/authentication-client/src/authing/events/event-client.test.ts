import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { WebSocketServer } from 'ws';
import { type Fixture, sessionToken, setUp, setUpSignedIn, wireUser } from '../../client.fixture.js';

/** The platform's socket, as far as a subscription knows it. */
class FakeSocket extends EventTarget {
  static made: FakeSocket[] = [];
  readonly url: string;
  isClosed = false;

  constructor(url: string) {
    super();
    this.url = url;
    FakeSocket.made.push(this);
  }

  say(data: unknown): void {
    this.dispatchEvent(Object.assign(new Event('message'), { data }));
  }

  close(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.dispatchEvent(new Event('close'));
  }
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 100; turn += 1) await Promise.resolve();
}

/** Subscribes, and waits until the socket is there. */
async function subscribe(fixture: Fixture, name = 'user login&x') {
  const said: string[] = [];
  const errors: unknown[] = [];
  const before = FakeSocket.made.length;
  const unsubscribe = fixture.client.event.sub(
    name,
    (text) => void said.push(text),
    (error) => void errors.push(error),
  );
  await import('./event-subscription.js');
  await settled();
  return { said, errors, unsubscribe, socket: FakeSocket.made[before] };
}

beforeEach(() => {
  FakeSocket.made = [];
  Object.assign(globalThis, { WebSocket: FakeSocket });
});

afterEach(() => {
  Reflect.deleteProperty(globalThis, 'WebSocket');
  jest.restoreAllMocks();
});

describe('event.sub', () => {
  it('asks the server’s own address, with name and token encoded, and hands texts on', async () => {
    const fixture = await setUpSignedIn();
    const { said, socket } = await subscribe(fixture);
    const url = new URL(socket?.url ?? '');
    expect(url.origin + url.pathname).toBe('wss://id.example/events/v1/authentication/sub');
    expect(Object.fromEntries(url.searchParams)).toEqual({ code: 'user login&x', token: sessionToken() });
    socket?.say('{"a":1}');
    expect(said).toEqual(['{"a":1}']);
    await fixture.client.dispose();
  });

  it.each([
    [{ appHost: 'https://acme.authing.cn' }, 'wss://openevent.authing.cn/events'],
    [{ appHost: 'https://authing.cn.evil.example' }, 'wss://authing.cn.evil.example/events'],
    [{ appHost: 'http://127.0.0.1:4455' }, 'ws://127.0.0.1:4455/events'],
    [{ socketUri: 'wss://sockets.example/base/' }, 'wss://sockets.example/base/events'],
  ])('with %j goes to %s', async (options, address) => {
    const fixture = await setUpSignedIn(options);
    const { socket } = await subscribe(fixture);
    expect(socket?.url.startsWith(`${address}/v1/authentication/sub?`)).toBe(true);
    await fixture.client.dispose();
  });

  it('takes a broken connection up again, after pauses that grow, and then says so', async () => {
    const fixture = await setUpSignedIn({ retryTimes: 3 });
    const { errors } = await subscribe(fixture);
    const pauses: number[] = [];
    for (let retry = 0; retry < 3; retry += 1) {
      FakeSocket.made.at(-1)?.close();
      await settled();
      let waited = 0;
      while (FakeSocket.made.length < retry + 2 && waited < 60_000) {
        await fixture.clock.advance(100);
        await settled();
        waited += 100;
      }
      pauses.push(waited);
    }
    for (const [retry, waited] of pauses.entries()) {
      expect(waited).toBeGreaterThanOrEqual(1_000 * 2 ** retry);
      expect(waited).toBeLessThanOrEqual(2_000 * 2 ** retry + 100);
    }
    expect(errors).toEqual([]);
    FakeSocket.made.at(-1)?.dispatchEvent(new Event('error'));
    await settled();
    expect(errors).toEqual([expect.objectContaining({ kind: 'network', message: expect.not.stringContaining('eyJ') })]);
    expect(FakeSocket.made).toHaveLength(4);
  });

  it('begins to count anew after a connection that was good', async () => {
    const fixture = await setUpSignedIn({ retryTimes: 1 });
    const { errors } = await subscribe(fixture);
    for (let round = 0; round < 5; round += 1) {
      FakeSocket.made.at(-1)?.say('news');
      FakeSocket.made.at(-1)?.close();
      await settled();
      await fixture.clock.advance(2_000);
      await settled();
    }
    expect(FakeSocket.made).toHaveLength(6);
    expect(errors).toEqual([]);
    await fixture.client.dispose();
  });

  it('carries the token of the moment', async () => {
    const fixture = await setUpSignedIn();
    await subscribe(fixture);
    fixture.client.setToken(sessionToken('ada', '2'));
    await settled();
    FakeSocket.made.at(-1)?.close();
    await fixture.clock.advance(2_000);
    await settled();
    expect(FakeSocket.made.at(-1)?.url).toContain(encodeURIComponent(sessionToken('ada', '2')));
    await fixture.client.dispose();
  });

  it('ends with the session, and says why', async () => {
    const fixture = await setUpSignedIn();
    const { errors, said, socket } = await subscribe(fixture);
    fixture.transport.answer(null);
    await fixture.client.logout();
    expect(socket?.isClosed).toBe(true);
    await fixture.clock.advance(60_000);
    await settled();
    expect(errors).toEqual([expect.objectContaining({ kind: 'not-signed-in' })]);
    socket?.say('late');
    expect(FakeSocket.made).toHaveLength(1);
    expect(said).toEqual([]);
  });

  it('lets nobody hear what was meant for who was signed in before', async () => {
    const fixture = await setUpSignedIn();
    const { said, socket } = await subscribe(fixture);
    fixture.transport.answerGraphql('loginByUsername', wireUser('grace'));
    await fixture.client.loginByUsername('grace', 'pw');
    expect(socket?.isClosed).toBe(true);
    socket?.say('for ada');
    await fixture.clock.advance(2_000);
    await settled();
    expect(FakeSocket.made.at(-1)?.url).toContain(encodeURIComponent(sessionToken('grace')));
    expect(said).toEqual([]);
    await fixture.client.dispose();
  });

  it('reports to errCallback that no user is signed in', async () => {
    const fixture = setUp();
    const { errors } = await subscribe(fixture);
    expect(errors).toEqual([expect.objectContaining({ kind: 'not-signed-in' })]);
    expect(FakeSocket.made).toEqual([]);
  });

  const endings: [string, (fixture: Fixture, unsubscribe: () => void) => unknown][] = [
    ['its function', (_, unsubscribe) => unsubscribe()],
    ['dispose (CLI-24)', ({ client }) => client.dispose()],
  ];
  it.each(endings)('is ended by %s, without a word', async (_, end) => {
    const fixture = await setUpSignedIn();
    const { errors, said, unsubscribe, socket } = await subscribe(fixture);
    await end(fixture, unsubscribe);
    socket?.say('late');
    await fixture.clock.advance(60_000);
    await settled();
    expect(socket?.isClosed).toBe(true);
    expect(FakeSocket.made).toHaveLength(1);
    expect([said, errors]).toEqual([[], []]);
  });

  it('makes no connection for whom has unsubscribed at once', async () => {
    const fixture = await setUpSignedIn();
    fixture.client.event.sub('e', () => {})();
    await import('./event-subscription.js');
    await settled();
    expect(FakeSocket.made).toEqual([]);
  });

  it('goes on where a callback throws, and says so', async () => {
    const fixture = await setUpSignedIn();
    const fail = jest.fn(() => {
      throw new Error('of the page');
    });
    fixture.client.event.sub('e', fail);
    await import('./event-subscription.js');
    await settled();
    FakeSocket.made[0]?.say('one');
    FakeSocket.made[0]?.say('two');
    expect(fail).toHaveBeenCalledTimes(2);
    expect(fixture.logger.lines).toEqual([
      ['A listener failed', { event: 'callback' }],
      ['A listener failed', { event: 'callback' }],
    ]);
    await fixture.client.dispose();
  });

  it.each<[unknown, unknown, unknown]>([
    ['', () => {}, () => {}],
    [5, () => {}, () => {}],
    ['e', null, () => {}],
    ['e', () => {}, 'log'],
  ])('refuses %j, %p, %p at once', (name, callback, errCallback) => {
    const { client } = setUp();
    expect(() => client.event.sub(name as never, callback as never, errCallback as never)).toThrow(
      expect.objectContaining({ kind: 'invalid-input' }),
    );
  });
});

describe('event.sub without a WebSocket of the platform', () => {
  it('talks over that of the package ws', async () => {
    Reflect.deleteProperty(globalThis, 'WebSocket');
    const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    server.on('connection', (socket, request) => {
      const { searchParams } = new URL(request.url ?? '', 'ws://x');
      socket.send(`${searchParams.get('code')} for ${searchParams.get('token') === sessionToken() ? 'ada' : 'nobody'}`);
    });
    const { client } = await setUpSignedIn({ appHost: `http://127.0.0.1:${port}` });
    const message = await new Promise((resolve, reject) => {
      client.event.sub('news', resolve, reject);
    });
    expect(message).toBe('news for ada');
    await client.dispose();
    await new Promise((resolve) => {
      server.close(resolve);
    });
  });
});
