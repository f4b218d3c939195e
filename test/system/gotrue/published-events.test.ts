import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { type Emulator, startEmulator } from '@sallyport/emulator';
import type { AuthClient } from '@supabase/auth-js';
import type { Browser } from 'playwright-core';
import { type PageServer, servePage, startChromium } from '../chromium.fixture.js';

declare const window: { readonly auth: InstanceType<typeof AuthClient>; readonly told: string[] };

let emulator: Emulator;
let browser: Browser;
let server: PageServer;
beforeAll(async () => {
  emulator = await startEmulator();
  const { url, anonKey } = emulator.gotrue;
  [browser, server] = await Promise.all([
    startChromium(),
    servePage(`import { AuthClient } from '@supabase/auth-js';
      const auth = new AuthClient({ url: '${url}', headers: { apikey: '${anonKey}' } });
      const told = [];
      auth.onAuthStateChange((event) => { told.push(event); });
      Object.assign(window, { auth, told });`),
  ]);
});
afterAll(() => Promise.all([emulator.stop(), browser.close(), server.stop()]));
beforeEach(() => emulator.reset());

// The one row of the table of section 9 that needs a page; test/e2e/gotrue-published-events.test.ts has the others.
it('@supabase/auth-js tells of its session again when its tab becomes visible', async () => {
  const page = await browser.newPage();
  const told = () => page.evaluate(() => window.told);
  await page.goto(server.url);
  await page.waitForFunction(() => window.told.includes('INITIAL_SESSION'));
  await page.evaluate(() => window.auth.signUp({ email: 'ada@example.com', password: 'correct horse battery' }));
  expect(await told()).toEqual(['INITIAL_SESSION', 'SIGNED_IN']);
  await page.reload();
  await page.waitForFunction(() => window.told.includes('INITIAL_SESSION'));
  expect(await told()).toEqual(['SIGNED_IN', 'INITIAL_SESSION']);

  // Chromium without windows hides no tab; a page is told of it by this event alone.
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange', { bubbles: true })));
  await page.waitForFunction(() => window.told.length > 2);
  expect(await told()).toEqual(['SIGNED_IN', 'INITIAL_SESSION', 'SIGNED_IN']);
  await page.close();
});
