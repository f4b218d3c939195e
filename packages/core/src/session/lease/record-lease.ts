import { systemClock } from '../../clock/index.js';
import { randomId } from '../../crypto/random.js';
import type { Unsubscribe } from '../../events/typed-emitter.js';
import { startStopwatch } from '../../http/deadline.js';
import { holdTime, type LeaseOptions } from './hold-time.js';
import type { ExtendLease, Lease } from './lease.js';
import { holdByPolling } from './polling.js';

/** Where leases are noted: a text for a name, which all who share the place see, and which is swapped in one step. */
export interface LeaseRegister {
  get(name: string): Promise<string | null>;
  swap(name: string, expected: string | null, next: string | null): Promise<boolean>;
}

/** What a place knows of those who hold a lease. */
export interface RecordLeaseSettings extends LeaseOptions {
  /** Gives a holder a mark by which others see whether it still lives, before anything of it is noted. */
  readonly mark?: (() => Promise<HolderMark>) | undefined;
  /** Follows the holder that noted this. What is returned tells whether it has died: then nobody waits for it. */
  readonly follow?: ((holder: Readonly<Record<string, unknown>>) => () => boolean) | undefined;
}

/** What tells a holder of a lease from others. */
export interface HolderMark {
  /** Noted with the lease. */
  readonly holder: object;
  /** Called when the lease is let go of, or has not been taken. */
  readonly remove: Unsubscribe;
}

interface Note extends Readonly<Record<string, unknown>> {
  readonly takenAt: number;
  readonly holdMs: number;
}

/**
 * A lease that is a note in a register: who finds none, or one whose time is over, swaps its own in. A swap has one
 * winner, so two can never take the same lease, and who has lost it cannot remove the note of the next.
 */
export class RecordLease implements Lease {
  readonly holdMs: number;
  readonly #register: LeaseRegister;
  readonly #settings: RecordLeaseSettings;

  constructor(register: LeaseRegister, settings: RecordLeaseSettings) {
    this.holdMs = holdTime(settings);
    this.#register = register;
    this.#settings = settings;
  }

  hold<T>(name: string, work: (extend?: ExtendLease) => Promise<T>, signal: AbortSignal): Promise<T> {
    const isOver = this.#watch();
    let mark: HolderMark | undefined;
    let owner = '';
    /** Notes of ours that the register may contain, the newest first: the result of a swap that failed is unknown. */
    let notes: readonly string[] = [];
    let extending: Promise<unknown> = Promise.resolve();
    const swapOneOf = async (own: readonly string[], next: string | null): Promise<boolean> => {
      for (const note of own) if (await this.#register.swap(name, note, next)) return true;
      return false;
    };
    const extend = async (): Promise<boolean> => {
      const next = this.#note(mark, owner);
      const before = notes;
      notes = [next, ...before];
      const isHeld = await swapOneOf(before, next);
      notes = isHeld ? [next] : [];
      return isHeld;
    };
    return holdByPolling(
      {
        take: async () => {
          const present = await this.#register.get(name);
          if (present !== null && !isOver(present)) return false;
          mark = await this.#settings.mark?.();
          let isTaken = false;
          try {
            owner = randomId();
            const note = this.#note(mark, owner);
            isTaken = await this.#register.swap(name, present, note);
            notes = [note];
          } finally {
            if (!isTaken) mark?.remove();
          }
          return isTaken;
        },
        extend: () => {
          const extended = extending.then(extend);
          extending = extended.catch(() => {});
          return extended;
        },
        letGo: async () => {
          try {
            await extending; // what it writes would stay
            await swapOneOf(notes, null);
          } finally {
            mark?.remove();
          }
        },
      },
      work,
      signal,
    );
  }

  #note(mark: HolderMark | undefined, owner: string): string {
    return JSON.stringify({ ...mark?.holder, owner, takenAt: systemClock.now(), holdMs: this.holdMs });
  }

  /** Judges notes one after the other, also by how long the same one has been seen: clocks are set, or differ. */
  #watch(): (text: string) => boolean {
    let seen = '';
    let elapsedMs = startStopwatch();
    let followed: unknown;
    let isGone: (() => boolean) | undefined;
    return (text) => {
      const note = parseNote(text);
      if (!note) return true;
      if (text !== seen) {
        seen = text;
        elapsedMs = startStopwatch();
      }
      // An extension is another note of the same holder.
      if (note.owner !== followed) {
        followed = note.owner;
        isGone = this.#settings.follow?.(note);
      }
      const isExpired = systemClock.now() - note.takenAt >= note.holdMs || elapsedMs() >= note.holdMs;
      return isExpired || (isGone?.() ?? false);
    };
  }
}

function parseNote(text: string): Note | null {
  try {
    const note: unknown = JSON.parse(text);
    return isNote(note) ? note : null;
  } catch {
    return null; // rubbish, which nobody holds
  }
}

function isNote(value: unknown): value is Note {
  if (typeof value !== 'object' || value === null) return false;
  return (
    'takenAt' in value && typeof value.takenAt === 'number' && 'holdMs' in value && typeof value.holdMs === 'number'
  );
}
