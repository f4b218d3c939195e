import { describe, expect, it } from '@jest/globals';
import { ManualClock } from './manual-clock.js';

describe('ManualClock', () => {
  it('stands still until it is told to move', async () => {
    const clock = new ManualClock(1_000);
    expect(clock.now()).toBe(1_000);
    await clock.advance(500);
    expect(clock.now()).toBe(1_500);
  });

  it('fires timers in the order they fall due, each at its own time', async () => {
    const clock = new ManualClock(0);
    const fired: [string, number][] = [];
    clock.setTimer(() => fired.push(['late', clock.now()]), 300);
    clock.setTimer(() => fired.push(['early', clock.now()]), 100);
    await clock.advance(1_000);
    expect(fired).toEqual([
      ['early', 100],
      ['late', 300],
    ]);
  });

  it('fires what a callback schedules within the span', async () => {
    const clock = new ManualClock(0);
    const fired: number[] = [];
    clock.setTimer(() => clock.setTimer(() => fired.push(clock.now()), 50), 100);
    await clock.advance(150);
    expect(fired).toEqual([150]);
  });

  it('lets a loop of sleeps run through one advance', async () => {
    const clock = new ManualClock(0);
    const woken: number[] = [];
    const loop = (async () => {
      for (let turn = 0; turn < 3; turn += 1) {
        await clock.sleep(10);
        woken.push(clock.now());
      }
    })();
    await clock.advance(30);
    await loop;
    expect(woken).toEqual([10, 20, 30]);
  });

  it('does not fire a timer before its time', async () => {
    const clock = new ManualClock(0);
    let fired = false;
    clock.setTimer(() => {
      fired = true;
    }, 100);
    await clock.advance(99);
    expect(fired).toBe(false);
  });

  it('forgets a timer that is cancelled, also twice', async () => {
    const clock = new ManualClock(0);
    let fired = false;
    const cancel = clock.setTimer(() => {
      fired = true;
    }, 10);
    cancel();
    cancel();
    await clock.advance(20);
    expect(fired).toBe(false);
  });

  it('fires nothing when it is set back', async () => {
    const clock = new ManualClock(10_000);
    let fired = false;
    clock.setTimer(() => {
      fired = true;
    }, 10);
    await clock.setTo(0);
    expect([clock.now(), fired]).toEqual([0, false]);
  });

  it('rejects a sleep with the reason its signal aborts with', async () => {
    const clock = new ManualClock(0);
    const controller = new AbortController();
    const sleeping = clock.sleep(1_000, controller.signal);
    const reason = new Error('enough');
    controller.abort(reason);
    await expect(sleeping).rejects.toBe(reason);
  });

  it('rejects a sleep whose signal had aborted before', async () => {
    const reason = new Error('enough');
    await expect(new ManualClock().sleep(1, AbortSignal.abort(reason))).rejects.toBe(reason);
  });
});
