/** Whether this code has a page. Some platforms define `document` as undefined. */
export function hasPage(): boolean {
  return Boolean(globalThis.document);
}

/** The object that receives the events of the page. jsdom-global copies the functions of a window to another object. */
export function eventsOfPage(): Partial<Pick<Window, 'addEventListener' | 'removeEventListener' | 'dispatchEvent'>> {
  return globalThis.document?.defaultView ?? globalThis;
}

/** The address of the page; `undefined` without a page. */
export function pageAddress(): string | undefined {
  return globalThis.location?.href;
}

/** Whether this code runs where anybody can read it: a page or a browser's worker. */
export function isBrowser(): boolean {
  // A worker's own global, which the DOM types do not know. Cloudflare Workers had it too, and never had an address.
  const { importScripts } = globalThis as { importScripts?: unknown };
  return hasPage() || (typeof importScripts === 'function' && Boolean(globalThis.location));
}
