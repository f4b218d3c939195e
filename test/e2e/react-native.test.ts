// oxlint-disable no-restricted-globals, unicorn/no-useless-spread -- the application gets the timers of the platform
import { createContext, runInContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AuthenticationClient } from '@sallyport/authentication-client';
import type { TotpKey } from '@sallyport/authentication-client/totp';
import { type Emulator, startEmulator } from '@sallyport/emulator';
import { build } from 'esbuild';

interface Application {
  readonly AuthenticationClient: typeof AuthenticationClient;
  readonly TotpKey: typeof TotpKey;
}

const [email, password] = ['ada@example.com', 'correct horse battery staple'];

let emulator: Emulator;
let bundle: string;
let inputs: readonly string[];
beforeAll(async () => {
  emulator = await startEmulator();
  ({ bundle, inputs } = await bundleApplication());
});
afterAll(() => emulator.stop());

/** Bundles as Metro resolves: `import` and `import()` by different conditions, and both by `react-native`. */
async function bundleApplication() {
  const { outputFiles, metafile } = await build({
    stdin: {
      contents: `import { AuthenticationClient } from '@sallyport/authentication-client';
        import { TotpKey } from '@sallyport/authentication-client/totp';
        globalThis.application = { AuthenticationClient, TotpKey, later: () => import('@sallyport/authentication-client/gotrue') };`,
      resolveDir: import.meta.dirname,
    },
    bundle: true,
    write: false,
    format: 'iife',
    platform: 'neutral',
    conditions: ['react-native'],
    tsconfigRaw: '{}',
    metafile: true,
  });
  return { bundle: outputFiles.map(({ text }) => text).join(''), inputs: Object.keys(metafile.inputs) };
}

/** The globals of React Native with the JavaScript engine Hermes. */
function openApplication(globals: object): Application {
  const platform: Record<string, unknown> = {
    ...{ setTimeout, clearTimeout, queueMicrotask, performance, URL, URLSearchParams, FormData, Headers, Request },
    ...{ AbortController, AbortSignal, btoa, atob },
    navigator: { product: 'ReactNative' },
    fetch,
    ...globals,
  };
  platform.window = platform;
  const context = createContext(platform);
  runInContext(bundle, context);
  return context.application as Application;
}

describe('the build for React Native', () => {
  it('contains no other file of ours and no other package', () => {
    const isOurs = (path: string): boolean => path.includes('authentication-client/dist/react-native/');
    expect(inputs.filter((path) => path !== '<stdin>' && !isOurs(path))).toEqual([]);
  });

  it('signs in with a second factor where crypto has random values only', async () => {
    const polyfill = { getRandomValues: crypto.getRandomValues.bind(crypto) };
    const { AuthenticationClient: Client, TotpKey: Key } = openApplication({ crypto: polyfill, TextDecoder });
    const { appId, appHost } = emulator.authing;
    const client = new Client({ appId, appHost });
    await client.registerByEmail(email, password);
    await client.loginByEmail(email, password);
    const key = Key.parse((await client.mfa.associateMfaAuthenticator()).secret);
    const confirmation = { authenticatorType: 'totp', totp: key.current().code };
    await client.mfa.confirmAssociateMfaAuthenticator(confirmation);
    await client.logout();
    const refusal = await client.loginByEmail(email, password).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ kind: 'mfa-required' });
    await client.mfa.verifyTotpMfa({ totp: key.current().code, mfaToken: client.pendingSignIn?.mfaToken ?? '' });
    await expect(client.getCurrentUser()).resolves.toMatchObject({ email });
    await client.dispose();
  });

  it('rejects with a ConfigurationError that names the polyfill where crypto is missing', async () => {
    const { AuthenticationClient: Client } = openApplication({ TextDecoder });
    const { appId, appHost } = emulator.authing;
    const client = new Client({ appId, appHost });
    await expect(client.loginByEmail(email, password)).rejects.toMatchObject({
      kind: 'configuration',
      remedy: expect.stringContaining('react-native-get-random-values'),
    });
    await client.dispose();
  });
});
