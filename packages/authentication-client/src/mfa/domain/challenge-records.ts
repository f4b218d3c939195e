import type { Clock } from '@sallyport/core/clock';
import type { SynchronousTokenStorage } from '@sallyport/core/storage';
import type { FactorType } from '../factors/index.js';

/** A challenge that can still be answered. */
export interface OpenChallenge {
  readonly id: string;
  readonly factorId: string;
  readonly type: FactorType;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  /** Whether the factor was verified when the challenge was created. */
  readonly isVerified: boolean;
}

/** A challenge of this tab, as it is stored. Instants are epoch milliseconds. */
export interface ChallengeRecord extends Omit<OpenChallenge, 'createdAt' | 'expiresAt'> {
  readonly createdAt: number;
  readonly expiresAt: number;
  /** Names the sign-in, session or user for which it was created. It authorizes nothing. */
  readonly owner: string;
  /** Whether it was answered, or the server refuses it. */
  readonly isUsed: boolean;
}

/** The place of the records. */
export interface ChallengePlace {
  /** Of this tab alone. */
  readonly storage: SynchronousTokenStorage;
  readonly key: string;
}

/** Servers send a second code to the same address after this time. */
const REPEAT_AFTER_MS = 60_000;
/** Expired records are kept for this time, so that a late answer is refused with the reason. */
const KEPT_AFTER_EXPIRY_MS = 300_000;

/** The challenges of this tab. They survive a reload of the page. */
export class ChallengeRecords {
  readonly #place: ChallengePlace;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #records = new Map<string, ChallengeRecord>();
  #isLoaded = false;

  constructor(place: ChallengePlace, clock: Pick<Clock, 'now'>) {
    this.#place = place;
    this.#clock = clock;
  }

  get(id: string): ChallengeRecord | undefined {
    this.#load();
    return this.#records.get(id);
  }

  /** The challenges that their owner can answer, in the order of their creation. */
  openOf(owner: string): readonly OpenChallenge[] {
    return this.#of(owner)
      .filter(({ expiresAt }) => this.#clock.now() < expiresAt)
      .map(({ owner: _, isUsed: __, createdAt, expiresAt, ...challenge }) => ({
        ...challenge,
        createdAt: new Date(createdAt),
        expiresAt: new Date(expiresAt),
      }));
  }

  /** The open challenge of a factor that was created less than 60 s ago. */
  recentOf(owner: string, factorId: string): OpenChallenge | undefined {
    const since = this.#clock.now() - REPEAT_AFTER_MS;
    return this.openOf(owner)
      .filter((each) => each.factorId === factorId && each.createdAt.getTime() > since)
      .at(-1);
  }

  /** The newest unanswered challenge of a kind of factor, even if it has expired: the server gives the reason. */
  newestOf(owner: string, type: FactorType): ChallengeRecord | undefined {
    return this.#of(owner)
      .filter((each) => each.type === type)
      .at(-1);
  }

  /** Keeps a new challenge, or the new version of a known one. */
  keep(record: ChallengeRecord): void {
    this.#load();
    this.#forgetOld();
    this.#records.set(record.id, record);
    attempt(() => this.#place.storage.set(this.#place.key, JSON.stringify([...this.#records.values()])));
  }

  /** Keeps a challenge of an exported sign-in. A known one stays as it is, because it may have been answered. */
  adopt({ createdAt, expiresAt, ...challenge }: OpenChallenge, owner: string): void {
    if (this.get(challenge.id)) return;
    const instants = { createdAt: createdAt.getTime(), expiresAt: expiresAt.getTime() };
    this.keep({ ...challenge, ...instants, owner, isUsed: false });
  }

  /** Notes that a challenge was answered, or that the server refuses it. */
  close(id: string): void {
    const record = this.get(id);
    if (record) this.keep({ ...record, isUsed: true });
  }

  #of(owner: string): readonly ChallengeRecord[] {
    this.#load();
    return [...this.#records.values()].filter((each) => each.owner === owner && !each.isUsed);
  }

  #load(): void {
    if (this.#isLoaded) return;
    this.#isLoaded = true;
    attempt(() => {
      const stored: unknown = JSON.parse(this.#place.storage.get(this.#place.key) ?? '[]');
      for (const record of Array.isArray(stored) ? stored.filter(isRecord) : []) this.#records.set(record.id, record);
    });
  }

  #forgetOld(): void {
    const before = this.#clock.now() - KEPT_AFTER_EXPIRY_MS;
    for (const [id, { expiresAt }] of this.#records) if (expiresAt <= before) this.#records.delete(id);
  }
}

/** Reads the challenges in an exported sign-in. Malformed ones are left out. */
export function parseOpenChallenges(value: unknown): readonly OpenChallenge[] {
  const challenges: readonly unknown[] = Array.isArray(value) ? value : [];
  return challenges.filter(isObject).flatMap(({ id, factorId, type, isVerified, ...instants }) => {
    const createdAt = new Date(String(instants.createdAt));
    const expiresAt = new Date(String(instants.expiresAt));
    const parsed = { id, factorId, type, isVerified, createdAt, expiresAt };
    return isChallenge(parsed) && Number.isFinite(createdAt.getTime()) && Number.isFinite(expiresAt.getTime())
      ? [parsed]
      : [];
  });
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function isChallenge<Value extends Readonly<Record<string, unknown>>>(
  value: Value,
): value is Value & Pick<OpenChallenge, 'id' | 'factorId' | 'type' | 'isVerified'> {
  const areTexts = [value.id, value.factorId, value.type].every((text) => typeof text === 'string');
  return areTexts && typeof value.isVerified === 'boolean';
}

function isRecord(value: unknown): value is ChallengeRecord {
  if (!isObject(value) || !isChallenge(value)) return false;
  const { owner, createdAt, expiresAt, isUsed } = value;
  const areInstants = Number.isFinite(createdAt) && Number.isFinite(expiresAt);
  return areInstants && typeof owner === 'string' && typeof isUsed === 'boolean';
}

// A record that cannot be stored costs one more message after a reload, and nothing else.
function attempt(access: () => void): void {
  try {
    access();
  } catch {
    // Memory has it.
  }
}
