import type { Clock } from '@sallyport/core/clock';
import { TimeoutError } from '@sallyport/core/errors';
import type { AbortSource } from '@sallyport/core/loading';
import { hasPage } from '@sallyport/core/platform';
import { startWork } from '../client/ongoing-work.js';
import type { Popup } from '../client/windows/open-window.js';
import { windowMessage } from '../client/windows/window-message.js';

const MESSAGE = 'sallyport:callback';
const LONGEST_WAIT_MS = 10 * 60_000;
/** What the state of a sign-in begins with whose answer is for the page that has opened this one. */
export const POPUP_STATE = 'popup.';

/**
 * Waits for the answer of a window of ours, in which our own page has been called.
 *
 * @param isAnswer - Whether an address answers what was asked.
 * @throws {PopupClosedError} The user closed the window.
 * @throws {TimeoutError} It took more than ten minutes.
 */
export async function answerOf(
  popup: Popup,
  isAnswer: (url: string) => boolean,
  clock: Clock,
  signals: readonly (AbortSource | undefined)[],
): Promise<string> {
  const work = startWork(...signals);
  const cancelTimeout = clock.setTimer(() => work.stop(tooLate()), LONGEST_WAIT_MS);
  const read = (data: unknown): string | null => (isMessage(data) && isAnswer(data.url) ? data.url : null);
  try {
    return await windowMessage({ popup, origin: globalThis.location.origin, read }, clock, work.signal);
  } finally {
    cancelTimeout();
    work.end();
  }
}

/** Hands an answer over to the page that has opened this one, and closes this one. */
export function handToOpener(url: string): boolean {
  const opener: unknown = hasPage() ? globalThis.opener : null;
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

function tooLate(): TimeoutError {
  return new TimeoutError({ message: 'The sign-in took more than ten minutes', remedy: 'Begin it again.' });
}
