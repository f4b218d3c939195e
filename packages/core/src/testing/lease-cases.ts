import { systemClock } from '../clock/index.js';
import type { ExtendLease, Lease } from '../session/lease/lease.js';
import { expectEqual } from './expect-equal.js';

/** One thing that every lease must do. It rejects with an `Error` that says what was different. */
export interface LeaseCase {
  readonly name: string;
  /** @param create - Makes two leases as two clients of one place have them; or one, twice, where only it excludes. */
  readonly run: (create: (holdMs: number) => Pair | Promise<Pair>) => Promise<void>;
}

type Pair = readonly [Lease, Lease];

const LONG_MS = 60_000;
const SHORT_MS = 500;
const MANY = 20;

const forever = (): AbortSignal => new AbortController().signal;

/** Work that goes on until it is told to end. */
class Work {
  readonly begun: Promise<void>;
  readonly run: (extend?: ExtendLease) => Promise<string>;
  extend: ExtendLease | undefined;
  end: (result: string) => void = () => {};

  constructor() {
    let begin = (): void => {};
    this.begun = new Promise((resolve) => {
      begin = resolve;
    });
    const ended = new Promise<string>((resolve) => {
      this.end = resolve;
    });
    this.run = (extend) => {
      this.extend = extend;
      begin();
      return ended;
    };
  }
}

/** What every lease has to pass, whatever the test runner. Takes some seconds of real time at most. */
export const leaseCases: readonly LeaseCase[] = [
  {
    name: 'hands on what the work came to',
    run: async (create) => {
      const [lease] = await create(LONG_MS);
      expectEqual(await lease.hold('result', async () => 'done', forever()), 'done', 'the result');
      const failure = new Error('failed');
      const failed = lease.hold('result', () => Promise.reject(failure), forever());
      expectEqual(await failed.catch((error: unknown) => error), failure, 'the failure');
    },
  },
  {
    name: 'says how long it may be held',
    run: async (create) => {
      for (const { holdMs } of await create(LONG_MS)) expectEqual(holdMs, LONG_MS, 'holdMs');
    },
  },
  {
    name: 'runs one at a time, and each of many in the end',
    run: async (create) => {
      const leases = await create(LONG_MS);
      let running = 0;
      let most = 0;
      let done = 0;
      const work = async (): Promise<void> => {
        running += 1;
        most = Math.max(most, running);
        await systemClock.sleep(1);
        running -= 1;
        done += 1;
      };
      const lease = (index: number): Lease => leases[index % 2 ? 1 : 0];
      await Promise.all(Array.from({ length: MANY }, (_, index) => lease(index).hold('many', work, forever())));
      expectEqual(most, 1, 'how many ran at once');
      expectEqual(done, MANY, 'how many have run');
    },
  },
  {
    name: 'lets go when the work fails',
    run: async (create) => {
      const [one, two] = await create(LONG_MS);
      await one.hold('failing', () => Promise.reject(new Error('failed')), forever()).catch(() => {});
      expectEqual(await two.hold('failing', async () => 'next', forever()), 'next', 'the result of the next');
    },
  },
  {
    name: 'keeps names apart',
    run: async (create) => {
      const [one, two] = await create(LONG_MS);
      const work = new Work();
      const held = one.hold('a', work.run, forever());
      await work.begun;
      for (const name of ['A', 'b', 'a:a', '-a', '', '__proto__'])
        expectEqual(await two.hold(name, async () => name, forever()), name, 'the result under another name');
      work.end('');
      await held;
    },
  },
  {
    name: 'stops waiting with the reason of the signal, and takes nothing later',
    run: async (create) => {
      const [one, two] = await create(LONG_MS);
      const work = new Work();
      const held = one.hold('abort', work.run, forever());
      await work.begun;
      const controller = new AbortController();
      let hasRun = false;
      const late = async (): Promise<void> => {
        hasRun = true;
      };
      const waiting = two.hold('abort', late, controller.signal).catch((error: unknown) => error);
      const reason = { why: 'any value will do' };
      controller.abort(reason);
      expectEqual(await waiting, reason, 'what the waiting ended with');
      const refused = two.hold('abort', late, AbortSignal.abort(reason)).catch((error: unknown) => error);
      expectEqual(await refused, reason, 'what it ended with where the signal had aborted before');
      work.end('');
      await held;
      expectEqual(await two.hold('abort', async () => 'next', forever()), 'next', 'the result of the next');
      expectEqual(hasRun, false, 'whether the work that was given up has run');
    },
  },
  {
    name: 'does not end work by the signal of the waiting',
    run: async (create) => {
      const [lease] = await create(LONG_MS);
      const controller = new AbortController();
      const work = new Work();
      const held = lease.hold('working', work.run, controller.signal);
      await work.begun;
      controller.abort(new Error('too late'));
      work.end('done');
      expectEqual(await held, 'done', 'the result');
    },
  },
  {
    name: 'is kept by a holder that extends it, for as long as it does',
    run: async (create) => {
      const [one, two] = await create(SHORT_MS);
      let hasRun = false;
      const work = new Work();
      const extended = async (extend: ExtendLease): Promise<boolean[]> => {
        const answers: boolean[] = [];
        for (let passed = 0; passed < SHORT_MS * 2; passed += SHORT_MS / 5) {
          await systemClock.sleep(SHORT_MS / 5);
          answers.push(await extend());
        }
        return [hasRun, ...answers];
      };
      const held = one.hold('extended', work.run, forever());
      await work.begun;
      const next = two.hold('extended', async () => (hasRun = true), forever());
      const [isTaken = false, ...answers] = work.extend ? await extended(work.extend) : [];
      work.end('');
      await held;
      // A machine that stands still for longer than the lease loses it, and is told so.
      expectEqual(isTaken, answers.includes(false), 'whether the next one has taken it');
      expectEqual(await next, true, 'the result of the next');
    },
  },
  {
    name: 'is lost by who holds it for too long, who then takes nothing from the next',
    run: async (create) => {
      const [one, two] = await create(SHORT_MS);
      const slow = new Work();
      const next = new Work();
      const last = new Work();
      const lost = one.hold('expiry', slow.run, forever());
      await slow.begun;
      const held = two.hold('expiry', next.run, forever());
      await next.begun;
      expectEqual((await slow.extend?.()) ?? false, false, 'whether a lease that was lost can be extended');
      slow.end('slow');
      expectEqual(await lost, 'slow', 'the result of who has lost it');
      const waiting = one.hold('expiry', last.run, forever());
      const first = await Promise.race([last.begun.then(() => 'taken'), nextTurns().then(() => 'kept')]);
      expectEqual(first, 'kept', 'whether the next one has kept it');
      next.end('next');
      await last.begun;
      last.end('last');
      expectEqual(`${await held} ${await waiting}`, 'next last', 'the results of the others');
    },
  },
];

// Long enough to take what is free, and much shorter than a lease of that case lasts.
function nextTurns(): Promise<void> {
  return systemClock.sleep(SHORT_MS / 10);
}
