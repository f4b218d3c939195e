import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { TimeoutError } from '../errors/index.js';
import { Lifetime } from '../lifetime.js';
import { unlessAborted } from '../unless-aborted.js';
import { startDeadline } from './deadline.js';

describe('startDeadline', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('aborts with a TimeoutError when the time is over (NET-01, F05)', () => {
    const { signal } = startDeadline(500);
    jest.advanceTimersByTime(499);
    expect(signal.aborted).toBe(false);
    jest.advanceTimersByTime(1);
    expect(signal.reason).toBeInstanceOf(TimeoutError);
    expect(signal.reason).toMatchObject({ retryable: true, message: 'No complete answer within 500 ms' });
  });

  it('startDeadline grants one short turn when its timer fires after a jump of time', () => {
    const jump = jest.spyOn(performance, 'now').mockReturnValue(0);
    const { signal } = startDeadline(500);
    jump.mockReturnValue(14_000);
    jest.advanceTimersByTime(500);
    expect(signal.aborted).toBe(false);
    jest.advanceTimersByTime(250);
    expect(signal.reason).toBeInstanceOf(TimeoutError);
    jump.mockRestore();
  });

  it('startDeadline leaves no timer when it is cleared after a jump of time', () => {
    const jump = jest.spyOn(performance, 'now').mockReturnValue(0);
    const deadline = startDeadline(500);
    jump.mockReturnValue(14_000);
    jest.advanceTimersByTime(500);
    deadline.clear();
    expect([deadline.signal.aborted, jest.getTimerCount()]).toEqual([false, 0]);
    jump.mockRestore();
  });

  it('aborts with the caller’s own reason, distinct from a time-out (F05)', () => {
    const controller = new AbortController();
    const { signal } = startDeadline(500, undefined, controller.signal);
    const reason = new Error('enough');
    controller.abort(reason);
    expect(signal.reason).toBe(reason);
  });

  it('is over at once when the caller has aborted before', () => {
    const reason = new Error('enough');
    expect(startDeadline(500, AbortSignal.abort(reason)).signal.reason).toBe(reason);
  });

  it('tells what is left, and never less than nothing', () => {
    const deadline = startDeadline(500);
    jest.advanceTimersByTime(200);
    expect(deadline.remainingMs()).toBe(300);
    jest.advanceTimersByTime(1_000);
    expect(deadline.remainingMs()).toBe(0);
  });

  it('leaves neither timer nor listener when it is cleared', () => {
    const controller = new AbortController();
    const remove = jest.spyOn(controller.signal, 'removeEventListener');
    startDeadline(500, controller.signal).clear();
    expect(jest.getTimerCount()).toBe(0);
    expect(remove).toHaveBeenCalledTimes(1);
  });

  it.each([[2 ** 31], [Number.MAX_SAFE_INTEGER]])('takes %d ms for a long time, not for none', (timeoutMs) => {
    const { signal } = startDeadline(timeoutMs);
    jest.advanceTimersByTime(86_400_000);
    expect(signal.aborted).toBe(false);
  });
});

describe('a deadline where signals have no reason, as in React Native', () => {
  it('aborts with a TimeoutError, or with the reason of the signal that aborted', async () => {
    const { AbortController: Real } = globalThis;
    class WithoutReason {
      readonly signal = new EventTarget() as EventTarget & { aborted: boolean };
      abort(): void {
        this.signal.aborted = true;
        this.signal.dispatchEvent(new Event('abort'));
      }
    }
    globalThis.AbortController = WithoutReason as unknown as typeof AbortController;
    try {
      const waiting = unlessAborted(new Promise(() => {}), startDeadline(1).signal);
      await expect(waiting).rejects.toBeInstanceOf(TimeoutError);
      const lifetime = new Lifetime();
      const deadline = startDeadline(60_000, lifetime);
      lifetime.abort('over');
      await expect(unlessAborted(new Promise(() => {}), deadline.signal)).rejects.toBe('over');
      deadline.clear();
    } finally {
      globalThis.AbortController = Real;
    }
  });
});
