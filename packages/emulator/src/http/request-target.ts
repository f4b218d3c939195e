import type { IncomingMessage } from 'node:http';
import { HttpRefusal } from './http-refusal.js';

// Addresses that parsing would leave as they are.
const PLAIN_TARGET = /^\/[\w!#$&-;=?@[\]~]*$/;
const DOT_SEGMENT = /\/\.\.?(?:[/?#]|$)/;
const PLAIN_HOST = /^[a-z\d._-]+(?::[1-9]\d{3,4})?$/;

/**
 * The whole address of a request.
 *
 * @throws {HttpRefusal} No URL can be made of it, or it would lead elsewhere than its text says.
 */
export function urlOf({ url = '', headers: { host = '' } }: IncomingMessage): string {
  const isWhole = /^https?:\/\//.test(url); // RFC 9112, 3.2.2
  const text = isWhole ? url : `http://${host}${url}`;
  if (!isWhole && PLAIN_HOST.test(host) && PLAIN_TARGET.test(url) && !DOT_SEGMENT.test(url)) return text;
  const [path = ''] = url.split('?');
  const isMalformed = !isWhole && (host === '' || !url.startsWith('/'));
  if (isMalformed || path.includes('\\') || !URL.canParse(text)) throw malformed();
  const { hostname, href } = new URL(text);
  if (!isWhole && hostname !== host.replace(/:\d+$/, '').toLowerCase()) throw malformed();
  return href;
}

function malformed(): HttpRefusal {
  return new HttpRefusal(400, 'The request is malformed', { connection: 'close' });
}

/** The path of an address. An encoded slash or percent sign stays encoded, so that it separates and decodes nothing. */
export function decodedPath(url: string): string {
  const [path = ''] = url.slice(url.indexOf('/', url.indexOf('//') + 2)).split(/[?#]/, 1);
  return path.includes('%') ? decodedBy(decodeURI, path.replaceAll('%25', '%2525')) : path;
}

/** The rest of the decoding, for one segment of a path. */
export function decodedSegment(segment: string | undefined): string | undefined {
  return segment?.includes('%') ? decodedBy(decodeURIComponent, segment) : segment;
}

/** Leaves alone what is not UTF-8. */
function decodedBy(decode: (text: string) => string, text: string): string {
  return text.replace(/(?:%[\da-f]{2})+/gi, (encoded) => {
    try {
      return decode(encoded);
    } catch {
      return encoded;
    }
  });
}
