import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GoTrueAuthenticationClient } from '@sallyport/authentication-client/gotrue';
import { TotpKey } from '@sallyport/authentication-client/totp';
import { type Emulator, startEmulator } from '@sallyport/emulator';

const root = join(import.meta.dirname, '../..');
const folder = join(root, '.cache', `gotrue-guide-${process.pid}`);
const [email, password] = ['ada@example.com', 'correct horse battery staple'];

let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator();
  await mkdir(folder, { recursive: true });
});
afterAll(async () => {
  await emulator.stop();
  await rm(folder, { recursive: true, force: true });
});

/** A snippet of docs/guides/gotrue.md, as it stands but for the address. */
async function importSnippet<Exports>(name: string): Promise<Exports> {
  const text = await readFile(join(root, 'docs/guides/gotrue.md'), 'utf8');
  const block = text.match(new RegExp(`gotrue-guide\\.test\\.ts: ${name} -->\\n\`\`\`js\\n([\\s\\S]*?)\`\`\``));
  const file = join(folder, `${name}.mjs`);
  await writeFile(file, (block?.[1] ?? '').replace('http://127.0.0.1:4455/auth/v1', emulator.gotrue.url));
  return import(pathToFileURL(file).href);
}

interface SignIn {
  readonly signIn: (
    email: string,
    password: string,
    askForCode: () => Promise<string>,
  ) => Promise<{ readonly id: string }>;
}

interface Migrate {
  readonly client: GoTrueAuthenticationClient;
}

describe('the guide to GoTrue servers', () => {
  it('signs in with a second factor', async () => {
    const client = new GoTrueAuthenticationClient({ url: emulator.gotrue.url });
    const { id } = await client.registerByEmail(email, password);
    const { secret } = await client.mfa.associateMfaAuthenticator();
    const key = TotpKey.parse(secret);
    const { code } = key.current();
    await client.mfa.confirmAssociateMfaAuthenticator({ authenticatorType: 'totp', totp: code });
    const { signIn } = await importSnippet<SignIn>('signIn');
    await expect(signIn(email, password, async () => key.current().code)).resolves.toMatchObject({ id });
    await expect(signIn(email, 'wrong', async () => '')).rejects.toMatchObject({ kind: 'invalid-credentials' });
    await client.dispose();
  });

  it('keeps the session where the published client does', async () => {
    const { client } = await importSnippet<Migrate>('migrate');
    expect(client.state).toBe('signedOut');
    await client.dispose();
  });
});
