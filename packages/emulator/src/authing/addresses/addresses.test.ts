import { beforeEach, describe, expect, it } from '@jest/globals';
import { wire } from '../../emulator-under-test.fixture.js';
import { EMAIL, PASSWORD } from '../../wire-driver.fixture.js';

const NEW_EMAIL = 'ada@example.org';
const PHONE = '13800000000';
const NEW_PHONE = '13900000000';
const FIELDS = 'email emailVerified phone phoneVerified token';

let token: string;

beforeEach(async () => {
  ({ token } = (await wire.register(EMAIL, PASSWORD)).body);
});

const mutate = (root: string, args: Record<string, string> = {}, bearer = token) => {
  const list = Object.entries(args).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  const call = list.length === 0 ? root : `${root}(${list.join(', ')})`;
  return wire.graphql(`mutation { ${call} { ${FIELDS} } }`, {}, { bearer });
};
const bindPhone = async (phone = PHONE, scene: string | undefined = 'bind') =>
  mutate('bindPhone', { phone, phoneCode: await wire.smsCode(phone, scene) });

describe('a phone number', () => {
  it('is bound with a code sent there, and the answer has the token', async () => {
    expect((await bindPhone()).body).toMatchObject({ phone: PHONE, phoneVerified: true, email: EMAIL, token });
    expect((await wire.me(token, 'phone')).body.phone).toBe(PHONE);
  });

  it('is not bound with a code for something else, a second time, or when it is taken', async () => {
    const other = (await wire.register('joe@example.com', PASSWORD)).body.token;
    const code = await wire.smsCode(PHONE, 'bind');
    expect((await mutate('bindPhone', { phone: PHONE, phoneCode: 'wrong' })).body.code).toBe(2001);
    const unbinding = await wire.smsCode(NEW_PHONE, 'unbind');
    expect((await mutate('bindPhone', { phone: NEW_PHONE, phoneCode: unbinding })).body.code).toBe(2001);
    expect((await mutate('bindPhone', { phone: PHONE, phoneCode: code })).body.phone).toBe(PHONE);
    expect((await bindPhone(NEW_PHONE)).body.code).toBe(1001);
    const taken = { phone: PHONE, phoneCode: await wire.smsCode(PHONE, 'bind') };
    expect((await mutate('bindPhone', taken, other)).body.code).toBe(2035);
  });

  it('is replaced with codes from the old one and the new one', async () => {
    await bindPhone();
    const update = async (args: Record<string, string>) => (await mutate('updatePhone', args)).body;
    const fresh = { phone: NEW_PHONE, phoneCode: await wire.smsCode(NEW_PHONE, 'bind') };
    const old = { oldPhone: PHONE, oldPhoneCode: await wire.smsCode(PHONE, 'unbind') };
    expect((await update(fresh)).code).toBe(2231);
    expect((await update({ ...fresh, ...old, oldPhone: '13700000000' })).code).toBe(1001);
    expect((await update({ ...fresh, ...old, oldPhoneCode: 'wrong' })).code).toBe(2001);
    expect(await update({ ...fresh, ...old })).toMatchObject({ phone: NEW_PHONE, phoneVerified: true });
    expect((await update({ phone: NEW_PHONE, phoneCode: 'any' })).code).toBe(2230);
  });

  it('is unbound, while another way to sign in is left', async () => {
    expect((await mutate('unbindPhone')).body.code).toBe(2218);
    await bindPhone();
    expect((await mutate('unbindPhone')).body).toMatchObject({ phone: null, phoneVerified: false });
    await bindPhone();
    expect((await mutate('unbindEmail')).body.email).toBeNull();
    expect((await mutate('unbindPhone')).body.code).toBe(2217);
  });
});

describe('an email', () => {
  it('is replaced with codes from the old one and the new one', async () => {
    const fresh = { email: NEW_EMAIL, emailCode: await wire.emailCode(NEW_EMAIL, 'CHANGE_EMAIL') };
    const old = { oldEmail: EMAIL, oldEmailCode: await wire.emailCode(EMAIL, 'CHANGE_EMAIL') };
    expect((await mutate('updateEmail', fresh)).body.code).toBe(2231);
    expect((await mutate('updateEmail', { ...fresh, ...old })).body).toMatchObject({
      email: NEW_EMAIL,
      emailVerified: true,
    });
    expect((await mutate('updateEmail', { email: NEW_EMAIL, emailCode: 'any' })).body.code).toBe(2229);
    expect((await wire.login(NEW_EMAIL, PASSWORD)).body.token).toEqual(expect.any(String));
    expect((await wire.login(EMAIL, PASSWORD)).body.code).toBe(2333);
  });

  it('is bound where there is none, and unbound again', async () => {
    await bindPhone();
    await mutate('unbindEmail');
    expect((await mutate('unbindEmail')).body.code).toBe(2219);
    const emailCode = await wire.emailCode(NEW_EMAIL, 'EMAIL_BIND_VERIFY_CODE');
    expect((await mutate('bindEmail', { email: NEW_EMAIL, emailCode })).body.email).toBe(NEW_EMAIL);
    expect((await mutate('bindEmail', { email: EMAIL, emailCode: 'any' })).body.code).toBe(1001);
  });

  it('is for whoever is signed in alone', async () => {
    for (const root of ['unbindEmail', 'unbindPhone']) {
      expect((await mutate(root, {}, 'rubbish')).body.code).toBe(2207);
      expect((await wire.graphql(`mutation { ${root} { id } }`)).body.code).toBe(2020);
    }
  });
});
