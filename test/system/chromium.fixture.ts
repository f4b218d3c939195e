import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { build } from 'esbuild';
import { type Browser, chromium, type LaunchOptions } from 'playwright-core';

const ROOT = join(import.meta.dirname, '..', '..');

/** A host that leads to this machine, and that no browser takes for it: there, `http:` is no secure context. */
export const INSECURE_HOST = 'insecure.test';

/**
 * Starts a Chromium without a window, whose profile goes with it. Its contexts share nothing, their pages everything.
 *
 * @param options - What it gets beside what every test needs.
 */
export function startChromium({ args = [], ...options }: LaunchOptions = {}): Promise<Browser> {
  return chromium.launch({
    ...options,
    executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox', // it refuses to run as root with one
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      `--host-resolver-rules=MAP ${INSECURE_HOST} 127.0.0.1`,
      ...args,
    ],
  });
}

/** A server of a test's own, for pages that all run the same module. */
export interface PageServer {
  /** A secure context, as every loopback address is. */
  readonly url: string;
  /** The same pages where there is none, and so no `navigator.locks`. */
  readonly insecureUrl: string;
  stop(): Promise<void>;
}

/**
 * Serves one page at every path, on a free port. Its module is bundled from what the build made, as an application
 * would do it.
 *
 * @param source - What the page runs, such as `import * as core from '@sallyport/core'; Object.assign(window, { core });`
 */
export async function servePage(source: string): Promise<PageServer> {
  const module = await bundle(source);
  const server = createServer((request, response) => {
    const isModule = request.url === '/page.js';
    response.setHeader('content-type', isModule ? 'text/javascript; charset=utf-8' : 'text/html; charset=utf-8');
    response.end(
      isModule ? module : '<!doctype html><title>Page</title><script type="module" src="/page.js"></script>',
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    insecureUrl: `http://${INSECURE_HOST}:${port}/`,
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** Bundles a module as `servePage` does, for a server that serves more than a page. */
export async function bundle(source: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: ROOT, sourcefile: 'page.ts', loader: 'ts' },
    bundle: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    tsconfigRaw: '{}', // ours would lead from what is published to its sources
    write: false,
  });
  return outputFiles.map(({ text }) => text).join('');
}
