import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Emulator } from '../emulator.types.js';
import { emulator, gotrue } from '../emulator-under-test.fixture.js';
import { PASSWORD } from '../wire-driver.fixture.js';
import { errorOf } from './gotrue-driver.fixture.js';

const PHONE = '15550001111';

const verify = (token: string, type = 'sms', phone = PHONE) => gotrue.post('/verify', { type, phone, token });

describe('a test number', () => {
  beforeEach(() => emulator.settings({ testNumbers: { [`+${PHONE}`]: '424242' } }));

  it('is sent nothing, and has the one code that is its own', async () => {
    const { status, body } = await gotrue.post('/otp', { phone: `+${PHONE}` });
    expect([status, body, emulator.messages.list()]).toEqual([200, { message_id: 'test-otp' }, []]);
    expect(errorOf(await verify('424241'))).toEqual([403, 'otp_expired']);
    expect((await verify('424242')).body.user.phone).toBe(PHONE);
  });

  it('has its code once each time that it was asked for', async () => {
    expect(errorOf(await verify('424242'))).toEqual([403, 'otp_expired']);
    await gotrue.post('/otp', { phone: PHONE });
    expect((await verify('424242')).status).toBe(200);
    expect(errorOf(await verify('424242'))).toEqual([403, 'otp_expired']);
    expect(errorOf(await gotrue.post('/otp', { phone: PHONE }))).toEqual([429, 'over_sms_send_rate_limit']);
  });

  it('confirms a sign-up, and becomes the number of somebody', async () => {
    emulator.settings({ autoconfirm: false, testNumbers: { [PHONE]: '424242', 15550002222: '2222' } });
    await gotrue.post('/signup', { phone: PHONE, password: PASSWORD });
    const { access_token: bearer } = (await verify('424242')).body;
    expect((await gotrue.put('/user', { phone: '15550002222' }, bearer)).body.new_phone).toBe('15550002222');
    expect((await verify('2222', 'phone_change', '15550002222')).body.user.phone).toBe('15550002222');
    expect(emulator.messages.list()).toEqual([]);
  });

  it('is sent codes as any other when it is a second factor', async () => {
    const { access_token: bearer } = (await gotrue.signUp('ada@example.com', PASSWORD)).body;
    const { id } = (await gotrue.post('/factors', { factor_type: 'phone', phone: `+${PHONE}` }, bearer)).body;
    await gotrue.post(`/factors/${id}/challenge`, {}, bearer);
    expect(gotrue.code(PHONE)).toMatch(/^\d{6}$/);
  });
});

describe('SMS that nothing carries', () => {
  const refused = [422, 'sms_send_failed'];
  beforeEach(() => emulator.settings({ autoconfirm: false, smsFails: true, testNumbers: { 15550002222: '2222' } }));

  it('are refused before anybody is registered', async () => {
    expect(errorOf(await gotrue.post('/otp', { phone: PHONE }))).toEqual(refused);
    expect(errorOf(await gotrue.post('/signup', { phone: PHONE, password: PASSWORD }))).toEqual(refused);
    const bearer = emulator.gotrue.serviceRoleKey;
    expect((await gotrue.get('/admin/users', bearer)).body.users).toEqual([]);
  });

  it('neither change a number nor stand in for a new sign-in', async () => {
    emulator.settings({ autoconfirm: true });
    const { access_token: bearer } = (await gotrue.post('/signup', { phone: PHONE, password: PASSWORD })).body;
    expect(errorOf(await gotrue.get('/reauthenticate', bearer))).toEqual(refused);
    emulator.settings({ autoconfirm: false });
    expect(errorOf(await gotrue.put('/user', { phone: '15550003333' }, bearer))).toEqual(refused);
    expect((await gotrue.get('/user', bearer)).body).not.toHaveProperty('new_phone');
  });

  it('make no challenge', async () => {
    emulator.settings({ autoconfirm: true });
    const { access_token: bearer } = (await gotrue.signUp('ada@example.com', PASSWORD)).body;
    const { id } = (await gotrue.post('/factors', { factor_type: 'phone', phone: `+${PHONE}` }, bearer)).body;
    expect(errorOf(await gotrue.post(`/factors/${id}/challenge`, {}, bearer))).toEqual([500, 'unexpected_failure']);
    emulator.settings({ smsFails: false });
    expect((await gotrue.post(`/factors/${id}/challenge`, {}, bearer)).status).toBe(200);
  });

  it('are none to test numbers, nor is mail', async () => {
    expect((await gotrue.post('/otp', { phone: '15550002222' })).status).toBe(200);
    expect((await gotrue.post('/otp', { email: 'ada@example.com' })).status).toBe(200);
  });
});

it.each([
  ['a list', []],
  ['a number that is none', { '0123': '424242' }],
  ['a code that is none', { [PHONE]: 'abc' }],
  ['a code that is no text', { [PHONE]: 424_242 }],
])('test numbers are not %s', (_, testNumbers) => {
  // Whoever configures may write anything.
  expect(() => emulator.settings({ testNumbers } as Parameters<Emulator['settings']>[0])).toThrow('testNumbers');
});
