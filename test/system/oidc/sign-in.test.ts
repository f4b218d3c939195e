import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Emulator, startEmulator } from '@sallyport/emulator';
import type { Browser, BrowserContext } from 'playwright-core';
import { type PageServer, startChromium } from '../chromium.fixture.js';
import { serveApplication, signInAt, Tab, users } from './application.fixture.js';

let emulator: Emulator;
let browser: Browser;
let server: PageServer;
beforeAll(async () => {
  emulator = await startEmulator({ seed: { objects: Object.values(users) } });
  [browser, server] = await Promise.all([startChromium(), serveApplication(emulator)]);
});
afterAll(() => Promise.all([emulator.stop(), browser.close(), server.stop()]));

let context: BrowserContext;
let exchanges: number;
beforeEach(async () => {
  await emulator.reset();
  context = await browser.newContext();
  exchanges = 0;
  context.on('request', (request) => {
    if (request.method() === 'POST' && request.url() === `${emulator.oidc.issuer}/token`) exchanges += 1;
  });
});
afterEach(() => context.close());

const aal1 = { userId: 'ada', assuranceLevel: 'aal1' };
const nobody = { userId: null, assuranceLevel: null };

/** A tab where Ada has just signed in by redirect. */
async function signedIn(): Promise<Tab> {
  const tab = await Tab.open(context, server.url);
  await tab.leave();
  await signInAt(tab.page, 'ada');
  await tab.outcomes();
  return tab;
}

describe('a sign-in by redirect', () => {
  it('ends where it began, by one exchange for the two calls of React’s strict mode (CLI-07)', async () => {
    const tab = await Tab.open(context, server.url);
    await tab.leave({ returnTo: '/orders?page=2' });
    await signInAt(tab.page, 'ada');
    const outcome = { userId: 'ada', returnTo: `${server.url}orders?page=2` };
    expect(await tab.outcomes()).toEqual([outcome, outcome]);
    expect(exchanges).toBe(1);
    expect(await tab.standing()).toEqual(aal1);
  });

  it('asks for the second factor where there is one, and knows afterwards that it did', async () => {
    const tab = await Tab.open(context, server.url);
    await tab.leave();
    await signInAt(tab.page, 'grace');
    const outcome = { userId: 'grace', returnTo: null };
    expect(await tab.outcomes()).toEqual([outcome, outcome]);
    expect(await tab.standing()).toEqual({ userId: 'grace', assuranceLevel: 'aal2' });
  });

  it('takes of the address what the sign-in page has added, and no more (CLI-08)', async () => {
    const redirectUri = `${server.url}callback?tab=2&q=a+b`;
    emulator.settings({ redirectUris: [redirectUri] });
    const tab = await Tab.open(context, server.url);
    await tab.leave({ redirectUri });
    await signInAt(tab.page, 'ada');
    await tab.outcomes();
    expect(tab.page.url()).toBe(redirectUri);
  });

  it('stays when the callback is loaded anew, or left and visited again by the back button', async () => {
    const tab = await signedIn();
    await tab.page.reload();
    expect(await tab.outcomes()).toEqual(['no-callback', 'no-callback']);
    expect(await tab.standing()).toEqual(aal1);
    await tab.page.goBack();
    expect(tab.page.url()).toContain(`${emulator.url}/sign-in/`);
    await tab.page.goBack();
    expect(tab.page.url()).toBe(server.url);
    expect(await tab.standing()).toEqual(aal1);
    await tab.page.goto(`${server.url}callback`);
    expect(await tab.standing()).toEqual(aal1);
    expect(exchanges).toBe(1);
  });

  it('begun anew by the back button, is another sign-in', async () => {
    const tab = await Tab.open(context, server.url);
    await tab.leave();
    await tab.page.goBack();
    await tab.leave({ returnTo: '/second' });
    await signInAt(tab.page, 'ada');
    expect(await tab.outcomes()).toContainEqual({ userId: 'ada', returnTo: `${server.url}second` });
  });

  it('in two tabs at once ends in each as it began there, and in no other (CLI-03)', async () => {
    const [one, two] = [await Tab.open(context, server.url), await Tab.open(context, server.url)];
    await one.leave({ returnTo: '/one' });
    await two.leave({ returnTo: '/two' });
    await signInAt(two.page, 'ada');
    expect(await two.outcomes()).toContainEqual({ userId: 'ada', returnTo: `${server.url}two` });
    await signInAt(one.page, 'ada');
    expect(await one.outcomes()).toContainEqual({ userId: 'ada', returnTo: `${server.url}one` });
    expect(exchanges).toBe(2);
  });

  it('is not completed by another tab, and can be by its own afterwards (CLI-04)', async () => {
    const [own, other] = [await Tab.open(context, server.url), await Tab.open(context, server.url)];
    await own.leave();
    await own.page.route('**/page.js', (route) => route.abort()); // so that the answer waits to be read
    await signInAt(own.page, 'ada');
    await own.page.waitForURL('**/callback?*');
    expect(await other.refusalOf(own.page.url())).toBe('state-mismatch');
    expect(await other.standing()).toEqual(nobody);
    expect(exchanges).toBe(0);
    await own.page.unroute('**/page.js');
    await own.page.reload();
    expect(await own.outcomes()).toContainEqual({ userId: 'ada', returnTo: null });
  });
});

describe('a sign-in in a window of its own', () => {
  it('ends in the page that opened it, which never leaves (CLI-10)', async () => {
    const tab = await Tab.open(context, server.url);
    const { popup, outcome } = await tab.popUp();
    const closed = popup.waitForEvent('close');
    await signInAt(popup, 'grace');
    expect(await outcome).toEqual({ userId: 'grace', returnTo: null });
    await closed;
    expect(await tab.standing()).toEqual({ userId: 'grace', assuranceLevel: 'aal2' });
    expect(tab.page.url()).toBe(server.url);
    expect(exchanges).toBe(1);
  });

  it('is over when the user closes the window, and can begin again', async () => {
    const tab = await Tab.open(context, server.url);
    const first = await tab.popUp();
    await first.popup.close();
    expect(await first.outcome).toBe('popup-closed');
    expect(await tab.standing()).toEqual(nobody);
    const second = await tab.popUp();
    await signInAt(second.popup, 'ada');
    expect(await second.outcome).toEqual({ userId: 'ada', returnTo: null });
  });

  it('does not begin where the browser blocks windows that nobody has asked for', async () => {
    const strict = await startChromium({ ignoreDefaultArgs: ['--disable-popup-blocking'] });
    try {
      const tab = await Tab.open(await strict.newContext(), `${server.url}#popup`);
      expect(await tab.outcomes()).toEqual(['popup-blocked']);
      expect(await tab.standing()).toEqual(nobody);
    } finally {
      await strict.close();
    }
  });
});

describe('where the browser blocks what third parties store', () => {
  let strict: Browser;
  beforeAll(async () => {
    strict = await startChromium({ args: ['--test-third-party-cookie-phaseout'] });
  });
  afterAll(() => strict.close());
  beforeEach(async () => {
    await context.close();
    context = await strict.newContext();
  });

  // Another site than the server's, which stays at 127.0.0.1.
  const application = (): string => server.url.replace('127.0.0.1', 'localhost');

  it('signs in by redirect at another site', async () => {
    const tab = await Tab.open(context, application());
    await tab.leave();
    await signInAt(tab.page, 'ada');
    expect(await tab.outcomes()).toContainEqual({ userId: 'ada', returnTo: null });
    await tab.page.reload();
    expect(await tab.standing()).toEqual(aal1);
  });

  it('signs in by a window from within a frame of another site, which can store nothing', async () => {
    const page = await context.newPage();
    await page.goto(server.url);
    await page.evaluate((address) => {
      document.body.append(Object.assign(document.createElement('iframe'), { src: address }));
    }, application());
    const frame = await page.waitForEvent('framenavigated', (each) => each.url() === application());
    expect(await page.evaluate(blockedStorages)).toEqual([]);
    expect(await frame.evaluate(blockedStorages)).toEqual(['cookie', 'localStorage', 'sessionStorage']);
    const tab = new Tab(page, frame);
    const { popup, outcome } = await tab.popUp();
    await signInAt(popup, 'ada');
    expect(await outcome).toEqual({ userId: 'ada', returnTo: null });
    expect(await tab.standing()).toEqual(aal1);
  });
});

/** What a page can keep nothing in. */
function blockedStorages(): readonly string[] {
  const isBlocked = {
    cookie: () => {
      // biome-ignore lint/suspicious/noDocumentCookie: this is what pages do, and what is blocked
      document.cookie = 'third=party; SameSite=None; Secure';
      return document.cookie === '';
    },
    localStorage: () => !window.localStorage,
    sessionStorage: () => !window.sessionStorage,
  };
  return Object.entries(isBlocked).flatMap(([name, look]) => {
    try {
      return look() ? [name] : [];
    } catch {
      return [name];
    }
  });
}
