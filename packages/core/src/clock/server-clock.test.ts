import { describe, expect, it } from '@jest/globals';
import { ManualClock } from './manual-clock.js';
import { ServerClock } from './server-clock.js';

const MINUTE_MS = 60_000;

function setUp() {
  const clock = new ManualClock();
  const serverClock = new ServerClock(clock);
  const date = (offsetMs: number): string => new Date(clock.now() + offsetMs).toUTCString();
  return { clock, serverClock, date };
}

describe('ServerClock', () => {
  it('is the machine’s own until the server has said something', () => {
    const { clock, serverClock } = setUp();
    expect(serverClock.now()).toBe(clock.now());
  });

  it.each([[10 * MINUTE_MS], [-10 * MINUTE_MS], [3 * 365 * 24 * 60 * MINUTE_MS]])(
    'follows an answer that is %d ms off, to the second (F12)',
    async (offsetMs) => {
      const { clock, serverClock, date } = setUp();
      serverClock.hearDate(date(offsetMs));
      expect(Math.abs(serverClock.offsetMs - offsetMs)).toBeLessThanOrEqual(500);
      await clock.advance(MINUTE_MS);
      expect(Math.abs(serverClock.now() - clock.now() - offsetMs)).toBeLessThanOrEqual(500);
    },
  );

  it('takes no difference from what rounding and the way can explain', () => {
    const { serverClock, date } = setUp();
    for (const offsetMs of [-2_000, 0, 2_000]) serverClock.hearDate(date(offsetMs));
    expect(serverClock.offsetMs).toBe(0);
  });

  it('comes back when the machine’s clock was set right', async () => {
    const { clock, serverClock, date } = setUp();
    serverClock.hearDate(date(10 * MINUTE_MS));
    await clock.setTo(clock.now() + 10 * MINUTE_MS);
    serverClock.hearDate(date(0));
    expect(serverClock.offsetMs).toBe(0);
  });

  it.each([[undefined], [''], ['yesterday'], ['Tue, 99 Foo 2026']])('learns nothing from the date %j', (date) => {
    const { serverClock } = setUp();
    serverClock.hearDate(date);
    expect(serverClock.offsetMs).toBe(0);
  });

  it('learns nothing from an answer out of a cache', () => {
    const { serverClock, date } = setUp();
    serverClock.hearDate(date(-10 * MINUTE_MS), '600');
    expect(serverClock.offsetMs).toBe(0);
  });

  it('learns from a token that was just issued, until a date was heard', () => {
    const { clock, serverClock, date } = setUp();
    serverClock.hearIssue(clock.now() / 1_000 + 600);
    expect(serverClock.offsetMs).toBe(10 * MINUTE_MS);
    serverClock.hearDate(date(0));
    serverClock.hearIssue(clock.now() / 1_000 + 600);
    expect(serverClock.offsetMs).toBe(0);
  });
});
