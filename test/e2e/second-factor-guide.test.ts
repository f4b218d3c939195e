import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AuthenticationClient } from '@sallyport/authentication-client';
import { GoTrueAuthenticationClient } from '@sallyport/authentication-client/gotrue';
import { TotpKey } from '@sallyport/authentication-client/totp';
import { type Emulator, startEmulator } from '@sallyport/emulator';
import { RunnableSamples } from './samples.fixture.js';

const samples = new RunnableSamples('second-factor-guide');
const [email, password] = ['ada@example.com', 'correct horse battery staple'];

type Client = AuthenticationClient | GoTrueAuthenticationClient;
type AskForCode = (shown?: { readonly secret: string; readonly qrCode: string }) => Promise<string>;

/** What both samples of docs/guides/second-factor.md export. */
interface Words {
  readonly bind: (client: Client, askForCode: AskForCode) => Promise<void>;
  readonly signIn: (client: Client, email: string, password: string, askForCode: AskForCode) => Promise<void>;
}

let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator({ clock: 'manual' });
});
beforeEach(() => emulator.reset());
afterAll(() => emulator.stop());

const clients: readonly (readonly [server: string, make: () => Client])[] = [
  [
    'Authing',
    () =>
      new AuthenticationClient({
        appId: emulator.authing.appId,
        appHost: emulator.authing.appHost,
        publicKey: emulator.authing.publicKey,
        clock: emulator.clock,
      }),
  ],
  [
    'GoTrue',
    () =>
      new GoTrueAuthenticationClient({
        url: emulator.gotrue.url,
        apiKey: emulator.gotrue.anonKey,
        clock: emulator.clock,
      }),
  ],
];

describe.each(['authing', 'gotrue'])('the guide to second factors, in the words of %s', (words) => {
  it.each(clients)('runs as it stands against a server that speaks %s', async (_, make) => {
    const { bind, signIn } = await samples.import<Words>('docs/guides/second-factor.md', words);
    const client = make();
    let key: TotpKey | undefined;
    const askForCode: AskForCode = async (shown) => {
      if (shown) expect(shown.qrCode).toMatch(/^data:image\//);
      key ??= TotpKey.parse(shown?.secret ?? '', {}, emulator.clock);
      return key.current().code;
    };
    await client.registerByEmail(email, password);
    await client.loginByEmail(email, password);
    await bind(client, askForCode);
    await client.logout();
    await emulator.clock.advance('30s');
    await signIn(client, email, password, askForCode);
    expect(client.snapshot).toMatchObject({ state: 'signedIn', assuranceLevel: 'aal2' });
    await client.dispose();
  });
});
