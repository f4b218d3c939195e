import { beforeEach, describe, expect, it } from '@jest/globals';
import { WebSocket } from 'ws';
import { emulator, wire } from '../emulator-under-test.fixture.js';
import { EMAIL, PASSWORD } from '../wire-driver.fixture.js';

let token: string;

beforeEach(async () => {
  token = (await wire.register(EMAIL, PASSWORD)).body.token;
});

interface Socket {
  readonly heard: string[];
  /** Resolves with the code. */
  readonly closed: Promise<number>;
  /** Resolves when all that was sent before has arrived. */
  readonly settled: () => Promise<void>;
}

/** Resolves when it is open; rejects where it is refused. */
function connect(path: string, query: Readonly<Record<string, string>>, options = {}): Promise<Socket> {
  const url = `${emulator.url.replace('http', 'ws')}${path}?${new URLSearchParams(query)}`;
  const socket = new WebSocket(url, options);
  const heard: string[] = [];
  socket.on('message', (data: Buffer) => heard.push(data.toString()));
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  const settled = () =>
    new Promise<void>((resolve) => {
      socket.once('pong', () => resolve());
      socket.ping();
    });
  return new Promise((resolve, reject) => {
    socket.on('open', () => resolve({ heard, closed, settled }));
    socket.on('error', reject);
  });
}

const asUser = '/events/v1/authentication/sub';
const asAdmin = '/events/v1/management/sub';
const publish = (bearer: string, eventType: string, eventData: string) =>
  wire.send('POST', '/api/v3/pub-userEvent', { bearer, body: { eventType, source: 'test', eventData } });

describe('an event', () => {
  it('is heard by the user, and by administrators, and by nobody else (EMU-22)', async () => {
    const eve = (await wire.register('eve@example.com', PASSWORD)).body.token;
    const mine = await connect(asUser, { code: 'news', token });
    const others = await connect(asUser, { code: 'news', token: eve });
    const elsewhere = await connect(asUser, { code: 'weather', token });
    const all = await connect(asAdmin, { code: 'news', token: await wire.managementToken() });
    await publish(token, 'news', '{"k":"v"}');
    await publish(eve, 'news', 'of eve');
    for (const socket of [mine, others, elsewhere, all]) await socket.settled();
    expect([mine.heard, others.heard, elsewhere.heard, all.heard]).toEqual([
      ['{"k":"v"}'],
      ['of eve'],
      [],
      ['{"k":"v"}', 'of eve'],
    ]);
  });

  it('is not heard any more after a sign-out (EMU-20)', async () => {
    const { heard, closed } = await connect(asUser, { code: 'news', token });
    await wire.send('GET', '/api/v2/logout', { bearer: token });
    const again = (await wire.login(EMAIL, PASSWORD)).body.token;
    await publish(again, 'news', 'late');
    expect([await closed, heard]).toEqual([1_008, []]);
  });

  it.each<[string, string, Readonly<Record<string, string>>, object, number]>([
    ['no token', asUser, { code: 'news' }, {}, 401],
    ['a user for an administrator', asAdmin, { code: 'news', token: 'TOKEN' }, {}, 401],
    ['no event', asUser, { token: 'TOKEN' }, {}, 404],
    ['another path', '/events', { code: 'news', token: 'TOKEN' }, {}, 404],
    ['another page', asUser, { code: 'news', token: 'TOKEN' }, { origin: 'https://evil.example' }, 403],
    ['another host', asUser, { code: 'news', token: 'TOKEN' }, { headers: { host: 'evil.example' } }, 403],
  ])('opens to nobody with %s', async (_, path, query, options, status) => {
    const given = { ...query, ...(query.token === 'TOKEN' ? { token } : {}) };
    await expect(connect(path, given, options)).rejects.toThrow(`${status}`);
  });

  it('holds up no end of the server', async () => {
    const { closed } = await connect(asUser, { code: 'news', token });
    await emulator.stop();
    await expect(closed).resolves.toBe(1_006);
  });
});
