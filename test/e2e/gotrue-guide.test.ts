import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GoTrueAuthenticationClient } from '@sallyport/authentication-client/gotrue';
import { TotpKey } from '@sallyport/authentication-client/totp';
import { type Emulator, startEmulator } from '@sallyport/emulator';
import { RunnableSamples } from './samples.fixture.js';

const samples = new RunnableSamples('gotrue-guide');
const [email, password] = ['ada@example.com', 'correct horse battery staple'];

let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.stop());

const importSample = <Exports>(name: string): Promise<Exports> =>
  samples.import('docs/guides/gotrue.md', name, { 'http://127.0.0.1:4455/auth/v1': emulator.gotrue.url });

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
    const { signIn } = await importSample<SignIn>('signIn');
    await expect(signIn(email, password, async () => key.current().code)).resolves.toMatchObject({ id });
    await expect(signIn(email, 'wrong', async () => '')).rejects.toMatchObject({ kind: 'invalid-credentials' });
    await client.dispose();
  });

  it('keeps the session where the published client does', async () => {
    const { client } = await importSample<Migrate>('migrate');
    expect(client.state).toBe('signedOut');
    await client.dispose();
  });
});
