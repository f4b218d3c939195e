import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, normalize } from 'node:path';

const PUBLISHED = join(import.meta.dirname, '..', '..', '..', 'packages', 'authentication-client', 'dist');

/** A web server without a build: pages of HTML, and the files of a folder below `/dist/`. */
export interface PlainSite {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * @param pages - The HTML of each path.
 * @param folder - Default: what the authentication client publishes.
 */
export async function servePlainSite(
  pages: Readonly<Record<string, string>>,
  folder: string = PUBLISHED,
): Promise<PlainSite> {
  const server = createServer(async ({ url = '/' }, response) => {
    const html = pages[url];
    if (html !== undefined) {
      response.setHeader('content-type', 'text/html; charset=utf-8').end(html);
      return;
    }
    const file = /^\/dist(\/.+\.m?js)$/.exec(normalize(url))?.[1];
    const script = file && (await readFile(join(folder, file)).catch(() => undefined));
    if (script) response.setHeader('content-type', 'text/javascript; charset=utf-8').end(script);
    else response.writeHead(404).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
