import { systemClock } from '../../clock/index.js';
import { randomId } from '../../crypto/random-id.js';
import type { Unsubscribe } from '../../events/typed-emitter.js';
import { startStopwatch } from '../../http/deadline.js';
import { holdTime, type LeaseOptions } from './hold-time.js';
import type { Lease } from './lease.js';
import { holdByPolling } from './polling.js';

/** Where leases are noted: a text for a name, which all who share the place see, and which is swapped in one step. */
export interface LeaseRegister {
  get(name: string): Promise<string | null>;
  swap(name: string, expected: string | null, next: string | null): Promise<boolean>;
}

/** What a place knows of those who hold a lease. */
export interface RecordLeaseSettings extends LeaseOptions {
  /** What tells a holder from others, to be noted with its lease. */
  readonly holder?: object | undefined;
  /** Whether the holder that noted this has died, so that nobody need wait for the end of its time. */
  readonly isGone?: ((holder: Readonly<Record<string, unknown>>) => boolean) | undefined;
  /** Called with the note of a lease that has just been taken; what it returns, when that is let go of. */
  readonly onHeld?: ((name: string, note: string) => Promise<Unsubscribe>) | undefined;
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

  hold<T>(name: string, work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    const { holder, onHeld } = this.#settings;
    const isOver = this.#watchTime();
    let note = '';
    let forget: Unsubscribe = () => {};
    return holdByPolling(
      {
        take: async () => {
          const present = await this.#register.get(name);
          if (present !== null && !isOver(present)) return false;
          note = JSON.stringify({ ...holder, owner: randomId(), takenAt: systemClock.now(), holdMs: this.holdMs });
          if (!(await this.#register.swap(name, present, note))) return false;
          forget = (await onHeld?.(name, note)) ?? forget;
          return true;
        },
        letGo: () => {
          forget();
          return this.#register.swap(name, note, null);
        },
      },
      work,
      signal,
    );
  }

  /** Judges notes one after the other, also by how long the same one has been seen: clocks are set, or differ. */
  #watchTime(): (text: string) => boolean {
    let seen = '';
    let elapsedMs = startStopwatch();
    return (text) => {
      const note = parseNote(text);
      if (!note) return true;
      if (text !== seen) {
        seen = text;
        elapsedMs = startStopwatch();
      }
      const isExpired = systemClock.now() - note.takenAt >= note.holdMs || elapsedMs() >= note.holdMs;
      return isExpired || (this.#settings.isGone?.(note) ?? false);
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
