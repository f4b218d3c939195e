import type { Clock, ServerClock } from '@sallyport/core/clock';
import type { Unsubscribe } from '@sallyport/core/events';
import { listenForWake, type Session } from '@sallyport/core/session';
import type { User } from '@sallyport/core/user';
import type { ClientEmitter } from './client-events.js';

/** The dependencies of `listenToTime`. */
export interface PassingTimeDeps {
  readonly session: Pick<Session<User>, 'current' | 'onChange'>;
  readonly renewal: { wake(isOnlineAgain: boolean): void };
  readonly events: Pick<ClientEmitter, 'stateChanged'>;
  readonly clock: Clock;
  readonly serverClock: Pick<ServerClock, 'now'>;
}

/** Renews the session when the page wakes, and emits the snapshot when the session turns stale by its expiry. */
export function listenToTime({ session, renewal, events, clock, serverClock }: PassingTimeDeps): Unsubscribe {
  let cancelTimer = (): void => {};
  let isStopped = false;
  const arm = (): void => {
    cancelTimer();
    const { expiresAt = null } = session.current ?? {};
    const remainingMs = expiresAt === null ? 0 : expiresAt - serverClock.now();
    if (isStopped || remainingMs <= 0) return;
    cancelTimer = clock.setTimer(() => {
      events.stateChanged();
      arm(); // again where the server clock was corrected
    }, remainingMs);
  };
  session.onChange(arm);
  const stopListening = listenForWake((isOnlineAgain) => renewal.wake(isOnlineAgain));
  return () => {
    isStopped = true;
    cancelTimer();
    stopListening();
  };
}
