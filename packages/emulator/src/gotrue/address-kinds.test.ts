import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Emulator } from '../emulator.types.js';
import { startUnderTest } from '../wire-driver.fixture.js';
import { errorOf, GotrueDriver } from './gotrue-driver.fixture.js';

const EMAIL = 'ada@example.com';
const PHONE = '15550001111';
const PASSWORD = 'correct horse';

let emulator: Emulator;
let gotrue: GotrueDriver;

beforeEach(async () => {
  ({ emulator } = await startUnderTest());
  gotrue = new GotrueDriver(emulator);
});

afterEach(() => emulator.stop());

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
