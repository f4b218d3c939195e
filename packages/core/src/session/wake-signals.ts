import type { Unsubscribe } from '../events/typed-emitter.js';

/**
 * Listens to what tells a page that it may have missed something: it is looked at again, comes out of the back/forward
 * cache, or is online again. Outside browsers nothing tells.
 *
 * @param onWake - Hears whether the network is what has come back.
 */
export function listenForWake(onWake: (isOnlineAgain: boolean) => void): Unsubscribe {
  if (!('document' in globalThis) || !('addEventListener' in globalThis)) return () => {};
  const onOnline = (): void => onWake(true);
  const onShow = (): void => {
    if (document.visibilityState === 'visible') onWake(false);
  };
  globalThis.addEventListener('online', onOnline);
  globalThis.addEventListener('pageshow', onShow);
  document.addEventListener('visibilitychange', onShow);
  return () => {
    globalThis.removeEventListener('online', onOnline);
    globalThis.removeEventListener('pageshow', onShow);
    document.removeEventListener('visibilitychange', onShow);
  };
}
