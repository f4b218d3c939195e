import type { Unsubscribe } from '../events/typed-emitter.js';
import type { Found, SessionPlace } from './session-store.js';

/** The place of a session that lives in memory alone: there is nothing to read, and no other client writes. */
export class UnsharedPlace<User> implements SessionPlace<User> {
  readonly isBehind = false;

  read(): Found<User> {
    return { found: 'unchanged' };
  }

  readNow(): undefined {}

  accept(): void {}

  put(): undefined {}

  async replace(): Promise<boolean> {
    return true;
  }

  watch(): Unsubscribe {
    return () => {};
  }

  async settle(): Promise<void> {}
}
