import { beforeEach, describe, expect, it } from '@jest/globals';
import { emulator, gotrue } from '../../emulator-under-test.fixture.js';
import { type Answer, EMAIL, PASSWORD } from '../../wire-driver.fixture.js';
import { claimsOf, errorOf } from '../gotrue-driver.fixture.js';

const PHONE = '+15550001111';

let token: string;

beforeEach(async () => {
  token = (await gotrue.signUp(EMAIL, PASSWORD)).body.access_token;
});

const enroll = (phone: unknown, name = 'Mobile', bearer = token): Promise<Answer> =>
  gotrue.post('/factors', { factor_type: 'phone', phone, friendly_name: name }, bearer);
const challenge = (factorId: string, body: object = {}): Promise<Answer> =>
  gotrue.post(`/factors/${factorId}/challenge`, body, token);
const answer = (factorId: string, challengeId: string, code: string): Promise<Answer> =>
  gotrue.post(`/factors/${factorId}/verify`, { challenge_id: challengeId, code }, token);
const sent = () => emulator.messages.list({ to: PHONE, scene: 'mfa_phone' });
/** A code that is not this one. */
const wrong = (code: string): string => code.replace(/./, (digit) => String((Number(digit) + 1) % 10));

async function verified(): Promise<{ readonly id: string; readonly token: string }> {
  const { id } = (await enroll(PHONE)).body;
  const challengeId = (await challenge(id)).body.id;
  return { id, token: (await answer(id, challengeId, gotrue.code(PHONE))).body.access_token };
}

describe('enrolling a phone', () => {
  it('says the number as it was sent', async () => {
    const { status, body } = await enroll('1 555 000 1111');
    expect([status, body]).toEqual([
      200,
      { id: body.id, type: 'phone', friendly_name: 'Mobile', phone: '1 555 000 1111' },
    ]);
    expect(sent()).toEqual([]);
  });

  it.each([undefined, '', '5', '+0155500', 'phone', 15550001111])('refuses %p', async (phone) => {
    const code = typeof phone === 'number' ? 'bad_json' : 'validation_failed';
    expect(errorOf(await enroll(phone))).toEqual([400, code]);
  });

  it('replaces one of the same number that was not verified, and none that was', async () => {
    const first = (await enroll(PHONE)).body.id;
    expect((await enroll(PHONE.slice(1))).status).toBe(200);
    const { factors } = (await gotrue.get('/user', token)).body;
    expect(factors).toHaveLength(1);
    expect(factors[0].id).not.toBe(first);
    const { token: raised } = await verified();
    expect(errorOf(await enroll(PHONE, 'Other', raised))).toEqual([422, 'mfa_verified_factor_exists']);
  });
});

describe('a challenge of a phone', () => {
  it('sends a code to the mailbox, by either channel', async () => {
    const { id } = (await enroll(PHONE)).body;
    const { status, body } = await challenge(id, { channel: 'sms' });
    const endsAt = Math.floor(emulator.clock.now() / 1_000) + 300;
    expect([status, body]).toEqual([200, { id: body.id, type: 'phone', expires_at: endsAt }]);
    expect(sent()).toMatchObject([{ channel: 'sms', to: PHONE, code: expect.stringMatching(/^\d{6}$/) }]);
    await emulator.clock.advance('60s');
    expect((await challenge(id, { channel: 'whatsapp' })).status).toBe(200);
    await emulator.clock.advance('60s');
    expect(errorOf(await challenge(id, { channel: 'pigeon' }))).toEqual([400, 'validation_failed']);
    expect(errorOf(await challenge(id, { channel: 7 }))).toEqual([400, 'bad_json']);
    expect(sent()).toHaveLength(2);
  });

  it('is one a minute, where nothing else is set', async () => {
    const { id } = (await enroll(PHONE)).body;
    await challenge(id);
    await emulator.clock.advance('59s');
    const refused = await challenge(id);
    expect(errorOf(refused)).toEqual([429, 'over_sms_send_rate_limit']);
    expect(refused.body.message).toBe('For security purposes, you can only request this after 1 seconds.');
    emulator.settings({ messageSpacingSeconds: 0, smsOtpLength: 8 });
    expect((await challenge(id)).status).toBe(200);
    expect(gotrue.code(PHONE)).toHaveLength(8);
  });
});

describe('verifying a phone', () => {
  it('raises the session', async () => {
    const { token: raised } = await verified();
    expect(claimsOf(raised)).toMatchObject({ aal: 'aal2', amr: [{ method: 'mfa/phone' }, { method: 'password' }] });
  });

  it('takes the code of its own challenge alone', async () => {
    emulator.settings({ messageSpacingSeconds: 0 });
    const { id } = (await enroll(PHONE)).body;
    const first = (await challenge(id)).body.id;
    const ofFirst = gotrue.code(PHONE);
    const second = (await challenge(id)).body.id;
    const ofSecond = gotrue.code(PHONE);
    if (ofFirst !== ofSecond) {
      expect(errorOf(await answer(id, first, ofSecond))).toEqual([422, 'mfa_verification_failed']);
      expect(errorOf(await answer(id, second, ofFirst))).toEqual([422, 'mfa_verification_failed']);
    }
    expect((await answer(id, first, ofFirst)).status).toBe(200);
  });

  it('takes a code for as long as its challenge lasts', async () => {
    const { id } = (await enroll(PHONE)).body;
    const challengeId = (await challenge(id)).body.id;
    await emulator.clock.advance('300s');
    expect(errorOf(await answer(id, challengeId, gotrue.code(PHONE)))).toEqual([422, 'mfa_challenge_expired']);
  });

  it('gives a code up that was tried five times, whatever the limits (EMU-16)', async () => {
    emulator.settings({ maxCodeAttempts: 0 });
    const { id } = (await enroll(PHONE)).body;
    const challengeId = (await challenge(id)).body.id;
    const code = gotrue.code(PHONE);
    for (let turn = 0; turn < 5; turn += 1) {
      expect(errorOf(await answer(id, challengeId, wrong(code)))).toEqual([422, 'mfa_verification_failed']);
    }
    expect(errorOf(await answer(id, challengeId, code))).toEqual([422, 'mfa_challenge_expired']);
  });
});
