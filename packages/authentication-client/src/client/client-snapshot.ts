import { copyJson, isSameJson } from '@sallyport/core/json';
import type { AssuranceLevel, Session, SessionState } from '@sallyport/core/session';
import type { User } from '@sallyport/core/user';
import type { PendingSignIn } from '../mfa/domain/pending-sign-in.js';

/**
 * The state of a sign-in: `mfaRequired` while a second factor is pending, `stale` while the token of a session has
 * expired or could not be renewed yet.
 */
export type ClientState = SessionState | 'mfaRequired';

/** The reason for which a session or a pending sign-in ended. */
export type SignedOutReason = 'sign-out' | 'elsewhere' | 'session-expired' | 'sign-in-expired';

/**
 * The client at one moment, deeply frozen apart from `Date` values. It is one object until its content changes, so that
 * a page can compare it by identity. Screens switch on `status`.
 */
export type ClientSnapshot = {
  readonly userId: string | null;
  /** The level of the session, which is the one beside a pending sign-in; `null` without a session. */
  readonly assuranceLevel: AssuranceLevel | null;
} & (
  | { readonly status: 'loading'; readonly state: 'unknown' }
  | { readonly status: 'signed-out'; readonly state: 'signedOut'; readonly reason: SignedOutReason | null }
  | {
      readonly status: 'second-factor';
      readonly state: 'mfaRequired';
      readonly pending: PendingSignIn;
      /** The user whose session stays. Always `null` on GoTrue, where the pending sign-in is the session. */
      readonly beside: User | null;
    }
  | {
      readonly status: 'signed-in';
      readonly state: 'signedIn' | 'stale';
      /** `null` only after a bare token was set. */
      readonly user: User | null;
      readonly isStale: boolean;
    }
);

/**
 * The snapshot of a client whose storage has not been read. Use it for server rendering and for hydration, because a
 * client in Node is `signed-out`.
 */
export const loadingSnapshot: Extract<ClientSnapshot, { status: 'loading' }> = Object.freeze({
  status: 'loading',
  state: 'unknown',
  userId: null,
  assuranceLevel: null,
});

/** The sign-in that waits for its second factor. */
export interface CurrentSignIn {
  readonly current: PendingSignIn | null;
  /** Whether the pending sign-in is the session itself, as on GoTrue. */
  readonly isSession: boolean;
}

/** The sources of a snapshot. */
export interface SnapshotSources {
  readonly session: Session<User>;
  readonly pendingSignIns: CurrentSignIn;
}

/** Takes snapshots. It returns the former one as long as the content is the same. */
export class Snapshots {
  /** The reason of the present or the next `signed-out` snapshot. */
  reason: SignedOutReason | null = null;
  readonly #sources: () => SnapshotSources;
  #user: { readonly original: User | null; readonly copy: User | null } = { original: null, copy: null };
  #last: ClientSnapshot = loadingSnapshot;

  /** @param sources - Called with each reading, because the sources themselves need the snapshots to emit events. */
  constructor(sources: () => SnapshotSources) {
    this.#sources = sources;
  }

  get current(): ClientSnapshot {
    const next = this.#take();
    if (!hasSameMembers(this.#last, next)) this.#last = Object.freeze(next);
    return this.#last;
  }

  #take(): ClientSnapshot {
    const { session, pendingSignIns } = this.#sources();
    const { state, current } = session;
    if (state === 'unknown') return loadingSnapshot;
    const assuranceLevel = current?.assuranceLevel ?? null;
    const user = this.#copyOf(current?.user ?? null);
    const common = { userId: user?.id ?? null, assuranceLevel };
    const pending = pendingSignIns.current;
    if (pending) {
      const beside = pendingSignIns.isSession ? null : user;
      return { ...common, status: 'second-factor', state: 'mfaRequired', pending, beside };
    }
    if (state === 'signedOut') return { ...common, status: 'signed-out', state, reason: this.reason };
    return { ...common, status: 'signed-in', state, user, isStale: state === 'stale' };
  }

  // The record has a new user object after each renewal on GoTrue, mostly with the same content.
  #copyOf(user: User | null): User | null {
    const { original, copy } = this.#user;
    if (user === original) return copy;
    this.#user = { original: user, copy: isSameJson(user, copy) ? copy : copyJson(user, Object.freeze) };
    return this.#user.copy;
  }
}

function hasSameMembers(one: object, other: object): boolean {
  const [left, right] = [Object.entries(one), new Map(Object.entries(other))];
  return left.length === right.size && left.every(([name, value]) => right.has(name) && right.get(name) === value);
}
