import { InputError } from '@sallyport/core/errors';
import type { Unsubscribe } from '@sallyport/core/events';
import type { RequestOptions, Wire } from '@sallyport/core/http';
import { type Lifetime, lazy } from '@sallyport/core/loading';
import { requireText } from '@sallyport/core/validation';
import type { Sending, SendingSource } from '../../client/client-ports.js';
import { onFirstUse } from '../../client/on-first-use.js';
import { startWork } from '../../client/ongoing-work.js';
import type { SubscriptionDeps } from './event-subscription.js';

const loadSubscription = /* @__PURE__ */ lazy(() => import('./event-subscription.js'));
const loadCalls = /* @__PURE__ */ lazy(() => import('./event-calls-client.js'));

/** Ports of the event sub-client. */
export interface EventPorts extends Omit<SubscriptionDeps, 'renewal'> {
  readonly sending: SendingSource<Sending & { readonly wire: Wire }>;
  readonly request: RequestOptions;
  readonly lifetime: Lifetime;
}

const EventCalls = /* @__PURE__ */ onFirstUse<EventPorts>()(['pub'], async () => (await loadCalls()).EventCallsClient);

/** Events of the user pool. */
export class EventAuthenticationClient extends EventCalls {
  readonly #ports: EventPorts;

  constructor(ports: EventPorts) {
    super(ports);
    this.#ports = ports;
  }

  /**
   * Listens to an event of the user pool, over a WebSocket of its own, as long as a user is signed in. It restores a broken
   * connection, after growing pauses, `retryTimes` times in a row at most. In Node before version 22 it needs the package
   * `ws`. The wire puts the token into the address, where logs of servers can show it.
   *
   * @param eventName - The name that the user pool defines.
   * @param callback - Receives each message, as text.
   * @param errCallback - Receives, once, the error that ended the subscription. Not called after an unsubscription.
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
    const { request, lifetime, options, sending } = this.#ports;
    const work = startWork(request.signal, lifetime);
    const run = async (): Promise<void> => {
      const { subscribe } = await loadSubscription();
      const { renewal } = await sending.load();
      await subscribe({ ...this.#ports, renewal }, eventName, callback, work);
    };
    run()
      .catch((error: unknown) => {
        if (!work.signal.aborted) errCallback?.(error);
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
