import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { systemClock } from './system-clock.js';

const START = Date.UTC(2026, 0, 1);
const MONTH_MS = 31 * 86_400_000; // longer than the 2³¹ ms that a timer of the platform can wait

describe('systemClock', () => {
  beforeEach(() => {
    jest.useFakeTimers({ now: START });
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('reads the time of the machine', () => {
    expect(systemClock.now()).toBe(START);
  });

  it('waits for a month, in pieces, without firing early', () => {
    const fired = jest.fn();
    systemClock.setTimer(fired, MONTH_MS);
    jest.advanceTimersByTime(MONTH_MS - 1);
    expect(fired).not.toHaveBeenCalled();
    jest.advanceTimersByTime(1);
    expect(fired).toHaveBeenCalledTimes(1);
  });

  it('never asks the platform for a delay that overflows', () => {
    const setTimer = jest.spyOn(globalThis, 'setTimeout');
    systemClock.setTimer(() => {}, MONTH_MS);
    expect(setTimer.mock.calls.map(([, delay]) => delay)).toEqual([2 ** 31 - 1]);
  });

  it('cancels a long timer in its second piece', () => {
    const fired = jest.fn();
    const cancel = systemClock.setTimer(fired, MONTH_MS);
    jest.advanceTimersByTime(2 ** 31);
    cancel();
    jest.advanceTimersByTime(MONTH_MS);
    expect(fired).not.toHaveBeenCalled();
  });

  it('wakes a sleeper after a month', async () => {
    const sleeping = systemClock.sleep(MONTH_MS);
    await jest.advanceTimersByTimeAsync(MONTH_MS);
    await expect(sleeping).resolves.toBeUndefined();
  });

  it('rejects a sleep with the reason its signal aborts with, and leaves no timer', async () => {
    const controller = new AbortController();
    const sleeping = systemClock.sleep(1_000, controller.signal);
    const reason = new Error('enough');
    controller.abort(reason);
    await expect(sleeping).rejects.toBe(reason);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('rejects a sleep whose signal had aborted before', async () => {
    const reason = new Error('enough');
    await expect(systemClock.sleep(1, AbortSignal.abort(reason))).rejects.toBe(reason);
  });

  it('lets go of the signal when the sleep is over', async () => {
    const { signal } = new AbortController();
    const remove = jest.spyOn(signal, 'removeEventListener');
    const sleeping = systemClock.sleep(10, signal);
    await jest.advanceTimersByTimeAsync(10);
    await sleeping;
    expect(remove).toHaveBeenCalledWith('abort', expect.any(Function));
  });
});
