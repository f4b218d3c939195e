import { join } from 'node:path';
import type { Emulator } from '@sallyport/emulator';
import { build } from 'esbuild';
import { Miniflare } from 'miniflare';

/** A worker in workerd, the runtime of Cloudflare Workers. */
export interface Worker {
  /** Has the application make a call, in a request of its own. */
  call(name: string, argument?: object): Promise<unknown>;
  stop(): Promise<void>;
}

/** Bundles the application from the built packages, with the conditions that Wrangler uses. */
export async function bundleApplication({ authing, gotrue }: Emulator): Promise<string> {
  const settings = { ...authing, url: gotrue.url, apiKey: gotrue.anonKey, serviceRoleKey: gotrue.serviceRoleKey };
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, 'application.mjs')],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    conditions: ['workerd', 'worker', 'browser'],
    define: { 'globalThis.SETTINGS': JSON.stringify(settings) },
    external: ['@simplewebauthn/browser', 'sm-crypto-v2', 'ws'], // optional packages that the application leaves out
    tsconfigRaw: '{}', // ours would lead from what is published to its sources
  });
  return outputFiles.map(({ text }) => text).join('');
}

export async function startWorker(contents: string, compatibilityDate: string): Promise<Worker> {
  const modules = [{ type: 'ESModule' as const, path: 'worker.js', contents }];
  const workerd = new Miniflare({ modules, compatibilityDate });
  const url = await workerd.ready;
  return {
    call: async (call, argument = {}) => {
      const response = await fetch(url, { method: 'POST', body: JSON.stringify({ call, ...argument }) });
      return response.json();
    },
    stop: () => workerd.dispose(),
  };
}
