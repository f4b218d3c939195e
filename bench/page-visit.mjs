// Visits a bundled page in Chromium, at the emulator, and counts the bytes that the page fetches.

import { once } from 'node:events';
import { createServer } from 'node:http';
import { AuthenticationClient, ManualClock } from '@sallyport/authentication-client';
import { GoTrueAuthenticationClient } from '@sallyport/authentication-client/gotrue';
import { TotpKey } from '@sallyport/authentication-client/totp';
import { startEmulator } from '@sallyport/emulator';

const user = { email: 'ada@example.com', password: 'correct horse battery staple' };

/**
 * Signs a user in with password and TOTP, reads the user, refreshes the session and signs out.
 *
 * @returns Bytes of the scripts that the page had fetched when it had started (`first`) and by the `end`.
 */
export async function visitPage(browser, { server, files }) {
  const emulator = await startEmulator();
  const site = await serve(files, emulator[server]);
  const context = await browser.newContext();
  try {
    const secret = await enroll[server](emulator);
    const page = await context.newPage();
    await page.goto(site.url);
    await page.waitForFunction(() => globalThis.page !== undefined);
    const first = site.fetched();
    // The emulator accepts a time step once, and the one after the present one too.
    const clock = new ManualClock(emulator.clock.now() + 30_000);
    const { code } = TotpKey.parse(secret, {}, clock).current();
    const email = await page.evaluate(
      async ({ email, password, code }) => {
        const pending = await globalThis.page.signIn(email, password);
        await globalThis.page.secondFactor(code, pending);
        const signedIn = await globalThis.page.user();
        await globalThis.page.refresh();
        await globalThis.page.signOut();
        return signedIn;
      },
      { ...user, code },
    );
    if (email !== user.email) throw new Error(`Expected ${user.email} to be signed in, received ${email}`);
    return { first, end: site.fetched() };
  } finally {
    await Promise.all([context.close(), site.stop(), emulator.stop()]);
  }
}

/** Registers the user with an authenticator app. Its secret. */
const enroll = {
  async authing({ authing: { appId, appHost } }) {
    const client = new AuthenticationClient({ appId, appHost });
    await client.registerByEmail(user.email, user.password);
    await client.loginByEmail(user.email, user.password);
    const { secret } = await client.mfa.associateMfaAuthenticator();
    const totp = TotpKey.parse(secret).current().code;
    await client.mfa.confirmAssociateMfaAuthenticator({ authenticatorType: 'totp', totp });
    await client.dispose();
    return secret;
  },
  async gotrue({ gotrue: { url, anonKey } }) {
    const client = new GoTrueAuthenticationClient({ url, apiKey: anonKey });
    await client.registerByEmail(user.email, user.password);
    const { data } = await client.mfa.enroll({ factorType: 'totp' });
    const { secret } = data.totp;
    await client.mfa.challengeAndVerify({ factorId: data.id, code: TotpKey.parse(secret).current().code });
    await client.dispose();
    return secret;
  },
};

async function serve(files, options) {
  const fetched = new Set();
  const html = `<!doctype html><title>Page</title><script>globalThis.server = ${JSON.stringify(options)}</script>
<script type="module" src="/${files[0].name}"></script>`;
  const server = createServer(({ url }, response) => {
    const file = files.find(({ name }) => url === `/${name}`);
    if (file) {
      fetched.add(file);
      response.setHeader('content-type', 'text/javascript').setHeader('content-encoding', 'gzip').end(file.gzip);
    } else {
      response.setHeader('content-type', 'text/html').end(html);
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    fetched: () => [...fetched].reduce((sum, { gzip }) => sum + gzip.length, 0),
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
