import { InputError } from '@sallyport/core';
import { parseDuration, parseInstant } from '../clock/duration.js';
import type { MovableClock } from '../clock/movable-clock.js';
import type { Domain } from '../domain/create-domain.js';
import { DEFAULT_SETTINGS } from '../domain/settings/settings.js';
import { ControlRefusal } from './control-refusal.js';
import { Faults } from './faults.js';
import { type PreparedSeed, prepareSeed } from './seed.js';
import { patchSettings } from './settings-patch.js';

/** What a test can do to a server. The routes under `/_emulator` and the programmatic interface both call it. */
export class Control {
  readonly faults = new Faults();
  readonly clock: MovableClock;
  readonly domain: Domain;
  readonly #initial: { readonly settings: unknown; readonly seed: unknown };
  #initialSeed: Promise<PreparedSeed> | undefined;

  constructor(domain: Domain, clock: MovableClock, initial: { readonly settings: unknown; readonly seed: unknown }) {
    this.domain = domain;
    this.clock = clock;
    this.#initial = initial;
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
  }

  // Once: hashes of passwords take long, and are as good the next time.
  #prepareInitialSeed(): Promise<PreparedSeed> {
    this.#applyInitialSettings();
    return prepareSeed(this.domain, this.#initial.seed ?? { objects: [] });
  }

  #applyInitialSettings(): void {
    this.domain.holder.current = DEFAULT_SETTINGS;
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
