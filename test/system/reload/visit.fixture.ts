import type { AuthenticationClient } from '@sallyport/authentication-client';
import type { Emulator } from '@sallyport/emulator';
import type { EmulatorClock } from '@sallyport/emulator/clock';
import type { BrowserContext, JSHandle, Page } from 'playwright-core';
import { type PageServer, servePage } from '../chromium.fixture.js';

declare const window: {
  readonly AuthenticationClient: typeof AuthenticationClient;
  readonly EmulatorClock: typeof EmulatorClock;
};

/** Serves an application that has nothing but the client. */
export function serveApplication(): Promise<PageServer> {
  return servePage(`import { AuthenticationClient } from '@sallyport/authentication-client';
    import { EmulatorClock } from '@sallyport/emulator/clock';
    Object.assign(window, { AuthenticationClient, EmulatorClock });`);
}

/** What a user sees of where they stand. */
interface Standing {
  readonly state: string;
  readonly userId: string | null;
  readonly assuranceLevel: string | null;
  /** The pending sign-in, as it would go on elsewhere. */
  readonly pending: string | null;
}

/** A user in front of a page, who loads it anew whenever they like. */
export class Visit {
  readonly page: Page;
  readonly #emulator: Emulator;
  #client: JSHandle<AuthenticationClient>;

  private constructor(page: Page, emulator: Emulator, client: JSHandle<AuthenticationClient>) {
    this.page = page;
    this.#emulator = emulator;
    this.#client = client;
  }

  static async begin(context: BrowserContext, url: string, emulator: Emulator): Promise<Visit> {
    const page = await context.newPage();
    await page.goto(url);
    return new Visit(page, emulator, await load(page, emulator));
  }

  async reload(): Promise<void> {
    await this.page.reload();
    this.#client = await load(this.page, this.#emulator);
  }

  /** The client of the page as it was loaded last. */
  get client(): JSHandle<AuthenticationClient> {
    return this.#client;
  }

  standing(): Promise<Standing> {
    return this.client.evaluate(({ snapshot: { state, userId, assuranceLevel }, pendingSignIn }) => {
      return { state, userId, assuranceLevel, pending: pendingSignIn?.export() ?? null };
    });
  }
}

async function load(page: Page, { url, authing }: Emulator): Promise<JSHandle<AuthenticationClient>> {
  await page.waitForFunction(() => 'AuthenticationClient' in window);
  return page.evaluateHandle(
    async ({ url, appId, appHost }) => {
      const clock = await window.EmulatorClock.follow(url);
      const client = new window.AuthenticationClient({ appId, appHost, clock });
      await client.ready();
      return client;
    },
    { url, appId: authing.appId, appHost: authing.appHost },
  );
}
