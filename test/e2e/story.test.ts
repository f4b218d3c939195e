import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  AuthenticationClient,
  type ClientEvents,
  type IMfaAssociation,
  type MfaRequiredError,
  type SallyportError,
} from '@sallyport/authentication-client';
import { TotpKey } from '@sallyport/authentication-client/totp';
import { type Emulator, startEmulator } from '@sallyport/emulator';
import { ManagementClient } from '@sallyport/management-client';

const email = 'ada@example.com';
const password = 'correct horse 🐎 battery';

async function refusalOf(call: Promise<unknown>): Promise<SallyportError> {
  return call.then(
    () => {
      throw new Error('it went through');
    },
    (error: SallyportError) => error,
  );
}

function mfaTokenOf(error: SallyportError): string {
  return (error as MfaRequiredError & { data: { mfaToken: string } }).data.mfaToken;
}

describe('a user, from registration to recovery', () => {
  let emulator: Emulator;
  let client: AuthenticationClient;
  let management: ManagementClient;
  beforeAll(async () => {
    emulator = await startEmulator({ clock: 'manual' });
  });
  beforeEach(async () => {
    await emulator.reset();
    const { appId, appHost, host, userPoolId, userPoolSecret } = emulator.authing;
    const clock = clockOf(emulator);
    client = new AuthenticationClient({ appId, appHost, clock });
    management = new ManagementClient({ userPoolId, secret: userPoolSecret, host, clock });
  });
  afterAll(() => emulator.stop());

  async function bind(): Promise<{ key: TotpKey; binding: IMfaAssociation; firstCode: string }> {
    await client.registerByEmail(email, password, { nickname: 'Ada' });
    await client.loginByEmail(email, password);
    const binding = await client.mfa.associateMfaAuthenticator();
    const key = TotpKey.parse(binding.qrcode_uri, {}, clockOf(emulator));
    const firstCode = key.current().code;
    await client.mfa.confirmAssociateMfaAuthenticator({ authenticatorType: 'totp', totp: firstCode });
    return { key, binding, firstCode };
  }

  it('is asked for the authenticator that was bound, and signed in by its code', async () => {
    const { key } = await bind();
    await client.logout();
    const demand = await refusalOf(client.loginByEmail(email, password));
    expect(demand).toMatchObject({
      name: 'MfaRequiredError',
      kind: 'mfa-required',
      code: 1635,
      step: 'verify-second-factor',
    });
    expect(client.state).toBe('mfaRequired');
    const user = await client.mfa.verifyTotpMfa({ totp: key.current().code, mfaToken: mfaTokenOf(demand) });
    expect(user.email).toBe(email);
    expect(client.snapshot).toMatchObject({ state: 'signedIn', userId: user.id, assuranceLevel: 'aal2' });
    expect(client.pendingSignIn).toBeNull();
  });

  it('keeps the earlier session until the second factor has succeeded', async () => {
    const { key } = await bind();
    const before = client.snapshot;
    const demand = await refusalOf(client.loginByEmail(email, password));
    expect(client.snapshot).toMatchObject({ state: 'mfaRequired', userId: before.userId });
    expect((await client.getCurrentUser())?.email).toBe(email);
    await refusalOf(client.mfa.verifyTotpMfa({ totp: '000000', mfaToken: mfaTokenOf(demand) }));
    expect((await client.getCurrentUser())?.email).toBe(email);
    await client.mfa.verifyTotpMfa({ totp: key.current().code, mfaToken: mfaTokenOf(demand) });
    expect(client.snapshot).toMatchObject({ state: 'signedIn', assuranceLevel: 'aal2' });
  });

  it('may use the code of the confirmation once more to sign in, and then no code of that step', async () => {
    const { firstCode } = await bind();
    const first = await refusalOf(client.loginByEmail(email, password));
    await client.mfa.verifyTotpMfa({ totp: firstCode, mfaToken: mfaTokenOf(first) });
    const second = await refusalOf(client.loginByEmail(email, password));
    const replay = await refusalOf(client.mfa.verifyTotpMfa({ totp: firstCode, mfaToken: mfaTokenOf(second) }));
    expect(replay).toMatchObject({ name: 'InvalidCodeError', code: 6001, retryable: false });
    expect(replay.remedy).not.toBe('');
  });

  it('types codes with spaces and full-width digits', async () => {
    const { key } = await bind();
    const demand = await refusalOf(client.loginByEmail(email, password));
    const code = key.current().code;
    const wide = code.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));
    const typed = ` ${wide.slice(0, 3)}　${wide.slice(3)}`;
    await client.mfa.verifyTotpMfa({ totp: typed, mfaToken: mfaTokenOf(demand) });
    expect(client.state).toBe('signedIn');
  });

  it('comes back with the recovery code, gets the next one, and cannot use one twice', async () => {
    const { binding } = await bind();
    const first = await refusalOf(client.loginByEmail(email, password));
    const recovered = await client.mfa.verifyTotpRecoveryCode({
      recoveryCode: binding.recovery_code,
      mfaToken: mfaTokenOf(first),
    });
    expect(recovered.recoveryCode).toMatch(/^[0-9a-f]{4}(-[0-9a-f]{4}){5}$/);
    expect(recovered.recoveryCode).not.toBe(binding.recovery_code);

    const second = await refusalOf(client.loginByEmail(email, password));
    const used = await refusalOf(
      client.mfa.verifyTotpRecoveryCode({ recoveryCode: binding.recovery_code, mfaToken: mfaTokenOf(second) }),
    );
    expect(used).toMatchObject({ name: 'InvalidCodeError', code: 6002 });
    await client.mfa.verifyTotpRecoveryCode({
      recoveryCode: recovered.recoveryCode ?? '',
      mfaToken: mfaTokenOf(second),
    });
    expect(client.state).toBe('signedIn');
  });

  it('starts again when the pending sign-in has expired, was used, or is somebody else’s', async () => {
    const { key } = await bind();
    const expired = await refusalOf(client.loginByEmail(email, password));
    await emulator.clock.advance('7m');
    const late = await refusalOf(client.mfa.verifyTotpMfa({ totp: key.current().code, mfaToken: mfaTokenOf(expired) }));
    expect(late).toMatchObject({ name: 'ChallengeExpiredError', code: 2206 });
    expect(client.pendingSignIn).toBeNull();

    const used = await refusalOf(client.loginByEmail(email, password));
    const user = await client.mfa.verifyTotpMfa({ totp: key.current().code, mfaToken: mfaTokenOf(used) });
    const again = await refusalOf(client.mfa.verifyTotpMfa({ totp: key.current().code, mfaToken: mfaTokenOf(used) }));
    expect(again).toMatchObject({ name: 'ChallengeExpiredError', code: 2207 });

    const accessToken = await refusalOf(client.mfa.verifyTotpMfa({ totp: '123456', mfaToken: user.token ?? '' }));
    expect(accessToken).toMatchObject({ name: 'ChallengeExpiredError', code: 2207 });
  });

  it('is slowed down after too many wrong codes, and told for how long', async () => {
    await bind();
    const demand = await refusalOf(client.loginByEmail(email, password));
    let refusal = demand;
    for (let attempt = 0; attempt < 6; attempt += 1) {
      refusal = await refusalOf(client.mfa.verifyTotpMfa({ totp: '000000', mfaToken: mfaTokenOf(demand) }));
    }
    expect(refusal).toMatchObject({ name: 'RateLimitError', code: 429, status: 429, retryable: true });
    expect(refusal.retryAfterMs).toBeGreaterThan(0);
  });

  it('binds an authenticator on the way through the first sign-in, where the application demands one', async () => {
    emulator.settings({ applicationMfa: ['OTP'] });
    await client.registerByEmail(email, password);
    const demand = await refusalOf(client.loginByEmail(email, password));
    expect(demand.code).toBe(1636);
    expect(client.pendingSignIn?.offered).toEqual([
      { type: 'totp', isEnrolled: false, address: null, phoneCountryCode: null },
    ]);
    const mfaToken = mfaTokenOf(demand);
    const source = 'APPLICATION' as const;
    const binding = await client.mfa.associateMfaAuthenticator({ authenticatorType: 'totp', mfaToken, source });
    const { code } = TotpKey.parse(binding.qrcode_uri, {}, clockOf(emulator)).current();
    await client.mfa.confirmAssociateMfaAuthenticator({ authenticatorType: 'totp', totp: code, mfaToken, source });
    await client.mfa.verifyTotpMfa({ totp: code, mfaToken });
    expect(client.snapshot.assuranceLevel).toBe('aal2');
  });

  it('keeps the factor when somebody has stolen the password: its mfaToken neither reads nor replaces it', async () => {
    await bind();
    await client.logout();
    const demand = await refusalOf(client.loginByEmail(email, password));
    const mfaToken = mfaTokenOf(demand);
    const [bound] = await client.mfa.getMfaAuthenticators({ type: 'totp', mfaToken });
    expect(bound).toMatchObject({ enable: true, secret: null, recoveryCode: null });
    await refusalOf(client.mfa.associateMfaAuthenticator({ authenticatorType: 'totp', mfaToken }));
    await refusalOf(
      client.mfa.confirmAssociateMfaAuthenticator({ authenticatorType: 'totp', totp: '000000', mfaToken }),
    );
    await refusalOf(client.mfa.deleteMfaAuthenticator());
    expect((await refusalOf(client.loginByEmail(email, password))).code).toBe(1635);
  });

  it('passes by SMS, after binding a number that nobody has', async () => {
    emulator.settings({ applicationMfa: ['SMS'] });
    await client.registerByEmail(email, password);
    const mfaToken = mfaTokenOf(await refusalOf(client.loginByEmail(email, password)));
    expect(await client.mfa.phoneOrEmailBindable({ phone: '13800000000', mfaToken })).toBe(true);
    await client.sendSmsCode('13800000000', undefined, 'mfa-verify');
    const code = emulator.messages.latest({ to: '13800000000' })?.code ?? '';
    const other = code.startsWith('0') ? '1'.repeat(code.length) : '0'.repeat(code.length);
    const wrong = await refusalOf(client.mfa.verifySmsMfa({ phone: '13800000000', code: other, mfaToken }));
    expect(wrong).toMatchObject({ name: 'InvalidCodeError', code: 2001 });
    await client.mfa.verifySmsMfa({ phone: '13800000000', code, mfaToken });
    expect(client.snapshot).toMatchObject({ state: 'signedIn', assuranceLevel: 'aal2' });
  });

  it('goes on in another client with an exported sign-in', async () => {
    const { key } = await bind();
    await client.logout();
    await refusalOf(client.loginByEmail(email, password));
    const exported = client.pendingSignIn?.export() ?? '';
    const { appId, appHost } = emulator.authing;
    const other = new AuthenticationClient({ appId, appHost, clock: clockOf(emulator) });
    const pending = other.resumeSignIn(exported);
    expect(other.state).toBe('mfaRequired');
    await other.mfa.verifyTotpMfa({ totp: key.current().code, mfaToken: pending?.mfaToken ?? '' });
    expect(other.snapshot.assuranceLevel).toBe('aal2');
  });

  it('has the factor reset by an administrator, who can judge the token of the session', async () => {
    const { key } = await bind();
    const mfaToken = mfaTokenOf(await refusalOf(client.loginByEmail(email, password)));
    const user = await client.mfa.verifyTotpMfa({ totp: key.current().code, mfaToken });
    expect(await management.checkLoginStatus(user.token ?? '')).toMatchObject({ id: user.id, email });
    const forged = `${(user.token ?? '').slice(0, -6)}AAAAAA`;
    expect(await management.checkLoginStatus(forged)).toBeNull();
    expect(await management.mfa.getStatus(user.id)).toMatchObject({ OTP: true });
    expect(await management.mfa.unAssociateMfa(user.id, 'OTP')).toBe(true);
    expect((await client.loginByEmail(email, password)).id).toBe(user.id);
  });

  it.each(['RS256', 'ES256', 'HS256'] as const)('has its %s token judged', async (tokenAlgorithm) => {
    emulator.settings({ tokenAlgorithm });
    await client.registerByEmail(email, password);
    const { token, id } = await client.loginByEmail(email, password);
    expect(await management.checkLoginStatus(token ?? '')).toMatchObject({ id });
    const [header, , signature] = (token ?? '').split('.');
    const claims = Buffer.from(JSON.stringify({ sub: 'root', exp: 9e9, iat: 1, data: { id: 'root' } })).toString(
      'base64url',
    );
    expect(await management.checkLoginStatus(`${header}.${claims}.${signature}`)).toBeNull();
    await emulator.clock.advance('15d');
    expect(await management.checkLoginStatus(token ?? '')).toBeNull();
  });

  it('reads every one of more users than a page holds, once', async () => {
    const objects = Array.from({ length: 450 }, (_, index) => ({ kind: 'user', username: `user${index}` }));
    await emulator.seed({ objects } as never);
    const names = new Set<string>();
    for await (const user of management.users.iterate()) names.add(user.username ?? '');
    expect(names.size).toBe(450);
  });

  it('has one user when the answer to the registration was lost', async () => {
    emulator.faults.add([{ match: { path: '/graphql/v2' }, fault: 'lost-response', times: 1 }]);
    const { appId, appHost, publicKey } = emulator.authing;
    const impatient = new AuthenticationClient({ appId, appHost, publicKey });
    const lost = await refusalOf(impatient.registerByEmail(email, password));
    expect(lost).toMatchObject({ name: 'NetworkError', sent: true });
    expect(await refusalOf(impatient.registerByEmail(email, password))).toMatchObject({ name: 'ConflictError' });
    expect((await management.users.list()).totalCount).toBe(1);
    await impatient.dispose();
  });

  it('tells listeners what happened, with ids and times and never a token', async () => {
    const heard: { name: string; payload: unknown }[] = [];
    const names: (keyof ClientEvents)[] = ['signedIn', 'signedOut', 'mfaRequired', 'factorEnrolled', 'factorRemoved'];
    for (const name of names) client.on(name, (payload) => heard.push({ name, payload }));
    const { key } = await bind();
    const mfaToken = mfaTokenOf(await refusalOf(client.loginByEmail(email, password)));
    const user = await client.mfa.verifyTotpMfa({ totp: key.current().code, mfaToken });
    await client.mfa.deleteMfaAuthenticator();
    await client.logout();
    expect(heard.map(({ name }) => name)).toEqual([
      'signedIn',
      'factorEnrolled',
      'mfaRequired',
      'signedIn',
      'factorRemoved',
      'signedOut',
    ]);
    const told = JSON.stringify(heard);
    for (const secret of [user.token ?? '', mfaToken, key.secret, password]) expect(told).not.toContain(secret);
  });
});

/** The emulator's clock as a client's: what waits on it is never reached in these tests. */
function clockOf(emulator: Emulator) {
  return {
    now: () => emulator.clock.now(),
    setTimer: () => () => {},
    sleep: () => Promise.resolve(),
  };
}
