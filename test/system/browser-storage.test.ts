import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { leaseCases, tokenStorageCases } from '@sallyport/core/testing';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { type PageServer, servePage, startChromium } from './chromium.fixture.js';

declare global {
  interface Window {
    core: typeof import('@sallyport/core');
    testing: typeof import('@sallyport/core/testing');
    /** How often a storage has told of another tab. */
    heard: number;
  }
}

const TEN_MINUTES_MS = 600_000;
const TABS = 6;
const STEPS = 15;

let browser: Browser;
let server: PageServer;
let context: BrowserContext;
/** A page in which one case after the other runs, so that not each needs a new one. */
const suites = new Map<Place, Page>();
beforeAll(async () => {
  [browser, server] = await Promise.all([
    startChromium(),
    servePage(`
      import * as core from '@sallyport/core';
      import * as testing from '@sallyport/core/testing';
      Object.assign(window, { core, testing });
    `),
  ]);
});
afterAll(() => Promise.all([browser.close(), server.stop()]));
beforeEach(async () => {
  context = await browser.newContext();
});
afterEach(() => context.close());

type Place = 'secure' | 'insecure';

async function openTab(place: Place, within: Browser | BrowserContext = context): Promise<Page> {
  const page = await within.newPage();
  await page.goto(place === 'secure' ? server.url : server.insecureUrl);
  await page.waitForFunction(() => window.core !== undefined);
  return page;
}

async function suitePage(place: Place): Promise<Page> {
  const page = suites.get(place) ?? (await openTab(place, browser));
  suites.set(place, page);
  await page.evaluate(() => {
    localStorage.clear();
    sessionStorage.clear();
  });
  return page;
}

const named = (cases: readonly { readonly name: string }[]) => cases.map(({ name }, index) => ({ name, index }));

describe.each(['localStorage', 'sessionStorage'] as const)('WebStorage over %s in Chromium', (area) => {
  it.each(named(tokenStorageCases))('$name', async ({ index }) => {
    const page = await suitePage('secure');
    await page.evaluate(
      async ([area, index]) => {
        const create = () => new window.core.WebStorage(window[area]);
        const frame = document.body.appendChild(document.createElement('iframe'));
        await window.testing.tokenStorageCases[index]?.run(create, {
          beside: create,
          writeElsewhere: (key, value) => frame.contentWindow?.[area].setItem(key, value),
          fill: () => {
            try {
              for (let text = 'x'.repeat(1_000_000), count = 0; ; count += 1) window[area].setItem(`${count}`, text);
            } catch {
              // full
            }
          },
        });
      },
      [area, index] as const,
    );
  });
});

async function crash(page: Page): Promise<void> {
  const crashed = page.waitForEvent('crash');
  const devTools = await page.context().newCDPSession(page);
  devTools.send('Page.crash').catch(() => {}); // nobody is left to answer
  await crashed;
}

describe.each([
  ['WebLocksLease', 'secure'],
  ['IndexedDbLease', 'secure'],
  ['IndexedDbLease', 'insecure'],
] as const)('%s in a context that is %s', (kind, place) => {
  it.each(named(leaseCases))('$name', async ({ index }) => {
    const page = await suitePage(place);
    await page.evaluate(
      async ([kind, index]) => {
        const pair = (holdMs: number) =>
          [new window.core[kind]({ holdMs }), new window.core[kind]({ holdMs })] as const;
        await window.testing.leaseCases[index]?.run(pair);
      },
      [kind, index] as const,
    );
  });

  const take = (page: Page): Promise<string> =>
    page.evaluate(
      ([kind, holdMs]) =>
        new window.core[kind]({ holdMs }).hold('tab', async () => 'taken', new AbortController().signal),
      [kind, TEN_MINUTES_MS] as const,
    );

  /** Holds it in a tab, for as long as the tab is there. */
  const hold = (page: Page): Promise<void> =>
    page.evaluate(
      ([kind, holdMs]) =>
        new Promise((held) => {
          const work = (): Promise<void> => {
            held();
            return new Promise(() => {});
          };
          void new window.core[kind]({ holdMs }).hold('tab', work, new AbortController().signal);
        }),
      [kind, TEN_MINUTES_MS] as const,
    );

  it.each([
    ['is closed', (page: Page) => page.close()],
    ['goes elsewhere', (page: Page) => page.goto('about:blank')],
    ['is loaded anew', (page: Page) => page.reload()],
    ['crashes', crash],
  ])('is free at once when the tab that holds it %s (F16)', async (_, leave) => {
    const [one, two] = [await openTab(place), await openTab(place)];
    await hold(one);
    const taken = take(two);
    await leave(one);
    expect(await taken).toBe('taken');
  });
});

describe.each(['secure', 'insecure'] as const)('localStorage in a context that is %s', (place) => {
  it('loses no step of a count that six tabs count on (CLI-18)', async () => {
    const tabs = await Promise.all(Array.from({ length: TABS }, () => openTab(place)));
    const counted = tabs.map((tab) =>
      tab.evaluate(async (steps) => {
        const storage = window.core.webStorageOrMemory('localStorage');
        for (let done = 0; done < steps; done += 1) {
          await storage.lease?.hold(
            'count',
            async () => {
              const count = Number(storage.get('count'));
              await fetch('/'); // as a renewal waits for its server
              storage.set('count', String(count + 1));
            },
            new AbortController().signal,
          );
        }
      }, STEPS),
    );
    await Promise.all(counted);
    expect(await tabs[0]?.evaluate(() => localStorage.getItem('count'))).toBe(String(TABS * STEPS));
  });

  it('watch reports each change of the same page and of other tabs once (F22)', async () => {
    const [one, two] = [await openTab(place), await openTab(place)];
    await one.evaluate(() => {
      window.heard = 0;
      const storage = window.core.webStorageOrMemory('localStorage');
      storage.watch?.('key', () => {
        window.heard += 1;
      });
      storage.set('key', 'mine');
    });
    await one.waitForFunction(() => window.heard === 1);
    await two.evaluate(() => window.core.webStorageOrMemory('localStorage').set('key', 'theirs'));
    await one.waitForFunction(() => window.heard === 2);
    await two.evaluate(() => localStorage.clear());
    await one.waitForFunction(() => window.heard === 3);
  });
});
