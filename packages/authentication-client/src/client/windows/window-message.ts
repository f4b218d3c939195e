import type { CancelTimer, Clock } from '@sallyport/core/clock';
import { PopupClosedError } from '@sallyport/core/errors';
import type { Popup } from './open-window.js';

/** Whose message is waited for. Anything else that a page is sent is somebody else's business. */
export interface ExpectedMessage<Message> {
  readonly popup: Popup;
  readonly origin: string;
  /** Reads what the window has sent; `null` when it is not what is waited for. */
  readonly read: (data: unknown) => Message | null;
}

const LOOK_EVERY_MS = 500;

/**
 * Waits for what a window of ours says. No listener and no timer outlives the promise.
 *
 * @throws {PopupClosedError} The user closed it.
 */
export function windowMessage<Message>(
  { popup, origin, read }: ExpectedMessage<Message>,
  clock: Clock,
  signal: AbortSignal,
): Promise<Message> {
  return new Promise((resolve, reject) => {
    let cancelLook: CancelTimer = () => {};

    function settle(act: () => void): void {
      window.removeEventListener('message', onMessage);
      signal.removeEventListener('abort', onAbort);
      cancelLook();
      act();
    }

    function onMessage({ source, origin: sender, data }: MessageEvent<unknown>): void {
      const message = source === popup && sender === origin ? read(data) : null;
      if (message !== null) settle(() => resolve(message));
    }

    function onAbort(): void {
      settle(() => reject(signal.reason));
    }

    // A window that answers and closes at once is seen closed before it is heard, so it is looked at twice.
    function look(wasClosed: boolean): void {
      cancelLook = clock.setTimer(() => {
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

function closedError(): PopupClosedError {
  return new PopupClosedError({
    message: 'The window was closed before it answered',
    remedy: 'Let the user start again.',
  });
}
