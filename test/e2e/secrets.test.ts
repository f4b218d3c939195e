import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AuthenticationClient, type ClientEvents, type HttpTransport } from '@sallyport/authentication-client';
import { TotpKey } from '@sallyport/authentication-client/totp';
import { type Emulator, startEmulator } from '@sallyport/emulator';
import { ManagementClient } from '@sallyport/management-client';

const email = 'canary@example.com';
const password = 'canary-password-4b1d';
const events: (keyof ClientEvents)[] = [
  'signedIn',
  'signedOut',
  'sessionRefreshed',
  'userUpdated',
  'storageFailed',
  'mfaRequired',
  'factorEnrolled',
  'factorRemoved',
  'stateChanged',
];

/** Everything that somebody could print: texts, stacks, causes, JSON, and what inspection shows. */
function everythingShown(value: unknown): string {
  const parts = [inspect(value, { depth: 10, getters: true }), JSON.stringify(value) ?? ''];
  if (value instanceof Error) parts.push(value.message, value.stack ?? '', everythingShown(value.cause), String(value));
  return parts.join('\n');
}

describe('a canary password, token and TOTP secret', () => {
  let emulator: Emulator;
  const seen: string[] = [];
  const secrets = new Set([password]);
  beforeAll(async () => {
    emulator = await startEmulator({ clock: 'manual' });
  });
  afterAll(() => emulator.stop());

  const clock = { now: () => emulator.clock.now(), setTimer: () => () => {}, sleep: () => Promise.resolve() };
  const logger = {
    warn: (...said: unknown[]) => void seen.push(everythingShown(said)),
    error: (...said: unknown[]) => void seen.push(everythingShown(said)),
  };

  async function caught(call: Promise<unknown>): Promise<{ data?: { mfaToken?: string } }> {
    const error = await call.then(
      () => {
        throw new Error('it went through');
      },
      (refusal: unknown) => refusal,
    );
    seen.push(everythingShown(error));
    const { data } = error as { data?: { mfaToken?: string } };
    if (data?.mfaToken) secrets.add(data.mfaToken);
    return { data };
  }

  function clientOver(transport?: HttpTransport): AuthenticationClient {
    const { appId, appHost } = emulator.authing;
    const client = new AuthenticationClient({ appId, appHost, clock, logger, ...(transport ? { transport } : {}) });
    for (const name of events) {
      client.on(name, (payload) => {
        seen.push(everythingShown(payload));
        throw new Error(`a listener that repeats ${password}`);
      });
    }
    return client;
  }

  it('appear in no error, log line or event of a whole journey', async () => {
    const client = clientOver();
    await client.registerByEmail(email, password);
    await caught(client.registerByEmail(email, password));
    await caught(client.loginByEmail(email, `${password}x`));
    secrets.add((await client.loginByEmail(email, password)).token ?? '');
    const binding = await client.mfa.associateMfaAuthenticator();
    secrets.add(binding.secret).add(binding.recovery_code);
    const key = TotpKey.parse(binding.qrcode_uri, {}, clock);
    await caught(client.mfa.confirmAssociateMfaAuthenticator({ authenticatorType: 'totp', totp: '000000' }));
    const totp = key.current().code;
    await client.mfa.confirmAssociateMfaAuthenticator({ authenticatorType: 'totp', totp });
    const { data } = await caught(client.loginByEmail(email, password));
    const mfaToken = data?.mfaToken ?? '';
    seen.push(everythingShown(client), everythingShown(client.pendingSignIn), everythingShown(client.snapshot));
    await caught(client.mfa.verifyTotpMfa({ totp: '000000', mfaToken }));
    await caught(client.mfa.verifyTotpRecoveryCode({ recoveryCode: 'canary-recovery', mfaToken }));
    await caught(client.mfa.verifyTotpRecoveryCode({ totp, authenticatorType: 'totp' } as never));
    secrets.add((await client.mfa.verifyTotpMfa({ totp, mfaToken })).token ?? '');
    await caught(client.mfa.verifyTotpMfa({ totp, mfaToken }));
    secrets.add((await client.refreshToken()).token ?? '');
    await caught(client.updatePassword('another-canary-password', `${password}x`));
    secrets.add('another-canary-password');
    await client.logout();
    await caught(client.updateProfile({ nickname: 'x' }));
    expectSilence();
  });

  it('appear in no error of a server that repeats what it was sent', async () => {
    const echo: HttpTransport = {
      send: async ({ headers, body, url }) => ({
        status: 500,
        headers: { 'content-type': 'application/json', 'x-request-id': headers.authorization ?? '' },
        text: JSON.stringify({ code: 500, message: `${url} ${JSON.stringify(headers)} ${body}`, data: null }),
      }),
      dispose: () => {},
    };
    const client = clientOver(echo);
    const token = `eyJhbGciOiJub25lIn0.eyJzdWIiOiJjYW5hcnkifQ.${'c'.repeat(20)}`;
    secrets.add(token);
    client.setToken(token);
    await caught(client.mfa.verifyTotpMfa({ totp: '918273', mfaToken: token }));
    secrets.add('918273');
    await caught(client.checkLoginStatus(token));
    await caught(client.loginByPhoneCode('13800000000', '55443322'));
    secrets.add('55443322');
    const management = new ManagementClient({
      userPoolId: 'pool',
      accessToken: token,
      host: emulator.authing.host,
      transport: echo,
    });
    await caught(management.mfa.importTotp('u1', 'CANARYSECRETCANARY'));
    secrets.add('CANARYSECRETCANARY');
    expectSilence();
  });

  function expectSilence(): void {
    secrets.delete('');
    expect(seen.length).toBeGreaterThan(4);
    const told = [...secrets].filter((secret) => seen.some((text) => text.includes(secret)));
    expect(told).toEqual([]);
  }
});
