import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type AuthenticationClient, ManualClock, type MfaRequiredError } from '@sallyport/authentication-client';
import type { GoTrueAuthenticationClient } from '@sallyport/authentication-client/gotrue';
import { TotpKey } from '@sallyport/authentication-client/totp';
import { type Emulator, startEmulator } from '@sallyport/emulator';
import { build } from 'esbuild';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { startChromium } from '../chromium.fixture.js';
import { type PlainSite, servePlainSite } from './plain-site.fixture.js';

declare const window: {
  readonly Sallyport: {
    readonly AuthenticationClient: typeof AuthenticationClient;
    readonly GoTrueAuthenticationClient: typeof GoTrueAuthenticationClient;
    readonly MfaRequiredError: typeof MfaRequiredError;
  };
  /** The next code of an authenticator app. */
  readonly nextCode: (secret: string) => Promise<string>;
};

const PAGES = {
  '/script': '<!doctype html><title>Page</title><script src="/dist/sallyport.min.js"></script>',
  '/module': `<!doctype html><title>Page</title><script type="module">
    import * as authing from '/dist/browser/index.js';
    import { GoTrueAuthenticationClient } from '/dist/browser/gotrue.js';
    globalThis.Sallyport = { ...authing, GoTrueAuthenticationClient };
  </script>`,
};

const user = { email: 'ada@example.com', password: 'correct horse battery staple' };

let emulator: Emulator;
let browser: Browser;
let site: PlainSite;
let context: BrowserContext;
beforeAll(async () => {
  [emulator, browser, site] = await Promise.all([startEmulator(), startChromium(), servePlainSite(PAGES)]);
});
afterAll(() => Promise.all([emulator.stop(), browser.close(), site.stop()]));
beforeEach(async () => {
  await emulator.reset();
  context = await browser.newContext();
});
afterEach(() => context.close());

/** A page, and what it has loaded and complained about. */
async function open(path: string): Promise<{ page: Page; scripts: string[]; complaints: string[] }> {
  const page = await context.newPage();
  const [scripts, complaints]: [string[], string[]] = [[], []];
  page.on('request', (request) => {
    if (request.url().endsWith('.js')) scripts.push(request.url().slice(site.url.length));
  });
  page.on('pageerror', ({ message }) => complaints.push(message));
  const devTools = await context.newCDPSession(page);
  await devTools.send('Network.enable');
  // The network panel shows these as "(failed)" or "(canceled)".
  devTools.on('Network.loadingFailed', ({ errorText, requestId }) => complaints.push(`${errorText} ${requestId}`));
  let codes = 0;
  await page.exposeFunction('nextCode', (secret: string) => {
    const step = codes++; // the server accepts each time step once, and the one after the present one too
    const clock = new ManualClock(emulator.clock.now() + step * 30_000);
    return TotpKey.parse(secret, {}, clock).current().code;
  });
  await page.goto(`${site.url}${path}`);
  await page.waitForFunction(() => window.Sallyport !== undefined);
  return { page, scripts, complaints };
}

const signUpToSignOut = {
  async AuthenticationClient(page: Page) {
    const { appId, appHost } = emulator.authing;
    return page.evaluate(
      async ({ appId, appHost, email, password }) => {
        const { AuthenticationClient, MfaRequiredError } = window.Sallyport;
        const client = new AuthenticationClient({ appId, appHost });
        await client.registerByEmail(email, password);
        await client.loginByEmail(email, password);
        const { secret } = await client.mfa.associateMfaAuthenticator();
        const totp = await window.nextCode(secret ?? '');
        await client.mfa.confirmAssociateMfaAuthenticator({ authenticatorType: 'totp', totp });
        await client.logout();

        const refusal = await client.loginByEmail(email, password).catch((error: unknown) => error);
        if (!(refusal instanceof MfaRequiredError)) throw refusal;
        await client.mfa.verifyTotpMfa({
          totp: await window.nextCode(secret ?? ''),
          mfaToken: refusal.data.mfaToken,
        });
        const user = await client.getCurrentUser();
        let refreshes = 0;
        client.on('sessionRefreshed', () => {
          refreshes += 1;
        });
        await client.refreshToken();
        const { state, assuranceLevel } = client.snapshot;
        await client.logout();
        return { email: user?.email, state, assuranceLevel, refreshes, afterwards: client.snapshot.state };
      },
      { appId, appHost, ...user },
    );
  },

  async GoTrueAuthenticationClient(page: Page) {
    const { url, anonKey } = emulator.gotrue;
    return page.evaluate(
      async ({ url, apiKey, email, password }) => {
        const { GoTrueAuthenticationClient, MfaRequiredError } = window.Sallyport;
        const client = new GoTrueAuthenticationClient({ url, apiKey });
        await client.registerByEmail(email, password);
        await client.loginByEmail(email, password);
        const { data: enrolled } = await client.mfa.enroll({ factorType: 'totp' });
        const { id: factorId = '', totp } = enrolled ?? {};
        await client.mfa.challengeAndVerify({ factorId, code: await window.nextCode(totp?.secret ?? '') });
        await client.logout();

        const refusal = await client.loginByEmail(email, password).catch((error: unknown) => error);
        if (!(refusal instanceof MfaRequiredError)) throw refusal; // both entries share the class
        await client.mfa.challengeAndVerify({ factorId, code: await window.nextCode(totp?.secret ?? '') });
        const user = await client.getCurrentUser();
        let refreshes = 0;
        client.on('sessionRefreshed', () => {
          refreshes += 1;
        });
        await client.refreshToken();
        const { state, assuranceLevel } = client.snapshot;
        await client.logout();
        return { email: user?.email, state, assuranceLevel, refreshes, afterwards: client.snapshot.state };
      },
      { url, apiKey: anonKey, ...user },
    );
  },
};

describe.each(['AuthenticationClient', 'GoTrueAuthenticationClient'] as const)(
  '%s in a page without a bundler',
  (name) => {
    it.each(['/script', '/module'])('%s goes from sign-up through a second factor to sign-out', async (path) => {
      const { page, complaints } = await open(path);
      expect(await signUpToSignOut[name](page)).toEqual({
        email: user.email,
        state: 'signedIn',
        assuranceLevel: 'aal2',
        refreshes: 1,
        afterwards: 'signedOut',
      });
      expect(complaints).toEqual([]);
    });

    it('/script loads one file for all of it', async () => {
      const { page, scripts } = await open('/script');
      await signUpToSignOut[name](page);
      expect(scripts).toEqual(['/dist/sallyport.min.js']);
    });
  },
);

describe('dist/browser', () => {
  it('dist/browser imports no package', async () => {
    const { metafile } = await build({
      entryPoints: [join(import.meta.dirname, '../../../packages/authentication-client/dist/browser/*.js')],
      bundle: true,
      format: 'esm',
      packages: 'external',
      outdir: 'out',
      write: false,
      metafile: true,
    });
    const imports = Object.values(metafile.inputs).flatMap(({ imports }) => imports);
    const packages = new Set(imports.filter(({ external }) => external).map(({ path }) => path));
    expect(imports.length).toBeGreaterThan(50);
    expect([...packages]).toEqual([]);
  });
});
