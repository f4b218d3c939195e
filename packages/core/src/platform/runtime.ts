/** Whether this code runs where anybody can read it: a page or a browser's worker. */
export function isBrowser(): boolean {
  return 'document' in globalThis || typeof (globalThis as { importScripts?: unknown }).importScripts === 'function';
}
