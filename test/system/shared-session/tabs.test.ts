import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContext } from 'playwright-core';
import { startChromium } from '../chromium.fixture.js';
import { bundleTab, Tab } from './tabs.fixture.js';
import { LIFETIME_MS, TokenServer } from './token-server.fixture.js';

const TABS = 6;
const EXPIRIES = 200;
const DUE_AFTER_MS = LIFETIME_MS - 60_000;

let browser: Browser;
let page: string;
beforeAll(async () => {
  [browser, page] = await Promise.all([startChromium(), bundleTab()]);
});
afterAll(() => browser.close());

const cleanUps: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

async function openContext(hasLocks: boolean): Promise<BrowserContext> {
  const context = await browser.newContext();
  cleanUps.push(() => context.close());
  // As on plain http beyond loopback.
  if (!hasLocks) await context.addInitScript(() => Reflect.deleteProperty(Navigator.prototype, 'locks'));
  return context;
}

async function setUp({ hasLocks = true, tabs = 2 } = {}) {
  const server = await TokenServer.start({ page });
  cleanUps.push(() => server.stop());
  const context = await openContext(hasLocks);
  const open = (index: number): Promise<Tab> => Tab.open(context, server, `tab-${index}`);
  const first = await open(0);
  await first.perform({ act: 'signIn', tokens: server.signIn() });
  await first.takeEvents();
  const others = await Promise.all(Array.from({ length: tabs - 1 }, (_, index) => open(index + 1)));
  return { server, context, tabs: [first, ...others] };
}

describe.each([
  ['Web Locks', true],
  ['a lease in IndexedDB', false],
])('a session that 6 tabs share, by %s', (_, hasLocks) => {
  it('is renewed once for each of 200 expiries, and never lost (CLI-17, CLI-18, F15)', async () => {
    const { server, tabs } = await setUp({ hasLocks, tabs: TABS });
    expect(await tabs[0]?.page.evaluate(() => navigator.locks !== undefined)).toBe(hasLocks);
    const [family] = server.families;
    for (let expiry = 1; expiry <= EXPIRIES; expiry += 1) {
      const act = expiry % 2 === 0 ? 'wait' : 'call';
      server.now += act === 'wait' ? DUE_AFTER_MS : LIFETIME_MS;
      const reports = await Promise.all(tabs.map((tab) => tab.perform({ act })));
      const report = { state: 'signedIn', error: null, token: `${family?.id}#${expiry}` };
      const adopted = { ...report, events: ['sessionRefreshed of other-tab'] };
      expect([expiry, ...reports.sort(byEvents)]).toEqual([
        expiry,
        { ...report, events: ['sessionRefreshed'] },
        ...Array.from({ length: TABS - 1 }, () => adopted),
      ]);
    }
    expect(family?.requests).toEqual([...Array.from({ length: EXPIRIES }, () => 1), 0]);
  }, 120_000);
});

function byEvents(left: unknown, right: unknown): number {
  return JSON.stringify(left).length - JSON.stringify(right).length;
}
