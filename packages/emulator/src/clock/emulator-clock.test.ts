import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { systemClock } from '@sallyport/core/clock';
import type { Emulator } from '../emulator.types.js';
import { startEmulator } from '../start-emulator.js';
import { EmulatorClock } from './emulator-clock.js';

const DAY_MS = 86_400_000;
const NEVER_BY_ITSELF = { intervalMs: 2 ** 30 };

let emulator: Emulator;
let clock: EmulatorClock;

beforeEach(async () => {
  emulator = await startEmulator({ clock: 'manual' });
  clock = await EmulatorClock.follow(emulator.url, NEVER_BY_ITSELF);
});

afterEach(async () => {
  clock.close();
  await emulator.stop();
});

describe('EmulatorClock', () => {
  it('stands where the emulator’s clock stands, and moves with it', async () => {
    expect(clock.now()).toBe(Date.UTC(2026, 0, 1));
    await emulator.clock.advance('31d');
    await clock.sync();
    expect(clock.now()).toBe(Date.UTC(2026, 1, 1));
    await emulator.clock.setTo('2020-01-01');
    await clock.sync();
    expect(clock.now()).toBe(Date.UTC(2020, 0, 1));
  });

  it('fires what has fallen due, in order, and nothing before its time', async () => {
    const fired: string[] = [];
    clock.setTimer(() => fired.push('late'), 2_000);
    clock.setTimer(() => fired.push('early'), 1_000);
    clock.setTimer(() => fired.push('not yet'), 2_001);
    clock.setTimer(() => fired.push('cancelled'), 1)();
    await emulator.clock.advance(2_000);
    await clock.sync();
    expect(fired).toEqual(['early', 'late']);
  });

  it('hears of a move by itself', async () => {
    const following = await EmulatorClock.follow(emulator.url, { intervalMs: 5 });
    const slept = following.sleep(DAY_MS);
    await emulator.clock.advance(DAY_MS);
    await slept;
    expect(following.now()).toBe(Date.UTC(2026, 0, 2));
    following.close();
  });

  it('runs when the emulator’s clock runs, as far ahead', async () => {
    const running = await startEmulator();
    await running.clock.advance('31d');
    const following = await EmulatorClock.follow(running.url, NEVER_BY_ITSELF);
    const [realBefore, before] = [systemClock.now(), running.clock.now()];
    await running.stop();
    const now = following.now();
    expect(before - realBefore).toBeGreaterThan(30 * DAY_MS);
    expect(now).toBeGreaterThanOrEqual(before);
    expect(now - before).toBeLessThanOrEqual(systemClock.now() - realBefore);
    following.close();
  });

  it('goes on when the emulator is gone, and follows again when it is back', async () => {
    let isGone = false;
    const following = await EmulatorClock.follow(emulator.url, {
      intervalMs: 5,
      fetch: (url, init) => (isGone ? Promise.reject(new Error('gone')) : fetch(url, init)),
    });
    isGone = true;
    await emulator.clock.advance(DAY_MS);
    await expect(following.sync()).rejects.toThrow('gone');
    expect(following.now()).toBe(Date.UTC(2026, 0, 1));
    const slept = following.sleep(1);
    isGone = false;
    await slept;
    expect(following.now()).toBe(Date.UTC(2026, 0, 2));
    following.close();
  });

  it('believes the later of two looks, whichever comes back first', async () => {
    const answers: ((nowMs: number) => void)[] = [];
    const ask = (): Promise<{ ok: boolean; status: number; json: () => Promise<unknown> }> =>
      new Promise((resolve) => {
        answers.push((nowMs) => resolve({ ok: true, status: 200, json: async () => ({ nowMs, offsetMs: null }) }));
      });
    const begun = EmulatorClock.follow('http://127.0.0.1', { ...NEVER_BY_ITSELF, fetch: ask });
    answers[0]?.(0);
    const following = await begun;
    const looks = [following.sync(), following.sync()];
    answers[2]?.(2);
    await looks[1];
    answers[1]?.(1);
    await Promise.all(looks);
    expect(following.now()).toBe(2);
    following.close();
  });

  it('rejects a sleep with the reason its signal aborts with, and when it is closed', async () => {
    const reason = new Error('enough');
    await expect(clock.sleep(1, AbortSignal.abort(reason))).rejects.toBe(reason);
    const controller = new AbortController();
    const sleeping = clock.sleep(1, controller.signal);
    controller.abort(reason);
    await expect(sleeping).rejects.toBe(reason);
    const closed = clock.sleep(1);
    clock.close();
    await expect(closed).rejects.toThrow('closed');
    await expect(clock.sleep(1)).rejects.toThrow('closed');
  });

  it('says when there is no emulator', async () => {
    await expect(EmulatorClock.follow(emulator.url, { fetch: () => fetch(`${emulator.url}/x`) })).rejects.toThrow(
      'status 404',
    );
  });
});
