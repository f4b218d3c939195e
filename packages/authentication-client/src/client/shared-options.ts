import { addressOption, type Lease, portOption, refuseOption, textOption } from '@sallyport/core';

/** What excludes others from a session, as an option. */
export function leaseOption(lease: Lease | undefined): Lease | undefined {
  const port = portOption('lease', lease, ['hold']);
  if (port && !(Number.isFinite(port.holdMs) && port.holdMs > 0)) {
    refuseOption('lease', 'does not say how long it can be held', 'Give it a holdMs, in milliseconds.');
  }
  return port;
}

/** Origins, each without a path, as an option. */
export function apiOriginsOption(origins: unknown, allowHttp: boolean): readonly string[] {
  if (origins === undefined) return [];
  const remedy = 'Pass a list such as ["https://api.example.com"].';
  if (!Array.isArray(origins)) refuseOption('apiOrigins', 'must be a list', remedy);
  return origins.map((origin: unknown, index) => {
    const name = `apiOrigins[${index}]`;
    const text = textOption(name, origin) ?? refuseOption(name, 'is empty', remedy);
    const url = new URL(addressOption(name, text, allowHttp));
    if (url.pathname !== '/') refuseOption(name, 'is more than an origin', remedy);
    return url.origin;
  });
}
