import { describe, expect, it } from '@jest/globals';
import { emulator, gotrue } from '../emulator-under-test.fixture.js';
import { EMAIL, PASSWORD } from '../wire-driver.fixture.js';
import { errorOf } from './gotrue-driver.fixture.js';

const PHONE = '15550001111';

describe('an address of a kind that is off', () => {
  it.each<[string, object, number]>([
    ['/signup', { email: EMAIL, password: PASSWORD }, 400],
    ['/token?grant_type=password', { email: EMAIL, password: PASSWORD }, 422],
    ['/otp', { email: EMAIL }, 422],
    ['/magiclink', { email: EMAIL }, 422],
    ['/recover', { email: EMAIL }, 400],
    ['/resend', { type: 'signup', email: EMAIL }, 400],
  ])('is no email for POST %s', async (path, body, status) => {
    emulator.settings({ addressKinds: ['phone'] });
    expect(errorOf(await gotrue.post(path, body))).toEqual([status, 'email_provider_disabled']);
  });

  it.each<[string, object, number]>([
    ['/signup', { phone: PHONE, password: PASSWORD }, 400],
    ['/token?grant_type=password', { phone: PHONE, password: PASSWORD }, 422],
    ['/otp', { phone: PHONE }, 400],
    ['/resend', { type: 'sms', phone: PHONE }, 400],
  ])('is no number for POST %s', async (path, body, status) => {
    emulator.settings({ addressKinds: ['email'] });
    expect(errorOf(await gotrue.post(path, body))).toEqual([status, 'phone_provider_disabled']);
  });

  it('leaves the other kind alone, and is told of beforehand', async () => {
    emulator.settings({ addressKinds: ['phone'] });
    expect((await gotrue.post('/signup', { phone: PHONE, password: PASSWORD })).status).toBe(200);
    expect((await gotrue.get('/settings')).body.external).toMatchObject({ email: false, phone: true });
  });
});
