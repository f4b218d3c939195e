import type { WebLocksLease } from '@sallyport/core';
import type { BrowserContext, JSHandle, Page } from 'playwright-core';
import { bundle } from '../chromium.fixture.js';
import type { Participant, Report, Step } from './participant.mjs';
import { APP_ID, type TokenServer } from './token-server.fixture.js';

/** What clients in a page are made of. */
declare const window: {
  readonly Participant: typeof Participant;
  readonly WebLocksLease: typeof WebLocksLease;
};

/** How the client of a tab is made. */
interface TabOptions {
  readonly appId?: string;
  /** For Web Locks that may be held no longer. Default: the client's own lease. */
  readonly holdMs?: number | undefined;
  /** Of each call. Default: the client's own. */
  readonly timeout?: number | undefined;
}

/** The module that each tab runs. */
export function bundleTab(): Promise<string> {
  return bundle(`import { Participant } from './test/system/shared-session/participant.mjs';
    import { WebLocksLease } from '@sallyport/core';
    Object.assign(window, { Participant, WebLocksLease });`);
}

/** A page whose client shares the session with those of the same context. */
export class Tab {
  readonly page: Page;
  readonly #server: TokenServer;
  readonly #participant: JSHandle<Participant>;

  private constructor(page: Page, server: TokenServer, participant: JSHandle<Participant>) {
    this.page = page;
    this.#server = server;
    this.#participant = participant;
  }

  static async open(context: BrowserContext, server: TokenServer, options: TabOptions = {}): Promise<Tab> {
    const page = await context.newPage();
    await page.goto(`${server.url}/page`);
    return Tab.#join(page, server, options);
  }

  static async #join(page: Page, server: TokenServer, { appId = APP_ID, holdMs, timeout }: TabOptions): Promise<Tab> {
    await page.waitForFunction(() => 'Participant' in window);
    const participant = await page.evaluateHandle(
      async ({ hold, ...settings }) => {
        const lease = hold === undefined ? {} : { lease: new window.WebLocksLease({ holdMs: hold }) };
        const joined = new window.Participant({ ...settings, ...lease });
        await joined.client.ready();
        return joined;
      },
      { url: server.url, now: server.now, name: 'tab', appId, hold: holdMs, ...(timeout !== undefined && { timeout }) },
    );
    return new Tab(page, server, participant);
  }

  /** Another client in the same page. */
  alongside(appId: string): Promise<Tab> {
    return Tab.#join(this.page, this.#server, { appId });
  }

  /** Loads the page anew, and with it a client. */
  async reload(): Promise<Tab> {
    await this.page.reload();
    return Tab.#join(this.page, this.#server, {});
  }

  perform(step: Omit<Step, 'now'>): Promise<Report> {
    return this.#participant.evaluate((participant, told) => participant.perform(told), {
      ...step,
      now: this.#server.now,
    });
  }

  state(): Promise<string> {
    return this.#participant.evaluate(({ client }) => client.state);
  }

  /** Waits until the client is in that state, and answers what it has told until then. */
  async eventsUntil(state: string): Promise<string[]> {
    const told = { participant: this.#participant, state };
    await this.page.waitForFunction(({ participant, state }) => participant.client.state === state, told);
    return this.takeEvents();
  }

  takeEvents(): Promise<string[]> {
    return this.#participant.evaluate((participant) => participant.takeEvents());
  }
}
