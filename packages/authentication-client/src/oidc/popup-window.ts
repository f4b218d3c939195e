import { PopupBlockedError } from '@sallyport/core';

const DEFAULT_FEATURES = 'popup,width=480,height=640';

/** What is used of a window. */
export type Popup = Pick<Window, 'closed' | 'close'> & { readonly location: Pick<Location, 'replace'> };

/**
 * Opens an empty window, at once: browsers let only what follows a click immediately do so.
 *
 * @throws {PopupBlockedError} The browser did not.
 */
export function openPopup(features: string = DEFAULT_FEATURES): Popup {
  const popup = 'document' in globalThis ? globalThis.open('', '_blank', features) : null;
  if (popup) return popup;
  throw new PopupBlockedError({
    message: 'The browser opened no window for the sign-in',
    remedy: 'Call signInWithPopup from a click, before anything is awaited, or use signInWithRedirect.',
  });
}
