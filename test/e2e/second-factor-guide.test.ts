import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AuthenticationClient } from '@sallyport/authentication-client';
import { GoTrueAuthenticationClient } from '@sallyport/authentication-client/gotrue';
import { TotpKey } from '@sallyport/authentication-client/totp';
import { type Emulator, startEmulator } from '@sallyport/emulator';
import { EmulatorClock } from '@sallyport/emulator/clock';

const root = join(import.meta.dirname, '../..');
const folder = join(root, '.cache', `second-factor-guide-${process.pid}`);
const [email, password] = ['ada@example.com', 'correct horse battery staple'];

type Client = AuthenticationClient | GoTrueAuthenticationClient;
type AskForCode = (shown?: { readonly secret: string; readonly qrCode: string }) => Promise<string>;

/** What both snippets of docs/guides/second-factor.md export. */
interface Snippet {
  readonly bind: (client: Client, askForCode: AskForCode) => Promise<void>;
  readonly signIn: (client: Client, email: string, password: string, askForCode: AskForCode) => Promise<void>;
}

async function readSnippet(name: string): Promise<Snippet> {
  const text = await readFile(join(root, 'docs/guides/second-factor.md'), 'utf8');
  const block = text.match(new RegExp(`second-factor-guide\\.test\\.ts: ${name} -->\\n\`\`\`js\\n([\\s\\S]*?)\`\`\``));
  const file = join(folder, `${name}.mjs`);
  await mkdir(folder, { recursive: true });
  await writeFile(file, block?.[1] ?? '');
  return import(pathToFileURL(file).href);
}

let emulator: Emulator;
let clock: EmulatorClock;

beforeAll(async () => {
  emulator = await startEmulator({ clock: 'manual' });
  clock = await EmulatorClock.follow(emulator.url);
});
beforeEach(() => emulator.reset());
afterAll(async () => {
  clock.close();
  await emulator.stop();
  await rm(folder, { recursive: true, force: true });
});

const clients: readonly (readonly [server: string, make: () => Client])[] = [
  [
    'Authing',
    () =>
      new AuthenticationClient({
        appId: emulator.authing.appId,
        appHost: emulator.authing.appHost,
        publicKey: emulator.authing.publicKey,
        clock,
      }),
  ],
  [
    'GoTrue',
    () => new GoTrueAuthenticationClient({ url: emulator.gotrue.url, apiKey: emulator.gotrue.anonKey, clock }),
  ],
];

describe.each(['authing', 'gotrue'])('the guide to second factors, in the words of %s', (words) => {
  it.each(clients)('runs as it stands against a server that speaks %s', async (_, make) => {
    const { bind, signIn } = await readSnippet(words);
    const client = make();
    let key: TotpKey | undefined;
    const askForCode: AskForCode = async (shown) => {
      if (shown) expect(shown.qrCode).toMatch(/^data:image\//);
      key ??= TotpKey.parse(shown?.secret ?? '', {}, clock);
      return key.current().code;
    };
    await client.registerByEmail(email, password);
    await client.loginByEmail(email, password);
    await bind(client, askForCode);
    await client.logout();
    await emulator.clock.advance('30s');
    await clock.sync();
    await signIn(client, email, password, askForCode);
    expect(client.snapshot).toMatchObject({ state: 'signedIn', assuranceLevel: 'aal2' });
    await client.dispose();
  });
});
