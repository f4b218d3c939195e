import { describe, expect, it, jest } from '@jest/globals';
import { abortWith } from './http/deadline.js';
import { Lifetime } from './lifetime.js';
import { unlessAborted } from './unless-aborted.js';

const never = new Promise<never>(() => {});

describe('Lifetime', () => {
  it('ends waiting and controllers with its reason', async () => {
    const lifetime = new Lifetime();
    const controller = new AbortController();
    abortWith(controller, [lifetime]);
    const waiting = unlessAborted(never, lifetime);
    expect([lifetime.aborted, controller.signal.aborted]).toEqual([false, false]);
    const reason = new Error('the client was disposed of');
    lifetime.abort(reason);
    await expect(waiting).rejects.toBe(reason);
    expect([lifetime.aborted, lifetime.reason, controller.signal.reason]).toEqual([true, reason, reason]);
    expect(() => lifetime.throwIfAborted()).toThrow(reason);
  });

  it('ends later work at once', async () => {
    const lifetime = new Lifetime();
    lifetime.abort('over');
    await expect(unlessAborted(never, lifetime)).rejects.toBe('over');
  });

  it('keeps its first reason and calls no removed listener', () => {
    const lifetime = new Lifetime();
    const listener = jest.fn();
    lifetime.addEventListener('abort', listener);
    lifetime.removeEventListener('abort', listener);
    lifetime.abort('first');
    lifetime.abort('second');
    expect(lifetime.reason).toBe('first');
    expect(listener).not.toHaveBeenCalled();
  });

  it('calls every listener when one of them throws', () => {
    const lifetime = new Lifetime();
    const listener = jest.fn();
    lifetime.addEventListener('abort', () => {
      throw new Error('Cannot perform I/O on behalf of a different request');
    });
    lifetime.addEventListener('abort', listener);
    lifetime.abort('over');
    expect(listener).toHaveBeenCalledTimes(1);
  });
});
