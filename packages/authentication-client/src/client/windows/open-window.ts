import { PopupBlockedError } from '@sallyport/core/errors';
import { hasPage } from '@sallyport/core/platform';

/** What is used of a window. */
export interface Popup {
  readonly closed: boolean;
  readonly location: { replace(url: string): void };
  close(): void;
}

/**
 * Opens an empty window, at once: browsers let a page do so only in answer to a click.
 *
 * @param features - As `window.open` takes them; without them it is a tab.
 * @throws {PopupBlockedError} The browser opened none, or there is no browser.
 */
export function openWindow(features?: string): Popup {
  const opened = hasPage() ? window.open('', '_blank', features) : null;
  if (opened) return opened;
  throw new PopupBlockedError({
    message: 'The browser opened no window',
    remedy: 'Call this in the handler of a click, before anything is awaited, and allow windows of this page.',
  });
}
