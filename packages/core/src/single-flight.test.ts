import { describe, expect, it, jest } from '@jest/globals';
import { SingleFlight } from './single-flight.js';

function later<T>() {
  let resolve: (value: T) => void = () => {};
  let reject: (reason: unknown) => void = () => {};
  const promise = new Promise<T>((onValue, onReason) => {
    resolve = onValue;
    reject = onReason;
  });
  return { promise, resolve, reject };
}

describe('SingleFlight', () => {
  it('lets fifty callers share one run (F14)', async () => {
    const { promise, resolve } = later<string>();
    const work = jest.fn(() => promise);
    const flight = new SingleFlight<string>();
    const callers = Array.from({ length: 50 }, () => flight.run(work));
    resolve('done');
    expect(new Set(await Promise.all(callers))).toEqual(new Set(['done']));
    expect(work).toHaveBeenCalledTimes(1);
  });

  it('runs again once the run is over', async () => {
    const work = jest.fn(async () => 'done');
    const flight = new SingleFlight<string>();
    await flight.run(work);
    await flight.run(work);
    expect(work).toHaveBeenCalledTimes(2);
  });

  it('lets all hear of a failure, and the next caller try again', async () => {
    const failure = new Error('no');
    const work = jest.fn<() => Promise<string>>().mockRejectedValueOnce(failure).mockResolvedValueOnce('done');
    const flight = new SingleFlight<string>();
    const callers = [flight.run(work), flight.run(work)];
    await expect(Promise.allSettled(callers)).resolves.toEqual([
      { status: 'rejected', reason: failure },
      { status: 'rejected', reason: failure },
    ]);
    await expect(flight.run(work)).resolves.toBe('done');
  });

  it('rejects, and does not throw, when the work cannot even begin', async () => {
    const flight = new SingleFlight<string>();
    const running = flight.run(() => {
      throw new Error('no');
    });
    await expect(running).rejects.toThrow('no');
    await expect(flight.run(async () => 'done')).resolves.toBe('done');
  });

  it('ends the waiting of a caller who aborts, not the work of the others', async () => {
    const { promise, resolve } = later<string>();
    const flight = new SingleFlight<string>();
    const controller = new AbortController();
    const impatient = flight.run(() => promise, controller.signal);
    const patient = flight.run(() => promise);
    const reason = new Error('enough');
    controller.abort(reason);
    await expect(impatient).rejects.toBe(reason);
    resolve('done');
    await expect(patient).resolves.toBe('done');
  });

  it('lets go of the signal when the work is done', async () => {
    const { signal } = new AbortController();
    const remove = jest.spyOn(signal, 'removeEventListener');
    await new SingleFlight<string>().run(async () => 'done', signal);
    await Promise.resolve();
    expect(remove).toHaveBeenCalledTimes(1);
  });
});
