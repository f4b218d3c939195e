import type { Unsubscribe } from '../events/typed-emitter.js';
import { eventsOfPage, hasPage } from '../platform/runtime.js';

/**
 * Listens to what tells a page that it may have missed something: it is looked at again, comes out of the back/forward
 * cache, or is online again. Outside browsers nothing tells.
 *
 * @param onWake - Hears whether the network is what has come back.
 */
export function listenForWake(onWake: (isOnlineAgain: boolean) => void): Unsubscribe {
  const page = eventsOfPage();
  if (!hasPage()) return () => {};
  const onOnline = (): void => onWake(true);
  const onShow = (): void => {
    if (document.visibilityState === 'visible') onWake(false);
  };
  page.addEventListener?.('online', onOnline);
  page.addEventListener?.('pageshow', onShow);
  document.addEventListener?.('visibilitychange', onShow);
  return () => {
    page.removeEventListener?.('online', onOnline);
    page.removeEventListener?.('pageshow', onShow);
    document.removeEventListener?.('visibilitychange', onShow);
  };
}
