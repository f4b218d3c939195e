import type { CancelTimer, Clock } from './clock.js';
import { sleepBy } from './sleep.js';

// A delay of 2³¹ ms or more overflows and fires at once, so a long one is waited for in pieces.
const LONGEST_DELAY_MS = 2 ** 31 - 1;

type Handle = ReturnType<typeof setTimeout>;

function startTimer(callback: () => void, delayMs: number, adopt: (handle: Handle) => void): CancelTimer {
  const fireAt = Date.now() + delayMs;
  let handle: Handle | undefined;
  const wait = (): void => {
    const remainingMs = Math.max(0, fireAt - Date.now());
    handle = setTimeout(remainingMs > LONGEST_DELAY_MS ? wait : callback, Math.min(remainingMs, LONGEST_DELAY_MS));
    adopt(handle);
  };
  wait();
  return () => clearTimeout(handle);
}

function keepAlive(): void {}

// In browsers a handle is a number and nothing has to be let go.
function letProcessEnd(handle: Handle): void {
  if (typeof handle === 'object') handle.unref();
}

class SystemClock implements Clock {
  now(): number {
    return Date.now();
  }

  setTimer(callback: () => void, delayMs: number): CancelTimer {
    return startTimer(callback, delayMs, letProcessEnd);
  }

  sleep(delayMs: number, signal?: AbortSignal): Promise<void> {
    return sleepBy((callback, delay) => startTimer(callback, delay, keepAlive), delayMs, signal);
  }
}

/** The clock of the machine. The default of every client. */
export const systemClock: Clock = /* @__PURE__ */ new SystemClock();
