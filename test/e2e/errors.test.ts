import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AuthenticationClient, isSallyportError } from '@sallyport/authentication-client';
import { GoTrueAuthenticationClient } from '@sallyport/authentication-client/gotrue';
import { type Emulator, startEmulator } from '@sallyport/emulator';

const email = 'ada@example.com';
const password = 'correct horse battery';

interface Failure {
  readonly kind: string;
  readonly code: unknown;
  readonly message: string;
}

async function failureOf(call: Promise<unknown>): Promise<Failure> {
  const error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!isSallyportError(error)) throw new Error(`not a typed error: ${String(error)}`);
  const { kind, code, message } = error;
  return { kind, code, message };
}

describe('errors of both servers', () => {
  let emulator: Emulator;
  beforeAll(async () => {
    emulator = await startEmulator({ clock: 'manual' });
  });
  beforeEach(() => emulator.reset());
  afterAll(() => emulator.stop());

  const clients = {
    'Authing’s API': () => {
      const { appId, appHost } = emulator.authing;
      return new AuthenticationClient({ appId, appHost });
    },
    'GoTrue’s API': () => new GoTrueAuthenticationClient({ url: emulator.gotrue.url }),
  };

  it.each(Object.entries(clients))(
    'loginByEmail at %s fails alike for every wrong password, also for words of the message',
    async (_, make) => {
      emulator.settings({ maxPasswordAttempts: 0 });
      const client = make();
      await client.registerByEmail(email, password);
      const usual = await failureOf(client.loginByEmail(email, 'zq-4711-zq'));
      expect(usual.kind).toBe('invalid-credentials');
      expect(usual.message).not.toContain('redacted');
      for (const wrong of ['wrong', 'password', 'short', 'invalid', 'credentials', 'login', 'user']) {
        expect(await failureOf(client.loginByEmail(email, wrong))).toEqual(usual);
      }
    },
  );

  it.each(Object.entries(clients))('registerByEmail at %s names what the user can correct', async (_, make) => {
    const usual = await failureOf(make().registerByEmail(email, 'zq-4'));
    expect(usual.kind).toBe('weak-password');
    for (const weak of ['weak', 'pass', 'shor']) {
      expect(await failureOf(make().registerByEmail(email, weak))).toEqual(usual);
    }
    const malformed = make().registerByEmail('ada@', password);
    await expect(malformed).rejects.toMatchObject({ kind: 'invalid-input', field: 'email' });
  });
});
