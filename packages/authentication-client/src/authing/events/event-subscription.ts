import type { Clock } from '@sallyport/core/clock';
import { secureRandom } from '@sallyport/core/crypto';
import { NetworkError, NotSignedInError } from '@sallyport/core/errors';
import type { CredentialSource } from '@sallyport/core/http';
import type { ClientEmitter } from '../../client/client-events.js';
import type { OngoingWork } from '../../client/ongoing-work.js';
import type { ResolvedOptions } from '../options/options.js';
import { loadWebSocket } from './web-socket.js';

const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 60_000;
/** A connection that lasted this long was a good one, and what comes after it begins to count anew. */
const GOOD_AFTER_MS = 10_000;
const VENDOR_SOCKETS = 'wss://openevent.authing.cn';

type OnMessage = (message: string) => unknown;

/** Ports of a subscription to events. */
export interface SubscriptionDeps {
  readonly clock: Clock;
  readonly renewal: Pick<CredentialSource, 'bearer'>;
  readonly events: ClientEmitter;
  readonly options: Pick<ResolvedOptions, 'retryTimes' | 'socketUri' | 'baseUrl' | 'logger'>;
}

/**
 * Listens until the work is stopped.
 *
 * @throws {NotSignedInError} Nobody is signed in, or nobody is any more.
 * @throws {NetworkError} There was no connection, or none that lasted.
 */
export async function subscribe(
  deps: SubscriptionDeps,
  eventName: string,
  onMessage: OnMessage,
  work: OngoingWork,
): Promise<void> {
  const { clock, renewal, options } = deps;
  for (let failures = 0; ; ) {
    const token = await renewal.bearer({ signal: work.signal });
    if (token === null) throw notSignedIn();
    const query = new URLSearchParams({ code: eventName, token });
    const address = `${socketsOf(deps)}/events/v1/authentication/sub?${query}`;
    const wasGood = await listen(deps, address, onMessage, work.signal);
    if (work.signal.aborted) return;
    if (wasGood) failures = 0;
    if (failures >= options.retryTimes) throw broken(failures);
    await clock.sleep(pauseMs(failures), work.signal);
    failures += 1;
  }
}

/** Resolves when the connection is over; says whether it was a good one. */
async function listen(
  { clock, events, options }: SubscriptionDeps,
  address: string,
  onMessage: OnMessage,
  signal: AbortSignal,
): Promise<boolean> {
  const Socket = await loadWebSocket();
  if (signal.aborted) return false;
  const openedAt = clock.now();
  return new Promise((resolve) => {
    const socket = new Socket(address);
    let hasSpoken = false;
    let isOver = false; // a socket that is closed may still hand on what has arrived
    const close = (): void => {
      isOver = true;
      socket.close();
    };
    // Who signs in next must not hear what was meant for somebody else.
    const unlisten = [events.on('signedOut', close), events.on('signedIn', close), events.on('sessionExpired', close)];
    const end = (): void => {
      for (const undo of unlisten) undo();
      signal.removeEventListener('abort', end);
      close();
      resolve(hasSpoken || clock.now() - openedAt >= GOOD_AFTER_MS);
    };
    signal.addEventListener('abort', end, { once: true });
    socket.addEventListener('close', end);
    socket.addEventListener('error', end);
    socket.addEventListener('message', ({ data }) => {
      if (isOver) return;
      hasSpoken = true;
      try {
        onMessage(String(data));
      } catch {
        options.logger.error('A listener failed', { event: 'callback' });
      }
    });
  });
}

// The vendor's cloud has a host for events. Any other server is asked itself: the token is nobody else's business.
function socketsOf({ options: { socketUri, baseUrl } }: SubscriptionDeps): string {
  if (socketUri) return socketUri;
  const isVendors = /(^|\.)authing\.cn$/.test(new URL(baseUrl).hostname);
  return isVendors ? VENDOR_SOCKETS : baseUrl.replace(/^http/, 'ws');
}

// Half of it at random, or all who lost a server would be back at the same moment.
function pauseMs(failures: number): number {
  return Math.min(FIRST_PAUSE_MS * 2 ** failures, LONGEST_PAUSE_MS) * (1 + secureRandom()) * 0.5;
}

function notSignedIn(): NotSignedInError {
  return new NotSignedInError({ message: 'Events come to who is signed in, and nobody is', remedy: 'Sign in first.' });
}

function broken(retries: number): NetworkError {
  return new NetworkError({
    message: `The connection for events broke, and ${retries} further ones did not last`,
    remedy: 'Check the network and the option socketUri.',
    sent: true,
    retryable: true,
  });
}
