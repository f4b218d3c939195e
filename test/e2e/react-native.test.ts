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
  readonly openGoTrue: () => Promise<typeof import('@sallyport/authentication-client/gotrue')>;
}

const [email, address, password] = ['ada@example.com', 'eve@example.com', 'correct horse battery staple'];

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
        globalThis.application = { AuthenticationClient, TotpKey, openGoTrue: () => import('@sallyport/authentication-client/gotrue') };`,
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

/**
 * `fetch` of React Native, a polyfill over XMLHttpRequest: answers have no stream, and headers are not iterable by
 * themselves. It knows no options but those listed.
 */
async function fetchOfReactNative(url: string, options: RequestInit = {}): Promise<object> {
  const { method = 'GET', headers = {}, body = null, signal } = options;
  const controller = new AbortController();
  signal?.addEventListener('abort', () => controller.abort());
  const answer = await fetch(url, { method, headers, body, signal: controller.signal });
  const received = answer.headers;
  const text = await answer.text();
  return {
    ...{ status: answer.status, statusText: answer.statusText, ok: answer.ok, url: answer.url },
    headers: {
      get: (name: string) => received.get(name),
      has: (name: string) => received.has(name),
      forEach: (each: (value: string, name: string) => void) => {
        for (const [name, value] of received) each(value, name);
      },
      entries: () => received.entries(),
    },
    body: undefined,
    bodyUsed: false,
    text: async () => text,
    json: async () => JSON.parse(text),
  };
}

/** The signal of React Native has neither a reason nor `throwIfAborted`, and its class neither `any` nor `timeout`. */
class SignalOfReactNative extends EventTarget {
  aborted = false;
}

class ControllerOfReactNative {
  readonly signal = new SignalOfReactNative();

  abort(): void {
    if (this.signal.aborted) return;
    this.signal.aborted = true;
    this.signal.dispatchEvent(new Event('abort'));
  }
}

class RequestOfReactNative {
  url = '';
}

/** The globals of React Native 0.72 with the JavaScript engine Hermes. */
function openApplication(globals: object): Application {
  const platform: Record<string, unknown> = {
    ...{ setTimeout, clearTimeout, queueMicrotask, performance, URL, URLSearchParams, FormData },
    AbortController: ControllerOfReactNative,
    AbortSignal: SignalOfReactNative,
    Headers,
    Request: RequestOfReactNative,
    navigator: { product: 'ReactNative' },
    fetch: fetchOfReactNative,
    ...globals,
  };
  platform.window = platform;
  const context = createContext(platform);
  runInContext(bundle, context);
  return context.application as Application;
}

const polyfill = { getRandomValues: crypto.getRandomValues.bind(crypto) };

describe('the build for React Native', () => {
  it('contains no other file of ours and no other package', () => {
    const isOurs = (path: string): boolean => path.includes('authentication-client/dist/react-native/');
    expect(inputs.filter((path) => path !== '<stdin>' && !isOurs(path))).toEqual([]);
  });

  it('signs in at Authing with TOTP, refreshes and signs out where crypto has random values only', async () => {
    const { AuthenticationClient: Client, TotpKey: Key } = openApplication({ crypto: polyfill });
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
    await client.refreshToken();
    await expect(client.getCurrentUser()).resolves.toMatchObject({ email });
    await client.logout();
    expect(client.state).toBe('signedOut');
    await client.dispose();
  });

  it('signs in at GoTrue with TOTP, refreshes and signs out where crypto has random values only', async () => {
    const { openGoTrue, TotpKey: Key } = openApplication({ crypto: polyfill });
    const { GoTrueAuthenticationClient: Client } = await openGoTrue();
    const { url, anonKey: apiKey } = emulator.gotrue;
    const client = new Client({ url, apiKey });
    await client.registerByEmail(address, password);
    const { data } = await client.mfa.enroll({ factorType: 'totp', friendlyName: 'Phone' });
    const factorId = data?.id ?? '';
    const key = Key.parse(data?.totp.secret ?? '');
    await client.mfa.challengeAndVerify({ factorId, code: key.current().code });
    await client.logout();
    const refusal = await client.loginByEmail(address, password).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ kind: 'mfa-required' });
    await client.mfa.challengeAndVerify({ factorId, code: key.current().code });
    await client.refreshToken();
    await expect(client.getCurrentUser()).resolves.toMatchObject({ email: address });
    await client.logout();
    expect(client.state).toBe('signedOut');
    await client.dispose();
  });

  it('refuses client.fetch and handleRedirectCallback without an address by an InputError', async () => {
    const { AuthenticationClient: Client } = openApplication({ crypto: polyfill });
    const { appId, appHost } = emulator.authing;
    const client = new Client({ appId, appHost });
    await expect(client.fetch('/relative')).rejects.toMatchObject({ kind: 'invalid-input' });
    await expect(client.handleRedirectCallback()).rejects.toMatchObject({ kind: 'invalid-input' });
    await client.dispose();
  });

  it('rejects with a ConfigurationError that names the polyfill where crypto is missing', async () => {
    const { AuthenticationClient: Client } = openApplication({});
    const { appId, appHost } = emulator.authing;
    const client = new Client({ appId, appHost });
    await expect(client.loginByEmail(email, password)).rejects.toMatchObject({
      kind: 'configuration',
      remedy: expect.stringContaining('react-native-get-random-values'),
    });
    await client.dispose();
  });
});
