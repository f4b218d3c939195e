import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TotpKey } from '@sallyport/authentication-client/totp';
import { type Emulator, startEmulator } from '@sallyport/emulator';
import { RunnableSamples } from './samples.fixture.js';

const run = promisify(execFile);
const samples = new RunnableSamples('readme');

interface Page {
  readonly signIn: (
    email: string,
    password: string,
    askForCode: () => Promise<string>,
  ) => Promise<{ readonly email?: string | null }>;
}

interface Enrollment {
  readonly enrolled: { readonly data: { readonly id: string; readonly totp: { readonly uri: string } } };
  readonly confirm: (factorId: string, code: string) => Promise<unknown>;
}

describe('the code in README.md', () => {
  let emulator: Emulator;

  beforeAll(async () => {
    emulator = await startEmulator();
  });
  afterAll(() => emulator.stop());

  /** What a reader puts in place of the vendors' addresses and keys. */
  const changes = (): Readonly<Record<string, string>> => ({
    YOUR_APP_ID: emulator.authing.appId,
    YOUR_USER_POOL_ID: emulator.authing.userPoolId,
    'https://example.authing.cn': emulator.authing.host,
    'https://example.supabase.co/auth/v1': emulator.gotrue.url,
    YOUR_ANON_KEY: emulator.gotrue.anonKey,
  });

  it('signs a user of the page in, with the second factor', async () => {
    const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';
    await emulator.seed({
      objects: [{ kind: 'user', email: 'ada@example.com', password: 'correct horse', totp: { secret } }],
    });
    const { signIn } = await samples.import<Page>('README.md', 'page', changes());
    const user = await signIn('ada@example.com', 'correct horse', async () => TotpKey.parse(secret).current().code);
    expect(user.email).toBe('ada@example.com');
  });

  it('lists users and their factors in the script', async () => {
    const env = { ...process.env, USER_POOL_SECRET: emulator.authing.userPoolSecret };
    const { stdout } = await run(process.execPath, [await samples.write('README.md', 'script', changes())], { env });
    expect(stdout).toBe('ada@example.com has a second factor\n');
  });

  it('runs a server in the same process', async () => {
    await run(process.execPath, [await samples.write('README.md', 'server')]);
  });

  it('binds a factor at a GoTrue server, in its words', async () => {
    await emulator.reset();
    const { enrolled, confirm } = await samples.import<Enrollment>('README.md', 'gotrue', changes());
    const { code } = TotpKey.parse(enrolled.data.totp.uri).current();
    await expect(confirm(enrolled.data.id, code)).resolves.toMatchObject({ error: null });
  });
});
