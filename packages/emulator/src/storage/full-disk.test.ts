import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Emulator, EmulatorOptions } from '../emulator.types.js';
import type { WireDriver as Driver } from '../wire-driver.fixture.js';

/** How many bytes the files of the directory may have; `null` for a disk with room. */
let capacity: number | null = null;

const used = (): number => fs.readdirSync(data).reduce((sum, name) => sum + fs.statSync(join(data, name)).size, 0);
const leave = (bytes: number): void => {
  capacity = used() + bytes;
};

jest.unstable_mockModule('node:fs', () => ({
  ...fs,
  writeSync: (file: number, bytes: Buffer, at: number, length: number, position: number): number => {
    const room = capacity === null ? length : Math.max(0, capacity - used());
    if (room === 0) throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
    return fs.writeSync(file, bytes, at, Math.min(length, room), position);
  },
}));

const { startEmulator } = await import('../start-emulator.js');
const { WireDriver } = await import('../wire-driver.fixture.js');

const EMAIL = 'ada@example.com';
const PASSWORD = 'correct horse';

let data: string;
let state: string;
let reported: string[];
const running = new Set<Emulator>();

beforeEach(() => {
  capacity = null;
  data = fs.mkdtempSync(join(tmpdir(), 'sallyport-full-'));
  state = join(data, 'state.jsonl');
  reported = [];
});

afterEach(async () => {
  await Promise.all([...running].map((emulator) => emulator.stop()));
  running.clear();
  fs.rmSync(data, { recursive: true, force: true });
});

async function start(options: EmulatorOptions = {}): Promise<{ emulator: Emulator; wire: Driver }> {
  const onUnexpectedError = (error: unknown): void => void reported.push((error as Error).message);
  const emulator = await startEmulator({ clock: 'manual', data, onUnexpectedError, ...options });
  running.add(emulator);
  return { emulator, wire: new WireDriver(emulator) };
}

async function stop(emulator: Emulator): Promise<void> {
  running.delete(emulator);
  await emulator.stop();
}

/** Starts on the files as they are, as after SIGKILL. */
async function startOnCopy(): Promise<Emulator> {
  const copy = join(data, 'copy');
  fs.mkdirSync(copy);
  fs.copyFileSync(state, join(copy, 'state.jsonl'));
  return (await start({ data: copy })).emulator;
}

const sendSms = (wire: Driver, phone: string) => wire.send('POST', '/api/v2/sms/send', { body: { phone } });
const phonesOf = (emulator: Emulator): string[] => emulator.messages.list().map(({ to }) => to);

describe('a server on a full disk', () => {
  it('keeps every acknowledged write after a write that failed in the middle', async () => {
    const { emulator, wire } = await start();
    await sendSms(wire, '13800000001');
    leave(100);
    expect((await sendSms(wire, '13800000002')).status).toBe(507);
    capacity = null;
    expect((await sendSms(wire, '13800000003')).status).toBe(200);
    expect(fs.readFileSync(state).includes(0)).toBe(false);
    expect(phonesOf(await startOnCopy())).toEqual(['13800000003', '13800000001']);
    expect(phonesOf(emulator)).toEqual(['13800000003', '13800000001']);
  });

  it('overwrites the bytes of a failed write that the system does not truncate', async () => {
    const { wire } = await start();
    leave(300);
    await sendSms(wire, '13800000002');
    const torn = Buffer.alloc(5_000, 'x');
    fs.appendFileSync(state, torn);
    capacity = null;
    await sendSms(wire, '13800000003');
    expect(phonesOf(await startOnCopy())).toEqual(['13800000003']);
    expect(reported.at(-1)).toMatch(/state\.jsonl: dropped \d+ bytes after the last line end/);
  });

  it('answers writes with 507 and the cause in the form of each wire, and goes on with reads and control', async () => {
    const { emulator, wire } = await start();
    const { token } = (await wire.register(EMAIL, PASSWORD)).body;
    const before = emulator.snapshot();
    leave(0);
    const message = 'The state could not be written, so nothing was changed (ENOSPC)';
    const email = 'joe@example.com';
    expect(await sendSms(wire, '13800000002')).toMatchObject({
      status: 507,
      body: { code: 507, message, data: null },
    });
    expect(await wire.register(email, PASSWORD)).toMatchObject({ status: 507 });
    const signUp = { body: { email, password: PASSWORD } };
    expect(await wire.send('POST', '/auth/v1/signup', signUp)).toMatchObject({
      status: 507,
      body: { code: 507, error_code: 'unexpected_failure', msg: message },
    });
    expect(await wire.send('PUT', '/_emulator/settings', { body: { codeLength: 8 } })).toMatchObject({
      status: 507,
      body: { error: { code: 'http-507', message } },
    });
    expect(() => emulator.settings({ codeLength: 8 })).toThrow(message);
    await expect(emulator.seed({ objects: [{ kind: 'user', email }] })).rejects.toThrow(message);

    expect((await wire.graphql('{ user { email } }', {}, { bearer: token })).body.email).toBe(EMAIL);
    for (const path of ['/auth/v1/health', '/oidc/.well-known/openid-configuration', '/_emulator/messages']) {
      expect((await wire.send('GET', path)).status).toBe(200);
    }
    expect((await wire.send('POST', '/_emulator/clock', { body: { advanceMs: 1_000 } })).status).toBe(200);
    const { collections, cells } = emulator.snapshot();
    expect({ collections, cells }).toEqual({ collections: before.collections, cells: before.cells });
    expect(reported).toEqual([`data: cannot write ${state} (ENOSPC)`]);

    capacity = null;
    expect((await wire.register(email, PASSWORD)).body.email).toBe(email);
  });

  it('fails the rest of a request of which one change was not kept', async () => {
    const { emulator, wire } = await start();
    await wire.register(EMAIL, PASSWORD);
    const { accounts, devices, sessions } = emulator.snapshot().collections;
    for (const bytes of [0, 200, 400, 600, 800]) {
      leave(bytes);
      expect((await wire.login(EMAIL, PASSWORD)).status).toBe(507);
      expect(emulator.snapshot().collections).toMatchObject({ accounts, devices, sessions });
    }
  });

  it('removes the draft of a rewrite that failed, and goes on with the long file', async () => {
    const { emulator, wire } = await start();
    await emulator.seed({ objects: [{ kind: 'user', email: EMAIL, customData: { essay: 'x'.repeat(600_000) } }] });
    const [account] = emulator.snapshot().collections.accounts ?? [];
    const id = account?.id ?? '';
    const bearer = await wire.managementToken();
    const change = 'mutation ($id: String, $n: String) { updateUser(id: $id, input: { nickname: $n }) { id } }';
    while (fs.statSync(state).size < 3_000_000) {
      expect((await wire.graphql(change, { id, n: 'Ada' }, { bearer })).status).toBe(200);
    }
    leave(1_000_000); // for a line, and not for a rewrite beside it
    expect((await wire.graphql(change, { id, n: 'Lovelace' }, { bearer })).status).toBe(200);
    await stop(emulator);
    expect(fs.readdirSync(data)).toEqual(['state.jsonl']);
    capacity = null;
    const next = await start();
    expect(Object(next.emulator.snapshot().collections.accounts?.[0]).texts.nickname).toBe('Lovelace');
  });

  it('makes room by a rewrite after a reset', async () => {
    const { emulator, wire } = await start();
    await emulator.seed({ objects: [{ kind: 'user', email: EMAIL, customData: { essay: 'x'.repeat(50_000) } }] });
    leave(0);
    expect((await sendSms(wire, '13800000001')).status).toBe(507);
    await expect(emulator.reset()).rejects.toThrow('ENOSPC');
    expect(emulator.snapshot().collections.accounts).toHaveLength(1);
    leave(8_000);
    for (let turn = 0; turn < 50; turn += 1) await emulator.reset();
    expect(fs.statSync(state).size).toBeLessThan(30_000);
  });

  it('starts without room for a second copy', async () => {
    const one = await start();
    await sendSms(one.wire, '13800000001');
    await stop(one.emulator);
    leave(0);
    const { emulator } = await start();
    expect(phonesOf(emulator)).toEqual(['13800000001']);
  });

  it('reports a removed directory, and answers writes with 507', async () => {
    const { emulator, wire } = await start();
    fs.rmSync(data, { recursive: true });
    expect(await sendSms(wire, '13800000001')).toMatchObject({
      status: 507,
      body: { message: expect.stringContaining('the file was removed') },
    });
    expect(phonesOf(emulator)).toEqual([]);
    expect(reported).toEqual([expect.stringContaining(`cannot write ${state} (the file was removed)`)]);
    await stop(emulator);
    expect(fs.existsSync(data)).toBe(false);
  });
});
