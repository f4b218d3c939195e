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

interface Setting {
  readonly hasLocks?: boolean;
  readonly tabs?: number;
  readonly holdMs?: number;
  readonly timeout?: number;
  readonly graceMs?: number;
}

async function setUp({ hasLocks = true, tabs = 2, holdMs, timeout, graceMs = 0 }: Setting = {}) {
  const server = await TokenServer.start({ page, graceMs });
  cleanUps.push(() => server.stop());
  const context = await openContext(hasLocks);
  const first = await Tab.open(context, server, { holdMs, timeout });
  await first.perform({ act: 'signIn', tokens: server.signIn() });
  const others = await Promise.all(
    Array.from({ length: tabs - 1 }, () => Tab.open(context, server, { holdMs, timeout })),
  );
  return { server, tabs: [first, ...others] as [Tab, Tab, ...Tab[]] }; // two at least
}

describe.each([
  ['Web Locks', true],
  ['a lease in IndexedDB', false],
])('a session that 6 tabs share, by %s', (_, hasLocks) => {
  it('is renewed once for each of 200 expiries, and never lost (CLI-17, CLI-18, F15)', async () => {
    const { server, tabs } = await setUp({ hasLocks, tabs: TABS });
    expect(await tabs[0].page.evaluate(() => navigator.locks !== undefined)).toBe(hasLocks);
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

describe.each([
  ['Web Locks', true],
  ['a lease in IndexedDB', false],
])('a tab that is closed while it renews the session, by %s', (_, hasLocks) => {
  it('is in nobody’s way (F16)', async () => {
    const { server, tabs } = await setUp({ hasLocks });
    const [closed, waiting] = tabs;
    server.now += LIFETIME_MS;
    const gone = server.departure();
    const open = server.close();
    const asked = server.arrivals(1);
    closed.perform({ act: 'call' }).catch(() => {});
    await asked;
    const called = waiting.perform({ act: 'call' });
    await closed.page.close();
    await gone;
    open();
    expect(await called).toMatchObject({ state: 'signedIn', error: null, events: ['sessionRefreshed'] });
    expect(server.outcomes.map(({ outcome }) => outcome)).toEqual(['rotated']);
  });
});

describe('a tab that is frozen while it renews the session', () => {
  it('is waited for no longer than it may hold the lock, and goes on when it thaws (F16, CLI-18)', async () => {
    const { server, tabs } = await setUp({ holdMs: 1_000, timeout: 2_000, graceMs: 60_000 });
    const [frozen, waiting] = tabs;
    const session = await frozen.page.context().newCDPSession(frozen.page);
    server.now += LIFETIME_MS;
    const asked = server.holdNextAnswer();
    const thawed = frozen.perform({ act: 'call' });
    const held = await asked;
    await session.send('Debugger.enable');
    await session.send('Debugger.pause'); // at its next statement, and with all that it could do
    held.release();
    const token = `${server.families[0]?.id}#1`;
    const report = { state: 'signedIn', error: null, token };
    expect(await waiting.perform({ act: 'call' })).toEqual({ ...report, events: ['sessionRefreshed'] });
    await session.send('Debugger.resume');
    expect(await thawed).toMatchObject(report);
    expect(server.outcomes.map(({ outcome }) => outcome)).toEqual(['rotated', 'repeated']);
  });
});

describe('tabs that share a session', () => {
  it('are all signed out when one is, and hear of it once (CLI-16)', async () => {
    const { tabs } = await setUp({ tabs: 3 });
    const [first, ...others] = tabs;
    expect(await first.perform({ act: 'signOut' })).toMatchObject({ state: 'signedOut', events: ['signedOut'] });
    for (const tab of others) expect(await tab.eventsUntil('signedOut')).toEqual(['signedOut of other-tab']);
    for (const tab of tabs) expect(await tab.perform({ act: 'call' })).toMatchObject({ error: 'refused', events: [] });
  });

  it('stay signed out when one signs out while another renews the session (CLI-19, F18)', async () => {
    const { server, tabs } = await setUp();
    const [renewing, other] = tabs;
    server.now += LIFETIME_MS;
    const asked = server.holdNextAnswer();
    const renewed = renewing.perform({ act: 'call' });
    const held = await asked;
    await other.perform({ act: 'signOut' });
    const told = await renewing.eventsUntil('signedOut');
    held.release();
    expect([told, await renewed]).toMatchObject([['signedOut of other-tab'], { error: 'not-signed-in', events: [] }]);
    expect(await Promise.all(tabs.map((tab) => tab.state()))).toEqual(['signedOut', 'signedOut']);
    expect(await (await other.reload()).state()).toBe('signedOut');
  });

  it('are all signed in when one is', async () => {
    const { server, tabs } = await setUp();
    const [first, second] = tabs;
    await first.perform({ act: 'signOut' });
    await second.eventsUntil('signedOut');
    await second.perform({ act: 'signIn', tokens: server.signIn() });
    expect(await first.eventsUntil('signedIn')).toEqual(['signedIn of other-tab']);
    expect(await first.perform({ act: 'call' })).toMatchObject({ token: `${server.families[1]?.id}#0` });
  });

  it('are signed out when somebody empties the storage, once, and ask the server for nothing then (F22)', async () => {
    const { server, tabs } = await setUp();
    const [emptied, other] = tabs;
    await emptied.page.evaluate(() => localStorage.clear());
    expect(await other.eventsUntil('signedOut')).toEqual(['signedOut of other-tab']);
    server.now += LIFETIME_MS;
    // Browsers tell a page nothing of what it has done itself: it looks before it uses a token, and calls without one.
    expect(await emptied.perform({ act: 'call' })).toMatchObject({
      state: 'signedOut',
      error: 'refused',
      events: ['signedOut of other-tab'],
    });
    expect([await other.takeEvents(), server.outcomes]).toEqual([[], []]);
  });

  it('share nothing with another application on the same origin (CLI-14)', async () => {
    const { server, tabs } = await setUp();
    const [first, second] = tabs;
    const theirs = await Promise.all([first.alongside('another'), second.alongside('another')]);
    expect(await Promise.all(theirs.map((tab) => tab.state()))).toEqual(['signedOut', 'signedOut']);
    await theirs[0].perform({ act: 'signIn', tokens: server.signIn() });
    await theirs[1].eventsUntil('signedIn');
    const ourToken = `${server.families[0]?.id}#0`;
    for (const tab of tabs) expect(await tab.perform({ act: 'call' })).toMatchObject({ token: ourToken, events: [] });
    await theirs[0].perform({ act: 'signOut' });
    await theirs[1].eventsUntil('signedOut');
    for (const tab of tabs) expect(await tab.perform({ act: 'call' })).toMatchObject({ token: ourToken, events: [] });
    const reloaded = await first.reload();
    expect(await reloaded.perform({ act: 'call' })).toMatchObject({ token: ourToken });
  });
});
