/** Whether this code runs where anybody can read it: a page or a browser's worker. */
export function isBrowser(): boolean {
  // A worker's own global, which the DOM types know nothing of.
  return 'document' in globalThis || typeof (globalThis as { importScripts?: unknown }).importScripts === 'function';
}
