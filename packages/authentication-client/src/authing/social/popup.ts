import { InputError } from '@sallyport/core/errors';
import { hasPage } from '@sallyport/core/platform';
import { openWindow, type Popup } from '../../client/windows/open-window.js';

/** Where a flow goes on: another window, or this one. */
export interface PopupOptions {
  /** A window of its own rather than a tab. Default `true`. */
  popup?: boolean;
  /** Of the window, in pixels. Default 585 by 649. */
  position?: { w: number; h: number };
}

/**
 * Opens an empty window. Call it before anything is awaited.
 *
 * @throws {PopupBlockedError} The browser opened none.
 * @throws {InputError} There is no page to open one from.
 */
export function openPopup({ popup = true, position = { w: 585, h: 649 } }: PopupOptions): Popup {
  if (!hasPage()) {
    throw new InputError({ message: 'This sign-in needs a page that opens a window', remedy: 'Call it in a browser.' });
  }
  return openWindow(popup ? centred(position) : undefined);
}

function centred({ w, h }: { readonly w: number; readonly h: number }): string {
  const left = Math.round(window.screenX + (window.outerWidth - w) / 2);
  const top = Math.round(window.screenY + (window.outerHeight - h) / 2);
  return `width=${w},height=${h},left=${left},top=${top}`;
}

/** Whether this is the browser of an app that has no second window, so that the flow leaves the page. */
export function isInAppBrowser(): boolean {
  return /MicroMessenger|Lark/i.test(globalThis.navigator?.userAgent ?? '');
}
