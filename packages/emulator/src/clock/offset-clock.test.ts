import { describe, expect, it } from '@jest/globals';
import { ManualClock } from '@sallyport/core/clock';
import { OffsetClock } from './offset-clock.js';

function setUp() {
  const base = new ManualClock(0);
  return { base, clock: new OffsetClock(base) };
}

describe('OffsetClock', () => {
  it('runs with its base, as far ahead as it was moved', async () => {
    const { base, clock } = setUp();
    await base.advance(10);
    await clock.advance(1_000);
    await base.advance(5);
    expect(clock.now()).toBe(1_015);
    await clock.setTo(500);
    expect(clock.now()).toBe(500);
  });

  it('fires timers on the way, in order, each at its own time', async () => {
    const { clock } = setUp();
    const fired: [string, number][] = [];
    clock.setTimer(() => fired.push(['late', clock.now()]), 200);
    clock.setTimer(() => {
      fired.push(['early', clock.now()]);
      clock.setTimer(() => fired.push(['nested', clock.now()]), 50);
    }, 100);
    await clock.advance(1_000);
    expect(fired).toEqual([
      ['early', 100],
      ['nested', 150],
      ['late', 200],
    ]);
  });

  it('fires timers as its base runs, sooner after a move', async () => {
    const { base, clock } = setUp();
    let fired = 0;
    clock.setTimer(() => {
      fired += 1;
    }, 100);
    await clock.advance(60);
    await base.advance(39);
    expect(fired).toBe(0);
    await base.advance(1);
    expect(fired).toBe(1);
    await base.advance(1_000);
    expect(fired).toBe(1);
  });

  it('fires no timer that was taken back', async () => {
    const { base, clock } = setUp();
    let fired = 0;
    const cancel = clock.setTimer(() => {
      fired += 1;
    }, 100);
    cancel();
    await clock.advance(1_000);
    await base.advance(1_000);
    expect(fired).toBe(0);
  });

  it('wakes who sleeps, and lets go of who does not want to any more', async () => {
    const { clock } = setUp();
    const slept = clock.sleep(1_000).then(() => clock.now());
    const controller = new AbortController();
    const disturbed = clock.sleep(1_000, controller.signal);
    controller.abort(new Error('enough'));
    await expect(disturbed).rejects.toThrow('enough');
    await expect(clock.sleep(1, controller.signal)).rejects.toThrow('enough');
    await clock.advance(1_000);
    await expect(slept).resolves.toBe(1_000);
  });
});
