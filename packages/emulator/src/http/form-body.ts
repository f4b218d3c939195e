import type { IncomingMessage } from 'node:http';
import { HttpRefusal } from './http-refusal.js';
import { readBytes } from './json-body.js';

const MAX_BYTES = 64 * 1024;

/**
 * Reads the body of a request as a form.
 *
 * @throws {HttpRefusal} It is too long, not a form, or not UTF-8.
 */
export async function readForm(incoming: IncomingMessage): Promise<URLSearchParams> {
  const bytes = await readBytes(incoming, MAX_BYTES);
  const [type = '', charset = ''] = (incoming.headers['content-type'] ?? '').toLowerCase().split(/\s*;\s*/);
  if (type !== 'application/x-www-form-urlencoded' || !/^(charset="?utf-?8"?)?$/.test(charset)) {
    throw new HttpRefusal(415, 'The body must be application/x-www-form-urlencoded in UTF-8');
  }
  return new URLSearchParams(bytes.toString());
}
