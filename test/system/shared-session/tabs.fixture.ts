import type { BrowserContext, Page } from 'playwright-core';
import { bundle } from '../chromium.fixture.js';
import type { Participant, Report, Step } from './participant.mjs';
import { APP_ID, type TokenServer } from './token-server.fixture.js';

/** What a page has for the test. */
interface PageGlobals {
  Participant: typeof Participant;
  participant: Participant;
}

/** The module that each tab runs. */
export function bundleTab(): Promise<string> {
  return bundle(`import { Participant } from './test/system/shared-session/participant.mjs';
    Object.assign(window, { Participant });`);
}

/** A page whose client shares the session with those of the same context. */
export class Tab {
  readonly page: Page;
  readonly #server: TokenServer;

  private constructor(page: Page, server: TokenServer) {
    this.page = page;
    this.#server = server;
  }

  static async open(context: BrowserContext, server: TokenServer, name: string, appId: string = APP_ID): Promise<Tab> {
    const tab = new Tab(await context.newPage(), server);
    await tab.page.goto(`${server.url}/page/${name}`);
    await tab.page.waitForFunction(() => 'Participant' in window);
    await tab.page.evaluate(
      (settings) => {
        const globals = window as unknown as PageGlobals;
        globals.participant = new globals.Participant(settings);
        return globals.participant.client.ready();
      },
      { url: server.url, now: server.now, appId, name },
    );
    return tab;
  }

  perform(step: Omit<Step, 'now'>): Promise<Report> {
    return this.page.evaluate((told) => (window as unknown as PageGlobals).participant.perform(told), {
      ...step,
      now: this.#server.now,
    });
  }

  /** The state of the client, once it is this one. */
  async reached(state: string): Promise<string> {
    await this.page.waitForFunction(
      (wanted) => (window as unknown as PageGlobals).participant.client.state === wanted,
      state,
    );
    return state;
  }

  takeEvents(): Promise<string[]> {
    return this.page.evaluate(() => (window as unknown as PageGlobals).participant.takeEvents());
  }
}
