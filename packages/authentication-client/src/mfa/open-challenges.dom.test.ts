import { afterEach, describe, expect, it } from '@jest/globals';
import { ManualClock } from '@sallyport/core/clock';
import { MemoryStorage } from '@sallyport/core/storage';
import { FakeTransport } from '@sallyport/core/testing';
import { AuthenticationClient } from '../authing/authentication-client.js';
import { GoTrueAuthenticationClient } from '../gotrue/gotrue-authentication-client.js';
import { PendingSignIn } from './domain/pending-sign-in.js';

// Both fixtures of clients need node:crypto, which a page has not.

const START_MS = Date.UTC(2026, 0, 1);

function token(claims: object): string {
  const encode = (value: object): string => btoa(JSON.stringify(value)).replace(/=+$/, '');
  return `${encode({ alg: 'HS256' })}.${encode(claims)}.c2lnbmF0dXJl`;
}

const mfaToken = token({ jti: 'mfa', iat: 0, exp: 360 });
const paths = ({ requests }: FakeTransport): string[] => requests.map(({ url }) => new URL(url).pathname);

afterEach(() => {
  localStorage.clear();
  sessionStorage.clear();
});

describe('a code that Authing sent before a reload', () => {
  const smsId = 'sms:+8613800000000';
  const emailId = 'email:ada@example.com';
  const demand = {
    mfaToken,
    applicationMfa: [
      { mfaPolicy: 'SMS', status: 1 },
      { mfaPolicy: 'EMAIL', status: 1 },
    ],
    phone: '13800000000',
    phoneCountryCode: '+86',
    email: 'ada@example.com',
  };

  const load = (clock: ManualClock) => {
    const transport = new FakeTransport();
    const options = { appId: 'app', appHost: 'https://id.example', transport, clock, storage: new MemoryStorage() };
    return { client: new AuthenticationClient(options), transport, clock };
  };

  async function loadPending() {
    const page = load(new ManualClock(START_MS));
    page.transport.answerJson({ code: 1636, message: 'second factor', data: demand });
    await page.client.loginByEmailCode('ada@example.com', '1234').catch(() => {});
    page.transport.requests.splice(0);
    return page;
  }

  it.each([
    ['SMS', smsId, 'phone'],
    ['email', emailId, 'email'],
  ])('completes the sign-in by %s: challenge returns the one that is under 60 s old', async (_, factorId, type) => {
    const before = await loadPending();
    if (type === 'email') before.transport.answerGraphql('sendEmail', { code: 200, message: 'sent' });
    else before.transport.answer({ code: 200, message: 'sent' });
    const sent = await before.client.mfa.challenge({ factorId });
    await before.clock.advance(59_999);
    const { client, transport } = load(before.clock);
    const again = await client.mfa.challenge({ factorId });
    expect([again, transport.requests]).toEqual([sent, []]);
    expect(client.pendingSignIn?.challenges).toEqual([
      {
        id: sent.data?.id,
        factorId,
        type,
        createdAt: new Date(START_MS),
        expiresAt: new Date(START_MS + 300_000),
        isVerified: true,
      },
    ]);
    transport.answer({ id: 'ada', token: 'session' });
    const { error } = await client.mfa.verify({ factorId, challengeId: sent.data?.id ?? '', code: '123456' });
    expect([error, client.state]).toEqual([null, 'signedIn']);
  });

  it('completes the sign-in after 60 s by the id in pendingSignIn.challenges, and challenge sends again', async () => {
    const before = await loadPending();
    before.transport.answer({ code: 200, message: 'sent' });
    const sent = await before.client.mfa.challenge({ factorId: smsId });
    await before.clock.advance(60_000);
    const { client, transport } = load(before.clock);
    const [open] = client.pendingSignIn?.challenges ?? [];
    expect(open?.id).toBe(sent.data?.id);
    transport.answer({ code: 200, message: 'sent' });
    const second = await client.mfa.challenge({ factorId: smsId });
    expect(second.data?.id).not.toBe(sent.data?.id);
    expect(paths(transport)).toEqual(['/api/v2/sms/send']);
    transport.answer({ id: 'ada', token: 'session' });
    const { error } = await client.mfa.verify({ factorId: smsId, challengeId: open?.id ?? '', code: '123456' });
    expect(error).toBeNull();
  });

  it('completes the sign-in elsewhere, because the exported sign-in contains the challenge', async () => {
    const before = await loadPending();
    before.transport.answer({ code: 200, message: 'sent' });
    const sent = await before.client.mfa.challenge({ factorId: smsId });
    const exported = before.client.pendingSignIn?.export() ?? '';
    sessionStorage.clear();
    const { client, transport } = load(before.clock);
    client.resumeSignIn(exported);
    expect(await client.mfa.challenge({ factorId: smsId })).toEqual(sent);
    transport.answer({ id: 'ada', token: 'session' });
    const { error } = await client.mfa.verify({ factorId: smsId, challengeId: sent.data?.id ?? '', code: '123456' });
    expect([error, client.state]).toEqual([null, 'signedIn']);
  });

  it('is no challenge any more once it was answered, also where an export still contains it', async () => {
    const { client, transport } = await loadPending();
    transport.answer({ code: 200, message: 'sent' });
    const sent = await client.mfa.challenge({ factorId: smsId });
    const exported = client.pendingSignIn?.export() ?? '';
    transport.answer({ id: 'ada', token: 'session' });
    await client.mfa.verify({ factorId: smsId, challengeId: sent.data?.id ?? '', code: '123456' });
    client.resumeSignIn(exported);
    expect(client.pendingSignIn?.challenges).toEqual([]);
  });

  it('is sent with each sendSmsCode and sendEmail of the Authing style', async () => {
    const { client, transport } = await loadPending();
    const sent = { code: 200, message: 'sent' };
    transport.answer(sent).answer(sent).answerGraphql('sendEmail', sent).answerGraphql('sendEmail', sent);
    await client.sendSmsCode('13800000000', '+86', 'mfa-verify');
    await client.sendSmsCode('13800000000', '+86', 'mfa-verify');
    await client.sendEmail('ada@example.com', 'MFA_VERIFY');
    await client.sendEmail('ada@example.com', 'MFA_VERIFY');
    expect(transport.requests).toHaveLength(4);
  });

  it.each([
    ['no list', 'all'],
    ['members without an id', [{ factorId: 'x', type: 'sms', isVerified: true, createdAt: 0, expiresAt: 0 }]],
    ['instants that are none', [{ id: 'c', factorId: 'x', type: 'sms', isVerified: true, createdAt: 'soon' }]],
  ])('is left out of an exported sign-in with %s', async (_, challenges) => {
    const { client } = await loadPending();
    const exported = JSON.parse(client.pendingSignIn?.export() ?? '') as object;
    expect(PendingSignIn.import(JSON.stringify({ ...exported, challenges })).challenges).toEqual([]);
  });
});

describe('a code that GoTrue sent before a reload', () => {
  const at = '2026-01-01T00:00:00Z';
  const factor = { id: 'p1', factor_type: 'phone', status: 'verified', created_at: at, updated_at: at };
  const user = { id: 'ada', email: 'ada@example.com', user_metadata: {}, created_at: at, factors: [factor] };
  const session = (aal: string) => ({
    access_token: token({ sub: 'ada', session_id: 's', aal, iat: START_MS / 1000, exp: START_MS / 1000 + 3_600 }),
    token_type: 'bearer',
    expires_in: 3_600,
    refresh_token: `refresh-${aal}`,
    user,
  });
  const challenge = (id: string) => ({ id, type: 'phone', expires_at: START_MS / 1000 + 300 });

  const load = (clock: ManualClock) => {
    const transport = new FakeTransport();
    const client = new GoTrueAuthenticationClient({ url: 'https://id.example', transport, clock });
    return { client, transport, clock };
  };

  async function loadPending() {
    const page = load(new ManualClock(START_MS));
    page.transport.answerJson(session('aal1'));
    await page.client.loginByEmail('ada@example.com', 'pw').catch(() => {});
    page.transport.requests.splice(0);
    return page;
  }

  it('completes the sign-in: challenge returns the one that is under 60 s old', async () => {
    const before = await loadPending();
    before.transport.answerJson(challenge('c1'));
    const sent = await before.client.mfa.challenge({ factorId: 'p1' });
    await before.clock.advance(59_999);
    const { client, transport } = load(before.clock);
    expect(await client.mfa.challenge({ factorId: 'p1' })).toEqual(sent);
    expect(transport.requests).toEqual([]);
    expect(client.pendingSignIn?.challenges).toMatchObject([{ id: 'c1', factorId: 'p1', type: 'phone' }]);
    transport.answerJson(session('aal2'));
    const { error } = await client.mfa.verify({ factorId: 'p1', challengeId: 'c1', code: '123456' });
    expect([error, client.state, paths(transport)]).toEqual([null, 'signedIn', ['/factors/p1/verify']]);
  });

  it('travels in the exported sign-in', async () => {
    const { client, transport } = await loadPending();
    transport.answerJson(challenge('c1'));
    await client.mfa.challenge({ factorId: 'p1' });
    const exported = client.pendingSignIn?.export() ?? '';
    expect(PendingSignIn.import(exported).challenges).toEqual(client.pendingSignIn?.challenges);
    expect(client.pendingSignIn?.challenges).toMatchObject([{ id: 'c1', factorId: 'p1' }]);
  });

  it('is requested again after 60 s, and after the server refused the challenge', async () => {
    const { client, transport, clock } = await loadPending();
    transport.answerJson(challenge('c1')).answerJson(challenge('c2'));
    await client.mfa.challenge({ factorId: 'p1' });
    await clock.advance(60_000);
    await expect(client.mfa.challenge({ factorId: 'p1' })).resolves.toMatchObject({ data: { id: 'c2' } });
    transport.answerJson({ code: 'mfa_ip_address_mismatch', message: 'no' }, 422).answerJson(challenge('c3'));
    await client.mfa.verify({ factorId: 'p1', challengeId: 'c2', code: '123456' });
    await expect(client.mfa.challenge({ factorId: 'p1' })).resolves.toMatchObject({ data: { id: 'c3' } });
  });

  it('stays open after a wrong code', async () => {
    const { client, transport } = await loadPending();
    transport.answerJson(challenge('c1')).answerJson({ code: 'mfa_verification_failed', message: 'no' }, 422);
    await client.mfa.challenge({ factorId: 'p1' });
    await client.mfa.verify({ factorId: 'p1', challengeId: 'c1', code: '123456' });
    await expect(client.mfa.challenge({ factorId: 'p1' })).resolves.toMatchObject({ data: { id: 'c1' } });
  });

  it('completes the sign-in by the other API style, after sendSmsCode, which always sends', async () => {
    const before = await loadPending();
    before.transport.answerJson(user).answerJson(challenge('c1')).answerJson(user).answerJson(challenge('c2'));
    await before.client.sendSmsCode('+15550001111', undefined, 'mfa-verify');
    await before.client.sendSmsCode('+15550001111', undefined, 'mfa-verify');
    const { client, transport } = load(before.clock);
    await expect(client.mfa.challenge({ factorId: 'p1' })).resolves.toMatchObject({ data: { id: 'c2' } });
    transport.answerJson(session('aal2'));
    const pendingToken = client.pendingSignIn?.mfaToken ?? '';
    await client.mfa.verifyAppSmsMfa({ phone: '+15550001111', code: '123456', mfaToken: pendingToken });
    expect(paths(transport)).toEqual(['/factors/p1/verify']);
    expect(transport.lastBody).toEqual({ challenge_id: 'c2', code: '123456' });
  });

  it('is no challenge of the next user', async () => {
    const { client, transport } = await loadPending();
    transport.answerJson(challenge('c1')).answerRaw(204, {}, '');
    await client.mfa.challenge({ factorId: 'p1' });
    await client.abandonSignIn();
    transport.answerJson({ ...session('aal1'), user: { ...user, id: 'bob' } }).answerJson(challenge('c2'));
    await client.loginByEmail('bob@example.com', 'pw').catch(() => {});
    expect(client.pendingSignIn?.challenges).toEqual([]);
    await expect(client.mfa.challenge({ factorId: 'p1' })).resolves.toMatchObject({ data: { id: 'c2' } });
  });
});
