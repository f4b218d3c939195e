import { systemClock } from '../../clock/index.js';
import { startDeadline, startStopwatch } from '../../http/deadline.js';
import { lazy } from '../../loading/lazy.js';
import { unlessAborted } from '../../unless-aborted.js';
import { indexedDatabases } from './browser-features.js';
import type { ExtendLease, Lease } from './lease.js';
import type { LeaseRegister } from './record-lease.js';

type Area = Pick<Storage, 'getItem' | 'setItem'>;

const CATCHING_UP_MS = 1_000;
const ANSWERING_MS = 2_000;
const PAUSE_MS = 5;

/**
 * A lease on what is in `localStorage`. A tab keeps a copy of that, which lags behind what other tabs write, and so would
 * find the old value after a lease that it has waited for. Therefore each holder counts one up, in `localStorage` after all
 * that it wrote there, and in IndexedDB, which does not lag; and the next waits until its copy has come that far.
 */
export class CoherentLease implements Lease {
  readonly holdMs: number;
  readonly #lease: Lease;
  readonly #area: () => Area | undefined;

  constructor(lease: Lease, area: () => Area | undefined) {
    this.holdMs = lease.holdMs;
    this.#lease = lease;
    this.#area = area;
  }

  hold<T>(name: string, work: (extend?: ExtendLease) => Promise<T>, signal: AbortSignal): Promise<T> {
    const key = `sallyport:turn:${name}`;
    const afterOthers = async (extend?: ExtendLease): Promise<T> => {
      const turn = await this.#attempt(() => this.#catchUp(key));
      try {
        return await work(extend);
      } finally {
        if (turn) await this.#attempt(() => this.#pass(key, turn));
      }
    };
    return this.#lease.hold(name, afterOthers, signal);
  }

  async #catchUp(key: string): Promise<Turn | undefined> {
    const elapsedMs = startStopwatch();
    const register = await openRegister();
    const area = this.#area();
    if (!register || !area) return undefined;
    const text = await register.get(key);
    const isBehind = (): boolean => countOf(area.getItem(key)) < countOf(text);
    // What somebody has cleared never gets there by itself: it does when this holder passes its turn on.
    while (isBehind() && elapsedMs() < CATCHING_UP_MS) await systemClock.sleep(PAUSE_MS);
    return { register, area, text };
  }

  async #pass(key: string, { register, area, text }: Turn): Promise<void> {
    const next = String(countOf(text) + 1);
    area.setItem(key, next);
    await register.swap(key, text, next);
  }

  // Whatever fails, or takes too long: the lease itself stands, and the copy lags by milliseconds only.
  async #attempt<T>(act: () => Promise<T>): Promise<T | undefined> {
    const deadline = startDeadline(ANSWERING_MS);
    try {
      return await unlessAborted(act(), deadline.signal);
    } catch {
      return undefined;
    } finally {
      deadline.clear();
    }
  }
}

/** What a holder found, and passes on. */
interface Turn {
  readonly register: LeaseRegister;
  readonly area: Area;
  readonly text: string | null;
}

const loadNotes = /* @__PURE__ */ lazy(() => import('./indexed-db-notes.js'));

async function openRegister(): Promise<LeaseRegister | undefined> {
  const factory = indexedDatabases();
  if (!factory) return undefined;
  const { IndexedDbRegister } = await loadNotes();
  return new IndexedDbRegister(factory);
}

function countOf(text: string | null): number {
  const count = Number(text);
  return Number.isSafeInteger(count) ? count : 0;
}
