import type { Message } from '../domain/messages/message.types.js';
import { escaped } from '../http/html.js';

/** Only what the page itself holds is shown, and it holds no script. */
export const MAILBOX_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** The mailbox for people to read. Everything that came from outside is escaped. */
export function mailboxPage(messages: readonly Message[]): string {
  const rows = messages.map(
    ({ channel, to, code = '', link, scene, sentAt }) =>
      `<tr><td>${escaped(new Date(sentAt).toISOString())}</td><td>${escaped(channel)}</td><td>${escaped(to)}</td>` +
      `<td>${escaped(scene)}</td><td><code>${escaped(code)}</code></td>` +
      `<td>${link === undefined ? '' : `<a href="${escaped(link)}">link</a>`}</td></tr>`,
  );
  const body = rows.length === 0 ? '<p>Nothing was sent yet.</p>' : `<table>${HEAD}${rows.join('')}</table>`;
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Sallyport mailbox</title>${STYLE}</head><body><h1>Mailbox</h1>${body}</body></html>`;
}

const HEAD = '<tr><th>sent</th><th>by</th><th>to</th><th>for</th><th>code</th><th></th></tr>';
const STYLE =
  '<style>body{font:16px/1.5 system-ui,sans-serif;margin:2rem}td,th{padding:.25rem 1rem;text-align:left}code{font-size:1.25em}</style>';
