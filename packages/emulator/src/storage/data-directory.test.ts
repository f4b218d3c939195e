import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { systemClock } from '@sallyport/core/clock';
import type { Emulator, EmulatorOptions } from '../emulator.types.js';
import { startEmulator } from '../start-emulator.js';
import { WireDriver } from '../wire-driver.fixture.js';

const EMAIL = 'ada@example.com';
const PASSWORD = 'correct horse';

let data: string;
let state: string;
const running = new Set<Emulator>();

beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'sallyport-data-'));
  state = join(data, 'state.jsonl');
});

afterEach(async () => {
  await Promise.all([...running].map((emulator) => emulator.stop()));
  running.clear();
  rmSync(data, { recursive: true, force: true });
});

async function start(options: EmulatorOptions = {}): Promise<{ emulator: Emulator; wire: WireDriver }> {
  const emulator = await startEmulator({ clock: 'manual', data, ...options });
  running.add(emulator);
  return { emulator, wire: new WireDriver(emulator) };
}

async function stop(emulator: Emulator): Promise<void> {
  running.delete(emulator);
  await emulator.stop();
}

const readUser = (wire: WireDriver, bearer: string) => wire.graphql('{ user { id email } }', {}, { bearer });

describe('a server with a directory of data', () => {
  it('goes on where the last one ended: sessions, factors, codes, settings and time, at another address', async () => {
    const one = await start();
    const { token, secret } = await one.wire.bound(EMAIL, PASSWORD);
    const mfaToken = await one.wire.mfaToken(EMAIL, PASSWORD);
    await one.wire.send('POST', '/api/v2/sms/send', { body: { phone: '13800000000' } });
    one.emulator.settings({ codeLength: 8, applicationMfa: ['OTP'] });
    await one.emulator.clock.advance('5m');
    const [before, { control }] = [one.emulator.snapshot(), one.emulator.description()];
    await stop(one.emulator);

    const { emulator, wire } = await start();
    expect(emulator.description().control).not.toEqual(control);
    const { issuers: _, ...cells } = emulator.snapshot().cells;
    expect(before.cells).toMatchObject(cells);
    expect(emulator.snapshot().collections).toEqual(before.collections);
    expect(emulator.clock.now()).toBe(Date.UTC(2026, 0, 1, 0, 5));
    expect((await readUser(wire, token)).body.email).toBe(EMAIL);
    expect((await wire.verifyTotp(mfaToken, await wire.totp(secret))).body.code).toBe(200);
    expect(emulator.messages.latest()).toMatchObject({ to: '13800000000', scene: 'login' });
  });

  it('keeps how far its clock is ahead, and runs on meanwhile', async () => {
    const { emulator } = await start({ clock: 'system' });
    await emulator.clock.advance('31d');
    const realBefore = systemClock.now();
    const before = emulator.clock.now();
    await stop(emulator);
    const { emulator: next } = await start({ clock: 'system' });
    const now = next.clock.now();
    expect(before - realBefore).toBeGreaterThan(30 * 86_400_000);
    expect(now).toBeGreaterThanOrEqual(before);
    expect(now - before).toBeLessThanOrEqual(systemClock.now() - realBefore);
  });

  it('begins with its seed once, and with it again after a reset', async () => {
    const options = { seed: { objects: [{ kind: 'user', email: EMAIL }] }, settings: { codeLength: 4 } } as const;
    const one = await start(options);
    one.emulator.settings({ codeLength: 8 });
    await one.wire.register('joe@example.com', PASSWORD);
    await stop(one.emulator);

    const { emulator } = await start(options);
    const emails = (): unknown[] =>
      (emulator.snapshot().collections.accounts ?? []).map((entry) => Object(entry).email);
    expect(emails()).toEqual([EMAIL, 'joe@example.com']);
    expect(emulator.snapshot().cells.settings).toMatchObject({ codeLength: 8 });
    await emulator.reset();
    expect(emails()).toEqual([EMAIL]);
    expect(emulator.snapshot().cells.settings).toMatchObject({ codeLength: 4 });
  });

  it('keeps a reset and a restored snapshot as it keeps all else', async () => {
    const one = await start();
    const { token } = (await one.wire.register(EMAIL, PASSWORD)).body;
    const snapshot = one.emulator.snapshot();
    await one.emulator.reset();
    await stop(one.emulator);
    const two = await start();
    expect((await readUser(two.wire, token)).body.code).toBe(2207);
    await two.emulator.clock.advance('1d');
    await two.emulator.restore(snapshot);
    await stop(two.emulator);
    const three = await start();
    expect(three.emulator.snapshot().collections).toEqual(snapshot.collections);
    expect(three.emulator.clock.now()).toBe(snapshot.clock.nowMs);
    expect((await readUser(three.wire, token)).body.email).toBe(EMAIL);
  });

  it('has written what it answers for, and not what was torn by its end (EMU-28)', async () => {
    const { emulator, wire } = await start();
    const { token } = (await wire.register(EMAIL, PASSWORD)).body;
    const written = readFileSync(state);
    await stop(emulator);
    for (const torn of ['0123456789abcdef {"clock"', '0', '']) {
      writeFileSync(state, written);
      appendFileSync(state, torn);
      const next = await start();
      expect((await readUser(next.wire, token)).body.email).toBe(EMAIL);
      await stop(next.emulator);
    }
  });

  it.each([
    ['what was changed', (text: string) => text.replace(EMAIL, 'eve@example.com'), 'damaged'],
    ['what was cut out of it', (text: string) => text.replace(/\n.*\n/, '\n\n'), 'damaged'],
    ['what is something else', () => 'The quick brown fox\n', 'damaged'],
    ['nothing at all', () => '', 'no state'],
    ['half a first line', (text: string) => text.slice(0, 40), 'no state'],
  ])('refuses to begin with %s, names the file and leaves it (EMU-28)', async (_, damage, message) => {
    const { emulator, wire } = await start();
    await wire.register(EMAIL, PASSWORD);
    await stop(emulator);
    const damaged = damage(readFileSync(state, 'utf8'));
    writeFileSync(state, damaged);
    await expect(start()).rejects.toMatchObject({
      kind: 'configuration',
      message: expect.stringMatching(new RegExp(`state\\.jsonl.*${message}`)),
    });
    expect(readFileSync(state, 'utf8')).toBe(damaged);
    expect(readdirSync(data)).toEqual(['state.jsonl']);
  });

  it('is nobody else’s to read', async () => {
    await start();
    const modes = readdirSync(data).map((name) => statSync(join(data, name)).mode & 0o777);
    expect(modes).toEqual([0o600, 0o600]);
  });

  it('is the only one there: another is refused, by the number of the process', async () => {
    await start();
    await expect(start()).rejects.toMatchObject({
      kind: 'configuration',
      message: `data: ${data} is in use by process ${process.pid}`,
    });
  });

  it('takes over from a process that is gone, also when its number is in use again', async () => {
    const gone = spawnSync(process.execPath, ['--version']).pid;
    const locks = [{ pid: gone, startedAt: null }, { pid: process.pid, startedAt: 'another boot' }, 'rubbish'];
    for (const lock of locks) {
      writeFileSync(join(data, 'lock'), JSON.stringify(lock));
      const { emulator } = await start();
      await stop(emulator);
      expect(existsSync(join(data, 'lock'))).toBe(false);
    }
  });

  it('clears away what a process left that ended while it took the directory', async () => {
    const gone = spawnSync(process.execPath, ['--version']).pid;
    writeFileSync(join(data, `lock.${gone}.draft`), '');
    writeFileSync(join(data, `lock.${process.pid}.draft`), '');
    writeFileSync(`${state}.new`, 'half');
    const { emulator } = await start();
    await stop(emulator);
    expect(readdirSync(data).sort()).toEqual([`lock.${process.pid}.draft`, 'state.jsonl']);
  });

  it('leaves the directory when it could not start', async () => {
    const { emulator } = await start({ data: join(data, 'other') });
    const port = Number(new URL(emulator.url).port);
    await expect(start({ port })).rejects.toMatchObject({ message: expect.stringContaining('EADDRINUSE') });
    await expect(start({ seed: { objects: [{ kind: 'dragon' }] } as never })).rejects.toMatchObject({
      message: expect.stringContaining('dragon'),
    });
    await start();
  });

  it('is refused where no directory can be', async () => {
    writeFileSync(join(data, 'file'), '');
    const refused = (path: unknown) =>
      expect(start({ data: path as string })).rejects.toMatchObject({
        kind: 'configuration',
        message: expect.stringMatching(/^data/),
      });
    await refused(join(data, 'file'));
    await refused(join(data, 'file', 'x'));
    await refused('');
    await refused(7);
  });

  it('a refused seed writes nothing', async () => {
    const { emulator } = await start();
    await emulator.seed({ objects: [{ kind: 'user', id: '1', email: EMAIL }] });
    const { size } = statSync(state);
    const objects = [
      { kind: 'user', id: '2' },
      { kind: 'user', id: '1' },
    ] as const;
    await expect(emulator.seed({ objects })).rejects.toMatchObject({ kind: 'invalid-input' });
    expect(statSync(state).size).toBe(size);
  });

  it('the directory has a short file after the end of the server, in lines of a bounded length', async () => {
    const { emulator } = await start();
    const users = Array.from({ length: 40 }, (_, index) => ({
      kind: 'user' as const,
      username: `user ${index}`,
      customData: { essay: 'x'.repeat(50_000) },
    }));
    await emulator.seed({ objects: users });
    for (let turn = 0; turn < 100; turn += 1) emulator.settings({ codeLength: 4 + (turn % 4) });
    const before = emulator.snapshot();
    await stop(emulator);
    const lines = readFileSync(state, 'utf8').split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(400_000);
    expect(lines.length).toBeLessThan(15);
    const next = await start();
    expect(next.emulator.snapshot().collections).toEqual(before.collections);
  });

  it('the draft of a rewrite replaces a symbolic link in its place, and does not follow it', async () => {
    const { emulator } = await start();
    const other = join(data, 'other');
    writeFileSync(other, 'canary');
    symlinkSync(other, `${state}.new`);
    await emulator.seed({ objects: [{ kind: 'user', email: EMAIL }] });
    await stop(emulator);
    expect(readFileSync(other, 'utf8')).toBe('canary');
    expect(lstatSync(state).isFile()).toBe(true);
    rmSync(state);
    symlinkSync(other, state);
    await expect(start()).rejects.toMatchObject({ message: expect.stringContaining('ELOOP') });
  });

  it('a start writes on a long file and leaves the rewrite to a later moment', async () => {
    const { emulator } = await start();
    await emulator.seed({ objects: [{ kind: 'user', email: EMAIL, customData: { essay: 'x'.repeat(1_000_000) } }] });
    const [first, ...batches] = readFileSync(state, 'utf8').split('\n').slice(0, -1);
    await stop(emulator);
    const long = [first, ...Array.from({ length: 8 }, () => batches.at(-1)), ''].join('\n');
    writeFileSync(state, long);
    await start();
    expect(readFileSync(state, 'utf8').startsWith(long)).toBe(true);
  });

  it('begins its file anew before it grows without end', async () => {
    const { emulator, wire } = await start();
    const { token } = (await wire.register(EMAIL, PASSWORD)).body;
    const params = JSON.stringify([{ key: 'essay', value: 'x'.repeat(500_000) }]);
    await wire.register('joe@example.com', PASSWORD, { params });
    const joe = (await wire.login('joe@example.com', PASSWORD)).body.token;
    const change = 'mutation { updateUser(input: { nickname: "Joe" }) { id } }';
    for (let turn = 0; turn < 12; turn += 1) await wire.graphql(change, {}, { bearer: joe });
    expect(statSync(state).size).toBeLessThan(5_500_000);
    await stop(emulator);
    const next = await start();
    expect((await readUser(next.wire, token)).body.email).toBe(EMAIL);
    expect((await readUser(next.wire, joe)).body.email).toBe('joe@example.com');
  });
});
