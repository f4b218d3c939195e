/** Whether this code has a page. Some platforms define `document` as undefined. */
export function hasPage(): boolean {
  return Boolean(globalThis.document);
}

/** Whether this code runs where anybody can read it: a page or a browser's worker. */
export function isBrowser(): boolean {
  // A worker's own global, which the DOM types do not know. Cloudflare Workers had it too, and never had an address.
  const { importScripts } = globalThis as { importScripts?: unknown };
  return hasPage() || (typeof importScripts === 'function' && Boolean(globalThis.location));
}
