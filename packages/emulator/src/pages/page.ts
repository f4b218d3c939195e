import type { Answer, Context } from '../http/context.js';
import { escaped } from '../http/html.js';

/** One of the server's own pages. */
interface Page {
  readonly title: string;
  /** HTML, in which everything that came from outside is escaped. */
  readonly body: string;
  readonly status?: 200 | 400 | 401 | 403 | 429;
  /** Where its forms may lead in the end, beside this server: browsers hold redirects against it too. */
  readonly target?: string | null;
  /** The address of a script on this server, for a page that has to tell another window something. */
  readonly script?: string;
}

/** Answers with a page that holds no script of its own, that nobody may frame, and that tells nobody where it was. */
export function answerPage(c: Context, { title, body, status = 200, target = null, script }: Page): Answer {
  c.header('content-security-policy', policyOf(target, script));
  c.header('referrer-policy', 'no-referrer');
  c.header('x-frame-options', 'DENY');
  const loading = script === undefined ? '' : `<script src="${escaped(script)}"></script>`;
  return c.html(
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
      `<title>${escaped(title)}</title>${STYLE}</head><body><main><h1>${escaped(title)}</h1>${body}</main>${loading}</body></html>`,
    status,
  );
}

/** A page that says why there is nothing else. */
export function refusePage(c: Context, message: string, status: 400 | 403 = 400): Answer {
  return answerPage(c, { title: 'This did not work', body: `<p role="alert">${escaped(message)}</p>`, status });
}

/** What a policy calls the place that an address is in. */
export function sourceOf(address: string): string {
  const { origin, protocol } = new URL(address);
  return origin === 'null' ? protocol : origin;
}

function policyOf(target: string | null, script: string | undefined): string {
  const targets = ["'self'", ...(target === null ? [] : [target])].join(' ');
  const scripts = script === undefined ? '' : " script-src 'self';";
  return `default-src 'none';${scripts} style-src 'unsafe-inline'; base-uri 'none'; form-action ${targets}; frame-ancestors 'none'`;
}

const STYLE =
  '<style>body{font:16px/1.5 system-ui,sans-serif;margin:2rem}main{max-width:22rem;margin:auto}' +
  'label{display:block;margin:1rem 0 0}input{width:100%;box-sizing:border-box;padding:.5rem;font:inherit}' +
  'button{margin:1rem 1rem 0 0;padding:.5rem 1rem;font:inherit}[role=alert]{color:#a00}</style>';
