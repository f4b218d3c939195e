import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Emulator, startEmulator } from '@sallyport/emulator';
import type { Browser } from 'playwright-core';
import { startChromium } from '../chromium.fixture.js';
import { type PlainSite, servePlainSite } from '../pages/plain-site.fixture.js';
import { createPackedProject, type PackedProject } from './packed-project.fixture.js';

const BUNDLERS = ['webpack', 'rollup', 'esbuild', 'vite'];

declare const window: { readonly journey: (emulator: unknown) => Promise<unknown> };

let project: PackedProject;
let emulator: Emulator;
let browser: Browser;
let site: PlainSite;
beforeAll(async () => {
  project = await createPackedProject([...BUNDLERS, '@rollup/plugin-node-resolve']);
  const pages = Object.fromEntries(BUNDLERS.map((name) => [`/${name}`, page(`/dist/${name}/app.js`)]));
  [emulator, browser, site] = await Promise.all([
    startEmulator(),
    startChromium(),
    servePlainSite(pages, join(project.folder, 'out')),
  ]);
});
afterAll(() => Promise.all([emulator.stop(), browser.close(), site.stop(), project.remove()]));
beforeEach(() => emulator.reset());

const page = (script: string) => `<!doctype html><title>Page</title><script type="module" src="${script}"></script>`;

describe.each(BUNDLERS)('%s', (name) => {
  it(`${name} bundles both clients without a warning where no optional package is installed`, async () => {
    for (const optional of ['ws', 'sm-crypto-v2', '@simplewebauthn/browser']) {
      expect(existsSync(join(project.folder, 'node_modules', optional))).toBe(false);
    }
    const { stderr } = await project.exec('bundle.mjs', name);
    expect(stderr).toBe('');
  });

  it(`the bundle of ${name} signs users in in Chromium`, async () => {
    const context = await browser.newContext();
    const tab = await context.newPage();
    const complaints: string[] = [];
    tab.on('pageerror', ({ message }) => complaints.push(message));
    await tab.goto(`${site.url}/${name}`);
    const outcome = await tab.evaluate((description) => window.journey(description), {
      authing: { ...emulator.authing },
      gotrue: { ...emulator.gotrue },
    });
    expect(outcome).toEqual({ flat: 'aal2', goTrue: 'grace@example.com', composed: 'joan@example.com' });
    expect(complaints).toEqual([]);
    await context.close();
  });
});
