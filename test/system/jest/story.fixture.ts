// The program of a user's test suite. `jest-commonjs.test.ts` compiles it to CommonJS and runs it outside the repository.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { AuthenticationClient } from '@sallyport/authentication-client';
import { GoTrueAuthenticationClient } from '@sallyport/authentication-client/gotrue';
import { TotpKey } from '@sallyport/authentication-client/totp';
import { type Emulator, type EmulatorDescription, type EmulatorOptions, startEmulator } from '@sallyport/emulator';
import { ManagementClient } from '@sallyport/management-client';
import { GoTrueManagementClient } from '@sallyport/management-client/gotrue';

interface Authenticator {
  create(options: { readonly rp: { readonly id: string }; readonly challenge: string }): object;
}
// The fixture of the emulator's own tests, which `jest-commonjs.test.ts` puts beside this file.
const {
  SoftwareAuthenticator,
}: { readonly SoftwareAuthenticator: new () => Authenticator } = require('./authenticator');

const email = 'ada@example.com';
const password = 'correct horse battery staple';

async function withEmulator(options: EmulatorOptions, use: (emulator: Emulator) => Promise<void>): Promise<void> {
  const unexpected: unknown[] = [];
  const emulator = await startEmulator({ clock: 'manual', onUnexpectedError: (e) => unexpected.push(e), ...options });
  try {
    await use(emulator);
    expect(unexpected).toEqual([]);
  } finally {
    await emulator.stop();
  }
}

async function authingStory({ authing }: EmulatorDescription, clock?: Emulator['clock']): Promise<void> {
  const { appId, appHost } = authing;
  const client = new AuthenticationClient({ appId, appHost, ...(clock ? { clock } : {}) });
  await client.registerByEmail(email, password);
  await client.loginByEmail(email, password);
  const enrollment = await client.mfa.associateMfaAuthenticator();
  expect(enrollment.qrcode_data_url).toMatch(/^data:image\/png/);
  const key = TotpKey.parse(enrollment.qrcode_uri, {}, clock);
  await client.mfa.confirmAssociateMfaAuthenticator({ authenticatorType: 'totp', totp: key.current().code });
  await client.logout();
  await expect(client.loginByEmail(email, password)).rejects.toMatchObject({ kind: 'mfa-required', code: 1635 });
  const mfaToken = client.pendingSignIn?.mfaToken ?? '';
  await client.mfa.verifyTotpMfa({ totp: key.current().code, mfaToken });
  expect((await client.getCurrentUser())?.email).toBe(email);
  await client.refreshToken();
  await client.logout();
  expect(client.state).toBe('signedOut');
}

describe('a CommonJS test suite', () => {
  test('signs in with a second factor at an Authing server', () =>
    withEmulator({}, (emulator) => authingStory(emulator, emulator.clock)));

  test('signs in with a second factor at a GoTrue server', () =>
    withEmulator({}, async ({ gotrue, clock }) => {
      const client = new GoTrueAuthenticationClient({ url: gotrue.url, apiKey: gotrue.anonKey, clock });
      await client.registerByEmail(email, password);
      const { data: factor } = await client.mfa.enroll({ factorType: 'totp' });
      if (factor === null || !('totp' in factor)) throw new Error('Expected a TOTP factor');
      const key = TotpKey.parse(factor.totp.uri, {}, clock);
      const prove = () => client.mfa.challengeAndVerify({ factorId: factor.id, code: key.current().code });
      expect((await prove()).error).toBeNull();
      await client.logout();
      await client.loginByEmail(email, password).catch(() => null);
      expect((await prove()).error).toBeNull();
      expect((await client.getCurrentUser())?.email).toBe(email);
      await client.refreshToken();
      const { data: passkey } = await client.mfa.enroll({ factorType: 'webauthn', friendlyName: 'Key' });
      const site = { rpId: 'localhost', rpOrigins: ['http://localhost:5173'] };
      const factorId = passkey?.id ?? '';
      const { data: challenge } = await client.mfa.challenge({ factorId, webauthn: site });
      if (challenge?.type !== 'webauthn' || challenge.webauthn.type !== 'create')
        throw new Error('Expected a creation');
      const { publicKey } = challenge.webauthn.credential_options;
      const bytes = Buffer.from(publicKey.challenge as ArrayBuffer);
      const credential = new SoftwareAuthenticator().create({
        rp: { id: 'localhost' },
        challenge: bytes.toString('base64url'),
      });
      const { error } = await client.mfa.verify({
        factorId,
        challengeId: challenge.id,
        webauthn: { ...site, type: 'create', credential_response: credential as never }, // as a browser's toJSON() has it
      });
      expect(error).toBeNull();
      await client.logout();
    }));

  test('administers users at both servers, one with a password that another system hashed', () =>
    withEmulator({}, async ({ authing, gotrue, clock }) => {
      const { appId, host, userPoolId, userPoolSecret } = authing;
      const admin = new GoTrueManagementClient({ url: gotrue.url, serviceRoleKey: gotrue.serviceRoleKey, clock });
      const hash = '$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW';
      const created = await admin.users.create({ email, password_hash: hash, email_confirm: true });
      const client = new AuthenticationClient({ appId, appHost: host, clock });
      const { id, token } = await client.loginByEmail(email, 'U*U');
      expect(id).toBe(created.id);
      const management = new ManagementClient({ userPoolId, secret: userPoolSecret, host, clock });
      expect((await management.users.list()).totalCount).toBe(1);
      expect(await management.checkLoginStatus(token ?? '')).toMatchObject({ id });
    }));

  test('receives tokens by OpenID Connect, also after a rotation of the keys', () =>
    withEmulator({}, async (emulator) => {
      const { oidc, authing } = emulator;
      await emulator.rotateKeys();
      const fields = { grant_type: 'client_credentials', client_id: authing.appId, client_secret: authing.appSecret };
      const response = await fetch(`${oidc.issuer}/token`, { method: 'POST', body: new URLSearchParams(fields) });
      expect(await response.json()).toMatchObject({ token_type: 'Bearer' });
      const { keys } = await (await fetch(`${oidc.issuer}/.well-known/jwks.json`)).json();
      expect(keys.length).toBeGreaterThan(0);
    }));

  test('keeps the state in a directory', async () => {
    const data = mkdtempSync(join(tmpdir(), 'sallyport-jest-data-'));
    try {
      await withEmulator({ data }, (emulator) => authingStory(emulator, emulator.clock));
      await withEmulator({ data }, async ({ authing: { appId, appHost }, clock }) => {
        const client = new AuthenticationClient({ appId, appHost, clock });
        await expect(client.loginByEmail(email, password)).rejects.toMatchObject({ kind: 'mfa-required' });
      });
    } finally {
      rmSync(data, { recursive: true });
    }
  });

  test('signs in at the server of the command', async () => {
    const program = join(dirname(require.resolve('sallyport/package.json')), 'bin', 'sallyport.js');
    const command = spawn(process.execPath, [program, 'dev', '--port', '0', '--json'], { stdio: 'pipe' });
    const exit = once(command, 'exit');
    try {
      const [line] = await once(command.stdout, 'data');
      await authingStory(JSON.parse(String(line)));
    } finally {
      command.kill('SIGTERM');
      expect(await exit).toEqual([0, null]);
    }
  });

  test('receives status 500 and a report for an error of Node in the emulator', async () => {
    let isBroken = false;
    const now = (): number => {
      if (isBroken) {
        isBroken = false;
        readFileSync('/nowhere/at/all'); // its error is no instance of the Error of this suite
      }
      return 0;
    };
    const reported: unknown[] = [];
    const clock = { now, setTimer: () => () => {}, sleep: async () => {} };
    const emulator = await startEmulator({ clock, onUnexpectedError: (error) => reported.push(error) });
    try {
      isBroken = true;
      const body = JSON.stringify({ email, password });
      const headers = { 'content-type': 'application/json' };
      const response = await fetch(`${emulator.gotrue.url}/signup`, { method: 'POST', headers, body });
      expect([response.status, await response.json()]).toMatchObject([500, { error_code: 'unexpected_failure' }]);
      expect(reported).toMatchObject([{ code: 'ENOENT' }]);
    } finally {
      await emulator.stop();
    }
  });
});
