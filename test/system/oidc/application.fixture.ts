import type { AuthenticationClient, HostedSignIn, SallyportError } from '@sallyport/authentication-client';
import { TotpKey } from '@sallyport/authentication-client/totp';
import type { Emulator, SeedUser } from '@sallyport/emulator';
import type { BrowserContext, Frame, Page } from 'playwright-core';
import { type PageServer, servePage } from '../chromium.fixture.js';

/** What came of a call: what the application is told of the sign-in, or the kind of the error. */
export type Outcome = Pick<HostedSignIn, 'returnTo'> & { readonly userId: string };

declare const window: {
  readonly client: AuthenticationClient;
  readonly told: (call: Promise<HostedSignIn>) => Promise<Outcome | string>;
  readonly outcomes: Promise<(Outcome | string)[]>;
};

const password = 'correct horse';
const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';

/** The user who has a password, and one who has an authenticator as well. */
export const users: Readonly<Record<'ada' | 'grace', SeedUser>> = {
  ada: { kind: 'user', id: 'ada', email: 'ada@example.com', password },
  grace: { kind: 'user', id: 'grace', email: 'grace@example.com', password, totp: { secret } },
};

/**
 * Serves an application that has nothing but the client, and that completes sign-ins at `/callback`: by two calls, as
 * React's strict mode makes them. At `#popup` it opens a window before anybody has clicked.
 */
export function serveApplication({ authing: { appId, appHost } }: Emulator): Promise<PageServer> {
  return servePage(`import { AuthenticationClient } from '@sallyport/authentication-client';
    const redirectUri = location.origin + '/callback';
    const client = new AuthenticationClient({ ...${JSON.stringify({ appId, appHost })}, redirectUri });
    const told = (call) => call.then(({ user, returnTo }) => ({ userId: user.id, returnTo }), ({ kind }) => kind);
    const calls = [];
    if (location.pathname === '/callback') calls.push(client.handleRedirectCallback(), client.handleRedirectCallback());
    if (location.hash === '#popup') calls.push(client.signInWithPopup());
    Object.assign(window, { client, told, outcomes: Promise.all(calls.map(told)) });`);
}

/** A tab of the application. */
export class Tab {
  readonly page: Page;
  /** Where the application is: the page, or a frame in it. */
  readonly #place: Page | Frame;

  constructor(page: Page, place: Page | Frame = page) {
    this.page = page;
    this.#place = place;
  }

  static async open(context: BrowserContext, url: string): Promise<Tab> {
    const page = await context.newPage();
    await page.goto(url);
    return new Tab(page);
  }

  /** Leaves for the sign-in page. */
  async leave(options: { readonly returnTo?: string; readonly redirectUri?: string } = {}): Promise<void> {
    await this.#loaded();
    const arrived = this.page.waitForURL('**/sign-in/**');
    await this.#place.evaluate((options) => void window.client.signInWithRedirect(options), options);
    await arrived;
  }

  /** What came of the calls that the application has made when it was loaded. */
  async outcomes(): Promise<readonly (Outcome | string)[]> {
    await this.#loaded();
    return this.#place.evaluate(() => window.outcomes);
  }

  /** Opens a window of its own for the sign-in. */
  async popUp(): Promise<{ readonly popup: Page; readonly outcome: Promise<Outcome | string> }> {
    await this.#loaded();
    const opening = this.page.waitForEvent('popup');
    const outcome = this.#place.evaluate(() => window.told(window.client.signInWithPopup()));
    return { popup: await opening, outcome };
  }

  /** Who is signed in, and how well. */
  async standing(): Promise<{ readonly userId: string | null; readonly assuranceLevel: string | null }> {
    await this.#loaded();
    return this.#place.evaluate(async () => {
      await window.client.ready();
      const { userId, assuranceLevel } = window.client.snapshot;
      return { userId, assuranceLevel };
    });
  }

  /** The kind of the error that completing an address ends in. */
  async refusalOf(address: string): Promise<string> {
    await this.#loaded();
    return this.#place.evaluate(
      (address) =>
        window.client.handleRedirectCallback(address).then(
          () => 'no refusal',
          ({ kind }: SallyportError) => kind,
        ),
      address,
    );
  }

  async #loaded(): Promise<void> {
    await this.#place.waitForFunction(() => 'client' in window);
  }
}

/** Fills in the forms of the server's sign-in page. */
export async function signInAt(page: Page, name: keyof typeof users): Promise<void> {
  const { email = '', totp } = users[name];
  await page.fill('input[name=name]', email);
  await page.fill('input[name=password]', password);
  await page.click('button[value=password]');
  if (!totp) return;
  const form = page.locator('form', { has: page.locator('button[value=totp]') });
  await form.locator('input[name=code]').fill(TotpKey.parse(totp.secret).current().code);
  await form.locator('button[value=totp]').click();
}
