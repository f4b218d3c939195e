import { redact, SECRET_NAME } from '../errors/redact.js';

// Far more than the excerpt shows, so that no secret is cut in half before it is recognized.
const LONGEST_READ = 64_000;
// 200 printable characters distinguish a captive portal from a torn body, and are few enough to log.
const LONGEST_SHOWN = 200;

const JSON_KEY = /"(?:[^"\\]|\\.)*"\s*:/;
const QUOTED = /"(?:[^"\\]|\\.)*(?:"(\s*:)?|$)|(^|[^\w])'(?:[^'\\]|\\.)*(?:'(\s*:)?|$)/g;
const MASK = '...';

/**
 * The start of an answer that is not the expected JSON. It may contain a token, a code or a TOTP secret that the client
 * does not know yet, in any syntax. Names, tags and words are shown. Values are masked.
 */
export function excerptOf(text: string, secrets: readonly string[]): string {
  const start = maskValues(redact(text.slice(0, LONGEST_READ), secrets)).slice(0, LONGEST_SHOWN);
  return start === '' ? '(empty)' : JSON.stringify(start.replace(/[^\x20-\x7e]/g, '·'));
}

function maskValues(text: string): string {
  return (
    upToSecretName(text)
      .replace(QUOTED, maskQuoted)
      // JSON and YAML: a value without quotes, except short numbers and the words of JSON.
      .replace(/(["']\s*:\s*)([^\s"'{}[\],]+)/g, (_, colon: string, value: string) =>
        /^(?:-?\d{1,3}|true|false|null)$/.test(value) ? `${colon}${value}` : `${colon}${MASK}`,
      )
      // Forms and attributes.
      .replace(/=[^\s&<>"']+/g, `=${MASK}`)
      // Markup: a text without spaces is a value, a text with spaces is prose.
      .replace(/>\s*[^\s<>]{4,}\s*(?=<|$)/g, `>${MASK}`)
      // Prose: long words, words with digits, and digits in groups.
      .replace(/[\w+/~%-]*\d[\w+/~%-]*/g, (word) => (word.length < 4 ? word : MASK))
      .replace(/\d{2,}(?:[ -]\d{2,})+/g, MASK)
      .replace(/[\w+/~%-]{16,}/g, MASK)
  );
}

// A name such as `access_token` or `code` announces a secret. The excerpt ends with it, except for a key of JSON.
function upToSecretName(text: string): string {
  const name = new RegExp(`${JSON_KEY.source}|[\\w.-]{0,64}(?:${SECRET_NAME.source})[\\w.-]{0,64}`, 'gi');
  for (const { 0: found, index } of text.matchAll(name)) {
    if (!found.startsWith('"')) return `${text.slice(0, index)}${found}${MASK}`;
  }
  return text;
}

function maskQuoted(quoted: string, colon = '', before = '', otherColon = ''): string {
  if (colon !== '' || otherColon !== '') return quoted;
  return quoted.startsWith('"') ? `"${MASK}"` : `${before}'${MASK}'`;
}
