import type { Clock } from '@sallyport/core/clock';
import { InvalidResponseError, isSallyportError } from '@sallyport/core/errors';
import type { RequestOptions } from '@sallyport/core/http';
import type { Lifetime } from '@sallyport/core/loading';
import { errorFromAuthing, redact } from '@sallyport/core/sending';
import { type User, type WireUser, withCustomData } from '@sallyport/core/user';
import { startWork } from '../../client/ongoing-work.js';
import type { Popup } from '../../client/windows/open-window.js';
import { windowMessage } from '../../client/windows/window-message.js';
import type { ResolvedOptions } from '../options/options.js';
import type { AuthingSignIn } from '../sign-in/sign-in-completion.js';
import { readAnswer, type WindowAnswer, type WindowEvent } from './window-answer.js';

/** Callbacks that receive the outcome, as in the vendor's client. `onError` also receives the error itself. */
export interface WindowCallbacks {
  onSuccess?: ((user: User) => void) | undefined;
  // biome-ignore lint/suspicious/noExplicitAny: the vendor's type
  onError?: ((code: number, message: string, data: any, error: unknown) => void) | undefined;
}

/** Ports of a sign-in in a window of its own. */
export interface WindowSignInDeps {
  readonly clock: Clock;
  readonly request: RequestOptions;
  readonly lifetime: Lifetime;
  readonly signIn: Pick<AuthingSignIn, 'withFirstFactor'>;
  readonly options: Pick<ResolvedOptions, 'baseUrl' | 'logger'>;
}

/**
 * Sends a window to the server's page and begins the session of whom that page answers. The session that was there stays
 * when it fails, and when a second factor is asked for.
 *
 * @param address - Where the window goes, once that is known.
 */
export async function signInByWindow(
  deps: WindowSignInDeps,
  popup: Popup,
  eventType: WindowEvent,
  address: (signal: AbortSignal) => Promise<URL>,
): Promise<User> {
  const { clock, request, lifetime, signIn, options } = deps;
  const work = startWork(request.signal, lifetime);
  const { origin } = new URL(options.baseUrl);
  try {
    return await signIn.withFirstFactor('unknown', async () => {
      const read = (data: unknown): WindowAnswer | null => readAnswer(data, eventType);
      const answer = windowMessage({ popup, origin, read }, clock, work.signal);
      answer.catch(() => {}); // also where the address fails before anybody waits
      popup.location.replace((await address(work.signal)).href);
      return userOf(await answer);
    });
  } catch (error) {
    work.stop(error); // ends the listening where the address failed
    throw error;
  } finally {
    work.end();
    popup.close();
  }
}

/** @throws {MfaRequiredError} And the other refusals that a sign-in can meet. */
function userOf({ code, message, data }: WindowAnswer): User {
  if (code === 200) {
    if (typeof data === 'object' && data !== null) return withCustomData(data as WireUser); // a sign-in checks it
    throw new InvalidResponseError({ message: 'The window answered without a user', remedy: 'Try again.' });
  }
  throw errorFromAuthing({
    code: typeof code === 'number' || typeof code === 'string' ? code : undefined,
    message: redact(typeof message === 'string' && message !== '' ? message : 'The sign-in was refused'),
    data,
    status: 200,
  });
}

/**
 * Settles as callers expect. With callbacks it is the vendor's way: the promise says that the window is open, and they
 * hear the outcome. Without, the promise has the outcome.
 */
export async function reportTo(
  { onSuccess, onError }: WindowCallbacks,
  { options }: WindowSignInDeps,
  outcome: Promise<User>,
): Promise<void> {
  if (!onSuccess && !onError) {
    await outcome;
    return;
  }
  const hear = (act: () => void): void => {
    try {
      act();
    } catch {
      options.logger.error('A listener failed', { event: 'authorize' });
    }
  };
  void outcome.then(
    (user) => hear(() => onSuccess?.(user)),
    (error: unknown) => {
      const { code, message, data } = isSallyportError(error) ? error : { message: String(error) };
      // A failure without an answer of a server has no code, unlike the vendor's type.
      hear(() => onError?.(code as number, message, data, error));
    },
  );
}
