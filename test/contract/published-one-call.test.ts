import { createRequire } from 'node:module';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Emulator, startEmulator } from '@sallyport/emulator';
import type * as Published from 'authing-js-sdk';

// The published package can be loaded by Node in this form only.
const published = createRequire(import.meta.url)('authing-js-sdk') as typeof Published;

const email = 'ada@example.com';
const phone = '13800000000';
const password = 'correct horse';

describe('the one-call methods of the published authing-js-sdk 4.23.55 against the emulator', () => {
  let emulator: Emulator;
  let sdk: Published.AuthenticationClient;

  beforeAll(async () => {
    emulator = await startEmulator({ clock: 'manual' });
  });
  beforeEach(async () => {
    await emulator.reset();
    const { appId, appHost } = emulator.authing;
    sdk = new published.AuthenticationClient({ appId, appHost, websocketHost: appHost });
  });
  afterAll(() => emulator.stop());

  const smsCode = async (scene?: Published.SceneType) => {
    await sdk.sendSmsCode(phone, undefined, scene);
    return emulator.messages.latest({ to: phone })?.code ?? '';
  };
  const emailCode = async (to: string, scene: Published.EmailScene) => {
    await sdk.sendEmail(to, scene);
    return emulator.messages.latest({ to })?.code ?? '';
  };
  const { EmailScene } = published;

  it('register with a code by email, and bind, change and unbind addresses', async () => {
    const code = await emailCode(email, EmailScene.REGISTER_VERIFY_CODE);
    const user = await sdk.registerByEmailCode(email, code, { nickname: 'Ada' }, { generateToken: true });
    sdk.setCurrentUser(user);
    expect((await sdk.bindPhone(phone, await smsCode())).phone).toBe(phone);
    const [fresh, old] = [
      await emailCode('ada@example.org', EmailScene.ChangeEmail),
      await emailCode(email, EmailScene.ChangeEmail),
    ];
    expect((await sdk.updateEmail('ada@example.org', fresh, email, old)).email).toBe('ada@example.org');
    expect((await sdk.unbindPhone()).phone).toBeNull();
    expect(await sdk.isUserExists({ email })).toBe(false);
  });

  it('judge and reset passwords', async () => {
    await sdk.registerByEmail(email, password);
    expect(await sdk.checkPasswordStrength('x')).toMatchObject({ valid: false });
    const code = await emailCode(email, EmailScene.ResetPassword);
    expect(await sdk.resetPasswordByEmailCode(email, code, 'battery staple')).toMatchObject({ code: 200 });
    expect((await sdk.loginByEmail(email, 'battery staple')).email).toBe(email);
    await expect(sdk.loginByEmail(email, password)).rejects.toMatchObject({ code: 2333 });
  });

  it('sign in to directories, and with credentials of the newer wire', async () => {
    await emulator.seed({
      objects: [
        { kind: 'user', username: 'sub', password, directory: 'sub-account' },
        { kind: 'user', username: 'ldap', password, directory: 'ldap' },
        { kind: 'user', username: 'ad', password, directory: 'ad' },
        { kind: 'user', email, password },
      ],
    });
    expect((await sdk.loginBySubAccount('sub', password)).username).toBe('sub');
    expect((await sdk.loginByLdap('ldap', password)).username).toBe('ldap');
    expect((await sdk.loginByAd('ad', password)).username).toBe('ad');
    const payload = { connection: 'PASSWORD', passwordPayload: { account: email, password }, options: {} } as never;
    const tokens = await sdk.signinByCredentials(payload);
    expect(await sdk.validateToken({ accessToken: tokens.access_token ?? '' })).toMatchObject({
      sub: expect.any(String),
    });
  });

  it('read and write custom fields', async () => {
    await emulator.seed({ objects: [{ kind: 'userField', key: 'age', dataType: 'NUMBER' }] });
    await sdk.registerByEmail(email, password, {}, { generateToken: true });
    await sdk.setUdv('age', 36);
    expect(await sdk.getUdfValue()).toEqual({ age: 36 });
    await expect(sdk.setUdv('shoe', 1)).rejects.toBeDefined();
    await sdk.removeUdfValue('age');
    expect(await sdk.listUdv()).toEqual([]);
  });

  it('tell roles, rights, departments, organizations, applications and the level of security', async () => {
    await sdk.registerByEmail(email, password, {}, { generateToken: true });
    await emulator.seed({
      objects: [
        { kind: 'role', code: 'editor', users: [email] },
        { kind: 'resource', code: 'orders', actions: ['read'] },
        { kind: 'policy', code: 'p', roles: ['editor'], statements: [{ resource: '*', actions: ['*'] }] },
        { kind: 'org', id: 'acme', name: 'Acme', members: [email] },
      ],
    });
    expect([await sdk.hasRole('editor'), await sdk.hasRole('owner')]).toEqual([true, false]);
    expect(await sdk.listAuthorizedResources('default')).toMatchObject({ totalCount: 1, list: [{ code: 'orders' }] });
    expect(await sdk.listDepartments()).toMatchObject({ totalCount: 1, list: [{ department: { name: 'Acme' } }] });
    expect(await sdk.listOrgs()).toMatchObject([[{ id: 'acme' }]]);
    expect(await sdk.listApplications()).toMatchObject({ totalCount: 1 });
    expect(await sdk.getSecurityLevel()).toMatchObject({ email: true, mfa: false });
  });

  it('list and leave devices, prove a principal, part identities, and sign out here', async () => {
    await sdk.registerByEmail(email, password, {}, { generateToken: true });
    await emulator.seed({
      objects: [
        { kind: 'identity', user: email, provider: 'github', userIdInIdp: '1', extIdpId: 'ext' },
        { kind: 'device', id: 'old', user: email },
      ],
    });
    expect(await sdk.browserFingerprint.myDevicesList()).toHaveLength(2);
    expect(await sdk.browserFingerprint.myDevicesUnbind('old')).toBe(true);
    expect(await sdk.browserFingerprint.myDevicesUnbind('old')).toBe(false);
    expect(await sdk.principal.authenticate({ type: 'P', name: 'Ada', idCard: '1', bankCard: '2' } as never)).toBe(
      true,
    );
    expect(await sdk.principal.detail()).toMatchObject({ principalName: 'Ada' });
    expect(await sdk.social.getIdentities()).toMatchObject([{ provider: 'github' }]);
    await sdk.social.unlinkExtIdp({ extIdpId: 'ext' });
    expect(await sdk.social.getIdentities()).toEqual([]);
    const { token = '' } = (await sdk.getCurrentUser()) ?? {};
    await sdk.logoutCurrent();
    expect(await sdk.checkLoginStatus(token ?? '')).toMatchObject({ status: false });
  });
});
