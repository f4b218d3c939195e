import { InputError } from '@sallyport/core/errors';
import { instantOf, positionOf } from '../clock/clock-position.js';
import { parseDuration, parseInstant } from '../clock/duration.js';
import type { MovableClock } from '../clock/movable-clock.js';
import type { Domain } from '../domain/create-domain.js';
import { DEFAULT_SETTINGS } from '../domain/settings/settings.js';
import { rotateTokenKeys } from '../keys/key-ring.js';
import type { DataDirectory } from '../storage/data-directory.js';
import { type SavedState, savedState } from '../storage/saved-state.js';
import { ControlRefusal } from './control-refusal.js';
import { Faults } from './faults.js';
import { type PreparedSeed, prepareSeed } from './seed.js';
import { patchSettings } from './settings-patch.js';
import { type Snapshot, snapshotOf, stateOfSnapshot } from './snapshot.js';

/** What a test can do to a server. The routes under `/_emulator` and the programmatic interface both call it. */
export class Control {
  readonly faults = new Faults();
  readonly clock: MovableClock;
  readonly domain: Domain;
  readonly #initial: { readonly settings: unknown; readonly seed: unknown };
  readonly #issuer: () => string | null;
  #initialSeed: Promise<PreparedSeed> | undefined;

  /** @param issuer - Who issues the tokens; `null` before that is known. */
  constructor(
    domain: Domain,
    clock: MovableClock,
    initial: { readonly settings: unknown; readonly seed: unknown },
    issuer: () => string | null,
  ) {
    this.domain = domain;
    this.clock = clock;
    this.#initial = initial;
    this.#issuer = issuer;
  }

  /**
   * Begins with what an earlier server left, and without that with the initial settings and seed.
   *
   * @throws {SavedStateError} What was left has something unknown in it.
   */
  async begin(left: Pick<DataDirectory, 'replay'> | undefined): Promise<void> {
    await this.reset();
    const { store } = this.domain;
    const position = left?.replay({
      begin: (state) => store.load(state),
      apply: (changes) => {
        store.generation.enter(() => {
          for (const change of changes) store.apply(change);
        });
      },
    });
    if (position) await this.clock.setTo(instantOf(position));
  }

  /** The whole state as it is. */
  state(): SavedState {
    return savedState(this.domain.store.dump(), positionOf(this.clock));
  }

  snapshot(): Snapshot {
    return snapshotOf(this.state());
  }

  /**
   * Goes back to a snapshot, the instant included. Waiting faults are forgotten.
   *
   * @throws {ControlRefusal} It is none that this server can read. Nothing was changed.
   */
  async restore(snapshot: unknown): Promise<void> {
    const state = stateOfSnapshot(this.domain.store, snapshot);
    this.faults.clear();
    this.domain.store.load(state);
    this.rememberIssuer();
    await this.clock.setTo(state.clock.nowMs);
  }

  /** The tokens of this server are good after a restart too, whatever its address is then. */
  rememberIssuer(): void {
    const { generation, issuers } = this.domain.store;
    const issuer = this.#issuer();
    if (issuer === null || issuers.current.includes(issuer)) return;
    generation.enter(() => {
      issuers.current = [...issuers.current, issuer];
    });
  }

  /** Signs tokens with new keys from now on. Those of the old ones stay good only where these are kept. */
  async rotateKeys({ keepOld = true }: { readonly keepOld?: boolean | undefined }): Promise<void> {
    const { tokenKeys } = this.domain.store;
    tokenKeys.current = rotateTokenKeys(tokenKeys.current, keepOld);
  }

  /** Forgets all users, sessions, messages, faults and changed settings; what the server was started with is back. */
  async reset(): Promise<void> {
    this.#initialSeed ??= this.#prepareInitialSeed();
    const seed = await this.#initialSeed;
    // Nothing here waits, so that nobody meets a server that is half reset, and many resets at once are as good as one.
    this.faults.clear();
    this.domain.store.clear();
    this.domain.store.generation.enter(() => {
      this.#applyInitialSettings();
      seed.plant();
    });
    this.rememberIssuer();
  }

  // Once: hashes of passwords take long, and are as good the next time.
  #prepareInitialSeed(): Promise<PreparedSeed> {
    this.#applyInitialSettings();
    return prepareSeed(this.domain, this.#initial.seed ?? { objects: [] });
  }

  #applyInitialSettings(): void {
    this.domain.store.settings.current = DEFAULT_SETTINGS;
    patchSettings(this.domain, this.#initial.settings ?? {});
  }

  /** @throws {ControlRefusal} Not a span of time, or it would leave the range of dates. */
  async advance(span: number | string): Promise<void> {
    const target = named('advanceMs', () => parseInstant(this.clock.now() + parseDuration(span)));
    await this.clock.advance(target - this.clock.now());
  }

  /** @throws {ControlRefusal} Not an instant. */
  async setTo(instant: number | string | Date): Promise<void> {
    await this.clock.setTo(named('setTo', () => parseInstant(instant)));
  }
}

function named<T>(place: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new ControlRefusal('bad-value', `${place}: ${error.message}. ${error.remedy}`);
  }
}
