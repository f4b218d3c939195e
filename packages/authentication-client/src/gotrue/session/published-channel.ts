import type { Unsubscribe } from '@sallyport/core/events';
import { hasPage } from '@sallyport/core/platform';

/**
 * Calls back when `@supabase/auth-js` announces a change of the session, on this page or on another one. It announces on a
 * `BroadcastChannel` with the name of its storage key, and in pages only.
 */
export function watchPublishedChannel(storageKey: string, onChange: () => void): Unsubscribe {
  if (!hasPage() || !globalThis.BroadcastChannel) return () => {};
  const channel: BroadcastChannel & { unref?: () => void } = new BroadcastChannel(storageKey);
  // A message contains tokens. The storage is the truth.
  const onMessage = (): void => onChange();
  channel.addEventListener('message', onMessage);
  channel.unref?.(); // Node has documents in tests, and a channel would keep its process alive
  return () => {
    channel.removeEventListener('message', onMessage);
    channel.close();
  };
}
