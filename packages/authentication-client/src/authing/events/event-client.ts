import {
  type ClientOf,
  clientOf,
  InputError,
  lazy,
  type RequestOptions,
  requireText,
  type Unsubscribe,
  type Wire,
} from '@sallyport/core';
import { startWork } from '../../client/ongoing-work.js';
import type { SubscriptionDeps } from './event-subscription.js';
import { eventsEndpoints } from './events.endpoints.js';

const loadSubscription = lazy(() => import('./event-subscription.js'));

const EventRows: ClientOf<typeof eventsEndpoints> = clientOf(eventsEndpoints);

/** Ports of the event sub-client. */
export interface EventDeps extends SubscriptionDeps {
  readonly wire: Wire;
  readonly request: RequestOptions;
  readonly lifetime: AbortController;
}

/** Events of the user pool. */
export class EventAuthenticationClient extends EventRows {
  readonly #deps: EventDeps;

  constructor(deps: EventDeps) {
    super(deps.wire);
    this.#deps = deps;
  }

  /**
   * Listens to an event of the user pool, over a WebSocket of its own, as long as somebody is signed in. A connection that
   * breaks is taken up again, after pauses that grow, as often in a row as the option `retryTimes` says. In Node before
   * version 22 this takes the package `ws`. The wire puts the token into the address, where logs of servers can show it.
   *
   * @param eventName - As the user pool defines it.
   * @param callback - Gets each message, as text.
   * @param errCallback - Hears, once, why no more will come. Not told of an unsubscription.
   * @returns A function that unsubscribes.
   */
  sub(
    eventName: string,
    callback: (message: string) => unknown,
    errCallback?: ((error: unknown) => unknown) | null,
  ): Unsubscribe {
    requireText('eventName', eventName);
    requireFunction('callback', callback);
    if (errCallback !== undefined && errCallback !== null) requireFunction('errCallback', errCallback);
    const { request, lifetime, options } = this.#deps;
    const work = startWork(request.signal, lifetime.signal);
    loadSubscription()
      .then(({ subscribe }) => subscribe(this.#deps, eventName, callback, work))
      .catch((error: unknown) => {
        if (work.signal.aborted) return;
        options.failures?.tell(error);
        errCallback?.(error);
      })
      .catch(() => options.logger.error('A listener failed', { event: 'errCallback' }))
      .finally(() => work.end());
    return () => work.stop();
  }
}

function requireFunction(name: string, value: unknown): void {
  if (typeof value === 'function') return;
  throw new InputError({ message: `${name} must be a function`, remedy: `Pass ${name}.` });
}
