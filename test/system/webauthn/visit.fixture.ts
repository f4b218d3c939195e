import type { GoTrueAuthenticationClient } from '@sallyport/authentication-client/gotrue';
import type { Emulator } from '@sallyport/emulator';
import type { AuthClient } from '@supabase/auth-js';
import type { BrowserContext, CDPSession, Page } from 'playwright-core';
import { type PageServer, servePage } from '../chromium.fixture.js';

declare const window: {
  readonly client: GoTrueAuthenticationClient;
  readonly published: InstanceType<typeof AuthClient>;
  readonly told: (call: Promise<{ readonly error: unknown }>) => Promise<Outcome>;
  /** Whether the browser asks the user for a key. */
  readonly isAsking: boolean;
  /** Ends the ceremony that is under way. */
  cancel: () => void;
};

/** What came of a call: nothing to complain of, or the error as applications look at it. */
type Outcome = null | {
  readonly name: string;
  readonly code: string;
  readonly status: number | null;
  /** Of our client alone. */
  readonly kind: string | null;
};

/** Which site a ceremony is for, where the page does not leave that to the client. */
interface Site {
  readonly rpId?: string;
  readonly rpOrigins?: string[];
}

/**
 * Serves an application that shows who is signed in, and how well. The published client finds the session where ours has
 * put it. Credentials belong to names, so its pages are to be visited at `localhost`.
 */
export async function serveApplication({ gotrue: { url, anonKey } }: Emulator): Promise<PageServer> {
  const storageKey = 'supabase.auth.token';
  const server = await servePage(`import { GoTrueAuthenticationClient } from '@sallyport/authentication-client/gotrue';
    import { AuthClient } from '@supabase/auth-js';
    const options = ${JSON.stringify({ url, storageKey })};
    const client = new GoTrueAuthenticationClient({ ...options, apiKey: '${anonKey}' });
    const published = new AuthClient({ ...options, headers: { apikey: '${anonKey}' }, autoRefreshToken: false });
    const show = ({ state, assuranceLevel }) => { document.body.textContent = state + ', ' + assuranceLevel; };
    client.on('stateChanged', show);
    await client.ready();
    show(client.snapshot);
    const told = async (call) => {
      const { error } = await call;
      const { name, code, status = null, kind = null } = error ?? {};
      return error && { name, code: String(code), status, kind };
    };
    const { credentials } = navigator;
    for (const name of ['create', 'get']) {
      const ask = credentials[name].bind(credentials);
      credentials[name] = (options) => {
        window.isAsking = true;
        return ask(options).finally(() => { window.isAsking = false; });
      };
    }
    Object.assign(window, { client, published, told });`);
  return { ...server, url: server.url.replace('127.0.0.1', 'localhost') };
}

/** A user in front of a page, with an authenticator that Chromium only pretends. */
export class Visit {
  readonly page: Page;
  readonly #devTools: CDPSession;
  #authenticatorId = '';

  private constructor(page: Page, devTools: CDPSession) {
    this.page = page;
    this.#devTools = devTools;
  }

  static async begin(context: BrowserContext, url: string): Promise<Visit> {
    const page = await context.newPage();
    const devTools = await context.newCDPSession(page);
    const visit = new Visit(page, devTools);
    await devTools.send('WebAuthn.enable');
    await visit.#plugIn();
    await visit.load(url);
    return visit;
  }

  async load(url: string): Promise<void> {
    await this.page.goto(url);
    await this.page.waitForFunction(() => 'client' in window);
  }

  async #plugIn(): Promise<void> {
    const { authenticatorId } = await this.#devTools.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'usb', // the published client asks for a key that is no part of the machine
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
    this.#authenticatorId = authenticatorId;
  }

  /** Whether the user touches the authenticator when it asks. */
  async touches(enabled: boolean): Promise<void> {
    const authenticatorId = this.#authenticatorId;
    await this.#devTools.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled });
  }

  /** Whether the authenticator knows its user, by a finger or a number. */
  async isKnown(isUserVerified: boolean): Promise<void> {
    await this.#devTools.send('WebAuthn.setUserVerified', { authenticatorId: this.#authenticatorId, isUserVerified });
  }

  /** Takes the authenticator away, and its keys with it, and gives the user another one. */
  async otherAuthenticator(): Promise<void> {
    await this.#devTools.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId: this.#authenticatorId });
    await this.#plugIn();
  }

  /** How many keys the authenticator holds. */
  async keys(): Promise<number> {
    const authenticatorId = this.#authenticatorId;
    return (await this.#devTools.send('WebAuthn.getCredentials', { authenticatorId })).credentials.length;
  }

  /** Registers a user, who is signed in by it. */
  async register(email: string, password: string): Promise<void> {
    await this.page.evaluate(
      async ([email = '', password = '']) => {
        await window.client.registerByEmail(email, password);
      },
      [email, password],
    );
  }

  /** Signs out, and passes the first factor anew. */
  async signIn(email: string, password: string): Promise<void> {
    await this.page.evaluate(
      async ([email = '', password = '']) => {
        await window.client.logout();
        await window.client.loginByEmail(email, password).catch(() => {});
      },
      [email, password],
    );
  }

  /** Binds a key. */
  bind(friendlyName: string, webauthn: Site = {}, isKnown: 'preferred' | 'required' = 'preferred'): Promise<Outcome> {
    return this.page.evaluate(
      async ([friendlyName, webauthn, userVerification]) => {
        const controller = new AbortController();
        window.cancel = () => controller.abort();
        const site = { ...webauthn, signal: controller.signal };
        const options = { authenticatorSelection: { userVerification } };
        return window.told(window.client.mfa.webauthn.register({ friendlyName, webauthn: site }, options));
      },
      [friendlyName, webauthn, isKnown] as const,
    );
  }

  /** Proves the key that is bound. */
  prove(webauthn: Site = {}): Promise<Outcome> {
    return this.page.evaluate(async (webauthn) => {
      const { mfa } = window.client;
      const controller = new AbortController();
      window.cancel = () => controller.abort();
      const factorId = (await mfa.listFactors()).data?.webauthn[0]?.id ?? 'none';
      const site = { ...webauthn, signal: controller.signal };
      return window.told(mfa.webauthn.authenticate({ factorId, webauthn: site }));
    }, webauthn);
  }

  /** The same by the published client. */
  provePublished(): Promise<Outcome> {
    return this.page.evaluate(async () => {
      const { mfa } = window.published;
      const factorId = (await mfa.listFactors()).data?.webauthn[0]?.id ?? 'none';
      return window.told(mfa.webauthn.authenticate({ factorId }));
    });
  }

  bindPublished(friendlyName: string): Promise<Outcome> {
    return this.page.evaluate(
      (friendlyName) => window.told(window.published.mfa.webauthn.register({ friendlyName })),
      friendlyName,
    );
  }

  /** The user gives the ceremony up, once it is under way. */
  async cancel(): Promise<void> {
    await this.page.waitForFunction(() => window.isAsking);
    await this.page.evaluate(() => window.cancel());
  }

  /** The factors that the server knows, by their names. */
  factors(): Promise<readonly string[]> {
    return this.page.evaluate(async () => {
      const { data } = await window.client.mfa.listFactors();
      return (data?.all ?? []).map(
        ({ friendly_name, factor_type, status }) => `${friendly_name} ${factor_type} ${status}`,
      );
    });
  }

  standing(): Promise<{ readonly state: string; readonly assuranceLevel: string | null }> {
    return this.page.evaluate(() => {
      const { state, assuranceLevel } = window.client.snapshot;
      return { state, assuranceLevel };
    });
  }
}
