import { type CancelTimer, type Clock, PopupClosedError } from '@sallyport/core';

/** What the server's page says to the one that opened it. */
export interface WindowAnswer {
  readonly code: unknown;
  readonly message: unknown;
  readonly data: unknown;
}

/** Whose answer is waited for. Anything else that a page is sent is somebody else's business. */
export interface AnswerSource {
  readonly popup: Window;
  readonly origin: string;
  readonly eventType: 'socialLogin' | 'enterpriseLogin';
}

const LOOK_EVERY_MS = 500;

/**
 * Waits for what a window answers, and closes it. No listener and no timer outlives the promise.
 *
 * @throws {PopupClosedError} The user closed it.
 */
export function windowAnswer(source: AnswerSource, clock: Clock, signal: AbortSignal): Promise<WindowAnswer> {
  const { popup } = source;
  return new Promise((resolve, reject) => {
    let cancelTimer: CancelTimer = () => {};

    function settle(act: () => void): void {
      window.removeEventListener('message', onMessage);
      signal.removeEventListener('abort', onAbort);
      cancelTimer();
      popup.close();
      act();
    }

    function onMessage(event: MessageEvent): void {
      const answer = readAnswer(event, source);
      if (answer) settle(() => resolve(answer));
    }

    function onAbort(): void {
      settle(() => reject(signal.reason));
    }

    // A window that answers and closes at once is seen closed before it is heard, so it is looked at twice.
    function look(wasClosed: boolean): void {
      cancelTimer = clock.setTimer(() => {
        if (wasClosed) settle(() => reject(closedError()));
        else look(popup.closed);
      }, LOOK_EVERY_MS);
    }

    window.addEventListener('message', onMessage);
    signal.addEventListener('abort', onAbort, { once: true });
    look(false);
    if (signal.aborted) onAbort();
  });
}

function readAnswer({ source, origin, data }: MessageEvent, expected: AnswerSource): WindowAnswer | null {
  if (source !== expected.popup || origin !== expected.origin) return null;
  const { code, message, data: carried, event } = Object(data);
  const { source: sender, eventType } = Object(event);
  if (sender !== 'authing' || eventType !== expected.eventType) return null;
  return { code, message, data: carried, ...nested(message) };
}

// A refusal may be written as JSON into the place of its message. Its own code is the one that counts.
function nested(message: unknown): Partial<WindowAnswer> {
  if (typeof message !== 'string' || !message.startsWith('{')) return {};
  try {
    const { code, message: text, data } = JSON.parse(message);
    return { ...(code === undefined ? {} : { code }), ...(text ? { message: text } : {}), ...(data ? { data } : {}) };
  } catch {
    return {};
  }
}

function closedError(): PopupClosedError {
  return new PopupClosedError({
    message: 'The window was closed before it answered',
    remedy: 'Let the user start again.',
  });
}
