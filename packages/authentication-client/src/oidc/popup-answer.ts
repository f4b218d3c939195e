import { type Clock, PopupClosedError, TimeoutError } from '@sallyport/core';
import type { Popup } from './popup-window.js';

const MESSAGE = 'sallyport:callback';
const LOOK_EVERY_MS = 500;
const LONGEST_WAIT_MS = 10 * 60_000;
/** What the state of a sign-in begins with whose answer is for the page that has opened this one. */
export const POPUP_STATE = 'popup.';

/**
 * Waits for the answer of a window of ours. Messages of other windows, or of other origins, are nobody's business.
 *
 * @param isAnswer - Whether an address answers what was asked.
 * @throws {PopupClosedError} The user closed the window.
 * @throws {TimeoutError} It took more than ten minutes.
 */
export function answerOf(
  popup: Popup,
  isAnswer: (url: string) => boolean,
  clock: Clock,
  signals: readonly (AbortSignal | undefined)[],
): Promise<string> {
  return new Promise((resolve, reject) => {
    let cancelLook = (): void => {};
    let wasClosed = false;
    const end = (settle: () => void): void => {
      globalThis.removeEventListener('message', onMessage);
      for (const signal of signals) signal?.removeEventListener('abort', onAbort);
      cancelLook();
      cancelTimeout();
      settle();
    };
    const onAbort = (): void => end(() => reject(signals.find((signal) => signal?.aborted)?.reason));
    const onMessage = ({ source, origin, data }: MessageEvent<unknown>): void => {
      if (source !== popup || origin !== globalThis.location.origin || !isMessage(data) || !isAnswer(data.url)) return;
      end(() => resolve(data.url));
    };
    // What the window said before it closed may be on its way for a moment.
    const look = (): void => {
      if (wasClosed) {
        end(() => reject(closed()));
        return;
      }
      wasClosed = popup.closed;
      cancelLook = clock.setTimer(look, LOOK_EVERY_MS);
    };
    const cancelTimeout = clock.setTimer(() => end(() => reject(tooLate())), LONGEST_WAIT_MS);
    globalThis.addEventListener('message', onMessage);
    for (const signal of signals) signal?.addEventListener('abort', onAbort, { once: true });
    if (signals.some((signal) => signal?.aborted)) onAbort();
    else cancelLook = clock.setTimer(look, LOOK_EVERY_MS);
  });
}

/** Hands an answer over to the page that has opened this one, and closes this one. */
export function handToOpener(url: string): boolean {
  const opener: unknown = 'document' in globalThis ? globalThis.opener : null;
  if (!isWindow(opener)) return false;
  opener.postMessage({ type: MESSAGE, url }, globalThis.location.origin);
  globalThis.close();
  return true;
}

function isWindow(opener: unknown): opener is Window {
  return typeof opener === 'object' && opener !== null && 'postMessage' in opener;
}

function isMessage(data: unknown): data is { readonly url: string } {
  if (typeof data !== 'object' || data === null || !('type' in data) || !('url' in data)) return false;
  return data.type === MESSAGE && typeof data.url === 'string';
}

function closed(): PopupClosedError {
  return new PopupClosedError({ message: 'The window of the sign-in was closed', remedy: 'Begin the sign-in again.' });
}

function tooLate(): TimeoutError {
  return new TimeoutError({ message: 'The sign-in took more than ten minutes', remedy: 'Begin it again.' });
}
