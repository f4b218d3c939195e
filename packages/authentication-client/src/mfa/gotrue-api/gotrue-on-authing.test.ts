import { describe, expect, it } from '@jest/globals';
import { AuthenticationClient } from '../../authing/authentication-client.js';
import {
  type Fixture,
  mfaToken,
  NOW_SECONDS,
  sessionToken,
  setUp,
  setUpPending,
  setUpSignedIn,
  wireUser,
} from '../../client.fixture.js';
import type { MfaAccess } from '../factor.js';
import { authingFactors } from '../factors/index.js';
import { GOTRUE_METHODS } from './answering.js';

const url = (path: string): string => `https://id.example/api/v2/${path}`;

const authenticator = (enable: boolean, source?: 'SELF' | 'APPLICATION') => ({
  id: 'a1',
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-02T00:00:00.000Z',
  userId: 'ada',
  enable,
  secret: enable ? null : 'JBSWY3DPEHPK3PXP',
  authenticatorType: 'totp',
  recoveryCode: enable ? null : '8477',
  ...(source ? { source } : {}),
});

const association = {
  authenticator_type: 'totp',
  secret: 'JBSWY3DPEHPK3PXP',
  qrcode_uri: 'otpauth://totp/x?secret=JBSWY3DPEHPK3PXP',
  qrcode_data_url: 'data:image/png;base64,AAAA',
  recovery_code: '8477-a1a6',
};

const addresses = {
  applicationMfa: [
    { mfaPolicy: 'SMS', status: 1, sort: 1 },
    { mfaPolicy: 'EMAIL', status: 1, sort: 2 },
  ],
  mfaPhone: '13800000000',
  mfaPhoneCountryCode: '+86',
  email: 'ada@example.com',
};

/** What was sent since, in short. */
const sent = ({ transport }: Pick<Fixture, 'transport'>): readonly string[] =>
  transport.requests.map(({ method, url: address }) => `${method} ${address.replace('https://id.example', '')}`);

/** A failure as GoTrue's users read it. */
const failure = (name: string, status: number | undefined, code?: string): unknown => ({
  data: null,
  error: expect.objectContaining({ name, status, code }),
});

/** Challenges an authenticator that stands as the server says. */
async function challenged(fixture: Fixture, isVerified: boolean, factorId = 'totp:SELF'): Promise<string> {
  fixture.transport.answer([authenticator(isVerified, factorId === 'totp:SELF' ? 'SELF' : 'APPLICATION')]);
  const { data } = await fixture.client.mfa.challenge({ factorId });
  fixture.transport.requests.splice(0);
  return data?.id ?? 'none';
}

describe('mfa.enroll', () => {
  it('binds an authenticator of the signed-in user', async () => {
    const { client, transport } = await setUpSignedIn();
    transport.answer(association);
    await expect(client.mfa.enroll({ factorType: 'totp', friendlyName: 'Phone' })).resolves.toEqual({
      data: {
        id: 'totp:SELF',
        type: 'totp',
        totp: {
          qr_code: association.qrcode_data_url,
          secret: association.secret,
          uri: association.qrcode_uri,
          recovery_code: '8477-a1a6',
        },
      },
      error: null,
    });
    expect(transport.last).toMatchObject({ method: 'POST', url: url('mfa/totp/associate') });
    expect(transport.lastBody).toEqual({ authenticator_type: 'totp', source: 'SELF' });
    expect(transport.last.headers.authorization).toBe(`Bearer ${sessionToken()}`);
  });

  it('binds it for the application on the way through a sign-in, with the mfaToken', async () => {
    const { client, transport } = await setUpPending({}, 1636);
    transport.answer(association);
    await expect(client.mfa.enroll({ factorType: 'totp' })).resolves.toMatchObject({
      data: { id: 'totp:APPLICATION' },
    });
    expect(transport.lastBody).toEqual({ authenticator_type: 'totp', source: 'APPLICATION' });
    expect(transport.last.headers.authorization).toBe(`Bearer ${mfaToken}`);
  });

  it.each([[{ factorType: 'phone', phone: '+8613800000000' }], [{ factorType: 'webauthn', friendlyName: 'Key' }]])(
    'knows no %j, and sends nothing',
    async (params) => {
      const { client, transport } = await setUpSignedIn();
      await expect(client.mfa.enroll(params as never)).resolves.toEqual(
        failure('AuthApiError', 501, 'unsupported_by_server'),
      );
      expect(transport.requests).toEqual([]);
    },
  );

  it('says that there is one already', async () => {
    const { client, transport } = await setUpSignedIn();
    transport.answerJson({ code: 1001, message: 'bound' }).answer([authenticator(true)]);
    await expect(client.mfa.enroll({ factorType: 'totp' })).resolves.toEqual(
      failure('AuthApiError', 422, 'too_many_enrolled_mfa_factors'),
    );
  });

  it('says that the one there is has to be passed first', async () => {
    const { client, transport } = await setUpPending();
    transport.answerJson({ code: 1001, message: 'bound' }).answer([authenticator(true)]);
    await expect(client.mfa.enroll({ factorType: 'totp' })).resolves.toEqual(
      failure('AuthApiError', 403, 'insufficient_aal'),
    );
  });

  it('passes any other refusal on', async () => {
    const { client, transport } = await setUpSignedIn();
    transport.answerJson({ code: 1001, message: 'no' }).answer([]);
    await expect(client.mfa.enroll({ factorType: 'totp' })).resolves.toEqual(failure('AuthApiError', 403, '1001'));
  });
});

describe('mfa.listFactors', () => {
  it('lists what the signed-in user has bound, by type once it is verified', async () => {
    const fixture = await setUpSignedIn();
    fixture.transport.answer([authenticator(true, 'SELF')]).answer([authenticator(false, 'APPLICATION')]);
    const verified = {
      id: 'totp:SELF',
      factor_type: 'totp',
      status: 'verified',
      created_at: '2026-01-01T00:00:00.000Z',
      updated_at: '2026-01-02T00:00:00.000Z',
    };
    await expect(fixture.client.mfa.listFactors()).resolves.toEqual({
      data: {
        all: [verified, { ...verified, id: 'totp:APPLICATION', status: 'unverified' }],
        totp: [verified],
        phone: [],
        webauthn: [],
        recovery_code: [],
      },
      error: null,
    });
    expect([...sent(fixture)].sort()).toEqual([
      'GET /api/v2/mfa/authenticator?type=totp&source=APPLICATION',
      'GET /api/v2/mfa/authenticator?type=totp&source=SELF',
    ]);
  });

  it('lists one that answers under both sources once', async () => {
    const { client, transport } = await setUpSignedIn();
    transport.answer([authenticator(true, 'SELF')]).answer([authenticator(true, 'SELF')]);
    await expect(client.mfa.listFactors()).resolves.toMatchObject({ data: { all: [{ id: 'totp:SELF' }] } });
  });

  it('lists those of a pending sign-in with its mfaToken, where codes go among them', async () => {
    const { client, transport } = await setUpPending(addresses, 1636);
    transport.answer([]).answer([]);
    const { data } = await client.mfa.listFactors();
    expect(data?.all).toEqual([
      expect.objectContaining({ id: 'sms:+8613800000000', factor_type: 'phone', status: 'verified' }),
      expect.objectContaining({ id: 'email:ada@example.com', factor_type: 'email', status: 'verified' }),
    ]);
    expect(data?.phone).toHaveLength(1);
    expect(transport.requests.map(({ headers }) => headers.authorization)).toEqual([
      `Bearer ${mfaToken}`,
      `Bearer ${mfaToken}`,
    ]);
  });

  it('lists a face, which nothing here proves, and nothing that the user has not', async () => {
    const policies = ['FACE', 'HOLOGRAM', 'OTP'].map((mfaPolicy, sort) => ({ mfaPolicy, sort, status: 1 }));
    const { client, transport } = await setUpPending({ applicationMfa: policies, faceMfaEnabled: true }, 1636);
    transport.answer([]).answer([]);
    const { data } = await client.mfa.listFactors();
    expect(data?.all).toEqual([expect.objectContaining({ id: 'face', factor_type: 'face', status: 'verified' })]);
    await expect(client.mfa.challenge({ factorId: 'face' })).resolves.toEqual(
      failure('AuthApiError', 501, 'unsupported_by_server'),
    );
    await expect(client.mfa.challenge({ factorId: 'hologram' })).resolves.toEqual(
      failure('AuthApiError', 404, 'mfa_factor_not_found'),
    );
  });

  it('answers that nobody is signed in', async () => {
    const { client, transport } = setUp();
    await expect(client.mfa.listFactors()).resolves.toEqual(failure('AuthSessionMissingError', 400));
    expect(transport.requests).toEqual([]);
  });
});

describe('mfa.challenge', () => {
  it('is the client’s own for an authenticator, and lives for five minutes', async () => {
    const fixture = await setUpSignedIn();
    fixture.transport.answer([authenticator(false)]);
    await expect(fixture.client.mfa.challenge({ factorId: 'totp:SELF' })).resolves.toEqual({
      data: { id: expect.stringMatching(/./), type: 'totp', expires_at: NOW_SECONDS + 300 },
      error: null,
    });
    expect(sent(fixture)).toEqual(['GET /api/v2/mfa/authenticator?type=totp&source=SELF']);
  });

  it('does not outlive the sign-in that it belongs to', async () => {
    const fixture = await setUpPending();
    await fixture.clock.advance(200_000);
    fixture.transport.answer([authenticator(true)]);
    const { data } = await fixture.client.mfa.challenge({ factorId: 'totp:SELF' });
    expect(data?.expires_at).toBe(NOW_SECONDS + 360);
  });

  it('sends a code to the phone of a pending sign-in', async () => {
    const { client, transport } = await setUpPending(addresses, 1636);
    transport.answer({ code: 200, message: 'sent' });
    await expect(client.mfa.challenge({ factorId: 'sms:+8613800000000', channel: 'sms' })).resolves.toMatchObject({
      data: { type: 'phone' },
    });
    expect(transport.last).toMatchObject({ method: 'POST', url: url('sms/send') });
    expect(transport.lastBody).toEqual({ phone: '13800000000', phoneCountryCode: '+86', scene: 'mfa-verify' });
  });

  it('sends a code to the mailbox of a pending sign-in', async () => {
    const { client, transport } = await setUpPending(addresses, 1636);
    transport.answerGraphql('sendEmail', { code: 200, message: 'sent' });
    await expect(client.mfa.challenge({ factorId: 'email:ada@example.com' })).resolves.toMatchObject({
      data: { type: 'email' },
    });
    expect(transport.lastBody).toMatchObject({ variables: { email: 'ada@example.com', scene: 'MFA_VERIFY' } });
  });

  it('makes no challenge of a code that was not sent', async () => {
    const { client, transport } = await setUpPending(addresses, 1636);
    transport.answerJson({ code: 429, message: 'slow down' }, 429);
    await expect(client.mfa.challenge({ factorId: 'sms:+8613800000000' })).resolves.toEqual(
      failure('AuthApiError', 429, 'over_request_rate_limit'),
    );
  });

  it.each([
    ['a1b2c3d4-0000-4000-8000-000000000000', 404, 'mfa_factor_not_found'],
    ['sms:', 404, 'mfa_factor_not_found'],
    ['totp:self', 404, 'mfa_factor_not_found'],
    ['sms:+8613900000000', 404, 'mfa_factor_not_found'],
  ])('knows no factor %s', async (factorId, status, code) => {
    const { client, transport } = await setUpPending(addresses, 1636);
    await expect(client.mfa.challenge({ factorId })).resolves.toEqual(failure('AuthApiError', status, code));
    expect(transport.requests).toEqual([]);
  });

  it('knows no authenticator that the user has not bound', async () => {
    const { client, transport } = await setUpSignedIn();
    transport.answer([]);
    await expect(client.mfa.challenge({ factorId: 'totp:SELF' })).resolves.toEqual(
      failure('AuthApiError', 404, 'mfa_factor_not_found'),
    );
  });

  it('sends codes for a pending sign-in alone, and none by WhatsApp', async () => {
    const pending = await setUpPending(addresses, 1636);
    const signedIn = await setUpSignedIn();
    const refused = failure('AuthApiError', 501, 'unsupported_by_server');
    const byWhatsApp = { factorId: 'sms:+8613800000000', channel: 'whatsapp' } as const;
    await expect(pending.client.mfa.challenge(byWhatsApp)).resolves.toEqual(refused);
    await expect(signedIn.client.mfa.challenge({ factorId: 'sms:+8613800000000' })).resolves.toEqual(refused);
    expect([...pending.transport.requests, ...signedIn.transport.requests]).toEqual([]);
  });
});

describe('mfa.verify', () => {
  it('confirms a new authenticator, and answers the session that there is', async () => {
    const fixture = await setUpSignedIn();
    const { client, transport, events } = fixture;
    const challengeId = await challenged(fixture, false);
    transport.answer(null);
    await expect(client.mfa.verify({ factorId: 'totp:SELF', challengeId, code: '112 233' })).resolves.toEqual({
      data: {
        access_token: sessionToken(),
        token_type: 'bearer',
        expires_in: 3_600,
        expires_at: NOW_SECONDS + 3_600,
        refresh_token: '',
        user: expect.objectContaining({ id: 'ada', aud: 'authenticated', app_metadata: {}, user_metadata: {} }),
      },
      error: null,
    });
    expect(sent(fixture)).toEqual(['POST /api/v2/mfa/totp/associate/confirm']);
    expect(transport.lastBody).toEqual({ authenticator_type: 'totp', totp: '112233', source: 'SELF' });
    expect(events).toEqual([['factorEnrolled', { factor: 'totp' }]]);
  });

  it('passes a pending sign-in, and answers the session that it begins', async () => {
    const fixture = await setUpPending();
    const { client, transport, events } = fixture;
    const challengeId = await challenged(fixture, true);
    transport.answer(wireUser());
    const verified = await client.mfa.verify({ factorId: 'totp:SELF', challengeId, code: '112233' });
    expect(verified).toMatchObject({
      data: { access_token: sessionToken(), expires_in: 3_600, refresh_token: '', user: { id: 'ada' } },
    });
    expect(verified.data?.user).not.toHaveProperty('token');
    expect(sent(fixture)).toEqual(['POST /api/v2/mfa/totp/verify']);
    expect(transport.last.headers.authorization).toBe(`Bearer ${mfaToken}`);
    expect(client.snapshot).toMatchObject({ state: 'signedIn', assuranceLevel: 'aal2' });
    expect(events).toEqual([['signedIn', { userId: 'ada', assuranceLevel: 'aal2' }]]);
  });

  it('confirms and passes with one code what was bound on the way through a sign-in', async () => {
    const fixture = await setUpPending({}, 1636);
    const challengeId = await challenged(fixture, false, 'totp:APPLICATION');
    fixture.transport.answer(null).answer(wireUser());
    const answer = { factorId: 'totp:APPLICATION', challengeId, code: '112233' };
    await expect(fixture.client.mfa.verify(answer)).resolves.toMatchObject({ error: null });
    expect(sent(fixture)).toEqual(['POST /api/v2/mfa/totp/associate/confirm', 'POST /api/v2/mfa/totp/verify']);
    expect(fixture.client.snapshot).toMatchObject({ state: 'signedIn', assuranceLevel: 'aal2' });
  });

  it('confirms only once when the second step is what failed', async () => {
    const fixture = await setUpPending({}, 1636);
    const challengeId = await challenged(fixture, false, 'totp:APPLICATION');
    fixture.transport.answer(null).answerRaw(503, {}, '').answer(wireUser());
    const answer = { factorId: 'totp:APPLICATION', challengeId, code: '112233' };
    await expect(fixture.client.mfa.verify(answer)).resolves.toEqual(failure('AuthRetryableFetchError', 503));
    await expect(fixture.client.mfa.verify(answer)).resolves.toMatchObject({ error: null });
    expect(sent(fixture).filter((request) => request.endsWith('/confirm'))).toHaveLength(1);
  });

  it.each([
    [
      'sms:+8613800000000',
      'applications/mfa/sms/verify',
      { phone: '13800000000', code: '1234', phoneCountryCode: '+86' },
    ],
    ['email:ada@example.com', 'applications/mfa/email/verify', { email: 'ada@example.com', code: '1234' }],
  ])('answers the code that was sent to %s', async (factorId, path, body) => {
    const { client, transport } = await setUpPending(addresses, 1636);
    if (factorId.startsWith('sms')) transport.answer({ code: 200 });
    else transport.answerGraphql('sendEmail', { code: 200 });
    const { data } = await client.mfa.challenge({ factorId });
    transport.answer(wireUser());
    const verified = await client.mfa.verify({ factorId, challengeId: data?.id ?? '', code: '1234' });
    expect(verified.error).toBeNull();
    expect(transport.last).toMatchObject({ method: 'POST', url: url(path) });
    expect(transport.lastBody).toEqual(body);
    expect(client.snapshot).toMatchObject({ state: 'signedIn', assuranceLevel: 'aal2' });
  });

  it('leaves the challenge usable after a wrong code', async () => {
    const fixture = await setUpPending();
    const challengeId = await challenged(fixture, true);
    const answer = { factorId: 'totp:SELF', challengeId, code: '112233' };
    fixture.transport.answerJson({ code: 6001, message: 'wrong' }).answer(wireUser());
    await expect(fixture.client.mfa.verify(answer)).resolves.toEqual(
      failure('AuthApiError', 422, 'mfa_verification_failed'),
    );
    expect(fixture.client.state).toBe('mfaRequired');
    await expect(fixture.client.mfa.verify(answer)).resolves.toMatchObject({ error: null });
  });

  it('tells a wrong code of the confirmation, which is HTTP 400 on the wire', async () => {
    const fixture = await setUpSignedIn();
    const challengeId = await challenged(fixture, false);
    fixture.transport.answerJson({ code: 400, message: 'wrong' }, 400);
    const { error } = await fixture.client.mfa.verify({ factorId: 'totp:SELF', challengeId, code: '000000' });
    expect(error).toMatchObject({
      name: 'AuthApiError',
      code: 'mfa_verification_failed',
      cause: { kind: 'invalid-code' },
    });
  });

  it('raises no session that is there already', async () => {
    const fixture = await setUpSignedIn();
    const challengeId = await challenged(fixture, true);
    await expect(fixture.client.mfa.verify({ factorId: 'totp:SELF', challengeId, code: '112233' })).resolves.toEqual(
      failure('AuthApiError', 501, 'unsupported_by_server'),
    );
    expect(fixture.transport.requests).toEqual([]);
  });

  it('refuses a challenge that was answered, is over, or is not there', async () => {
    const fixture = await setUpSignedIn();
    const { client, transport, clock } = fixture;
    const used = await challenged(fixture, false);
    await clock.advance(60_000); // before, a challenge of the same factor is the same one
    const expired = await challenged(fixture, false);
    transport.answer(null);
    const verify = (challengeId: string) => client.mfa.verify({ factorId: 'totp:SELF', challengeId, code: '112233' });
    await verify(used);
    transport.requests.splice(0);
    await expect(verify(used)).resolves.toEqual(failure('AuthApiError', 422, 'mfa_ip_address_mismatch'));
    await clock.advance(300_000);
    await expect(verify(expired)).resolves.toEqual(failure('AuthApiError', 422, 'mfa_challenge_expired'));
    await expect(verify('nonsense')).resolves.toEqual(failure('AuthApiError', 422, 'mfa_factor_not_found'));
    expect(transport.requests).toEqual([]);
  });

  it('refuses the challenge of another factor, and of another sign-in', async () => {
    const fixture = await setUpPending(addresses, 1636);
    const { client, transport } = fixture;
    const challengeId = await challenged(fixture, true);
    const refused = failure('AuthApiError', 422, 'mfa_factor_not_found');
    const answer = { factorId: 'sms:+8613800000000', challengeId, code: '1234' };
    await expect(client.mfa.verify(answer)).resolves.toEqual(refused);
    transport.refuseGraphql(1635, 'second factor', { mfaToken: 'another' });
    await client.loginByUsername('bob', 'pw').catch(() => {});
    await expect(client.mfa.verify({ ...answer, factorId: 'totp:SELF' })).resolves.toEqual(refused);
  });

  it('takes a challenge that another view of the client has made', async () => {
    const fixture = await setUpSignedIn();
    const challengeId = await challenged(fixture, false);
    fixture.transport.answer(null);
    const view = fixture.client.with({ timeout: 5_000 });
    await expect(view.mfa.verify({ factorId: 'totp:SELF', challengeId, code: '112233' })).resolves.toMatchObject({
      error: null,
    });
  });

  it('says that the sign-in is over, and forgets it', async () => {
    const fixture = await setUpPending();
    const challengeId = await challenged(fixture, true);
    fixture.transport.answerJson({ code: 2206, message: 'expired' });
    await expect(fixture.client.mfa.verify({ factorId: 'totp:SELF', challengeId, code: '112233' })).resolves.toEqual(
      failure('AuthApiError', 422, 'mfa_challenge_expired'),
    );
    expect(fixture.client.pendingSignIn).toBeNull();
  });
});

describe('mfa.challengeAndVerify', () => {
  it('is both in one', async () => {
    const fixture = await setUpSignedIn();
    fixture.transport.answer([authenticator(false)]).answer(null);
    const verified = await fixture.client.mfa.challengeAndVerify({ factorId: 'totp:SELF', code: '112233' });
    expect(verified.data).toMatchObject({ access_token: sessionToken() });
    expect(sent(fixture)).toEqual([
      'GET /api/v2/mfa/authenticator?type=totp&source=SELF',
      'POST /api/v2/mfa/totp/associate/confirm',
    ]);
  });

  it('sends nothing without a code', async () => {
    const { client, transport } = await setUpSignedIn();
    await expect(client.mfa.challengeAndVerify({ factorId: 'totp:SELF' } as never)).resolves.toEqual(
      failure('AuthApiError', 400, 'validation_failed'),
    );
    expect(transport.requests).toEqual([]);
  });
});

describe('mfa.unenroll', () => {
  it('unbinds the authenticator', async () => {
    const fixture = await setUpSignedIn();
    fixture.transport.answer([authenticator(true)]).answer(null);
    await expect(fixture.client.mfa.unenroll({ factorId: 'totp:SELF' })).resolves.toEqual({
      data: { id: 'totp:SELF' },
      error: null,
    });
    expect(sent(fixture).at(-1)).toBe('DELETE /api/v2/mfa/totp/associate');
    expect(fixture.events).toEqual([['factorRemoved', { factor: 'totp' }]]);
  });

  it('unbinds nothing in place of a factor that is not there', async () => {
    const fixture = await setUpSignedIn();
    fixture.transport.answer([authenticator(true, 'APPLICATION')]);
    await expect(fixture.client.mfa.unenroll({ factorId: 'totp:SELF' })).resolves.toEqual(
      failure('AuthApiError', 404, 'mfa_factor_not_found'),
    );
    expect(sent(fixture)).toHaveLength(1);
  });

  it('unbinds nothing of whoever was signed in before while another sign-in is pending', async () => {
    const { client, transport } = await setUpSignedIn();
    transport.refuseGraphql(1635, 'second factor', { mfaToken });
    await client.loginByUsername('bob', 'pw').catch(() => {});
    transport.requests.splice(0);
    await expect(client.mfa.unenroll({ factorId: 'totp:SELF' })).resolves.toEqual(
      failure('AuthApiError', 422, 'insufficient_aal'),
    );
    expect(transport.requests).toEqual([]);
  });
});

describe('mfa.getAuthenticatorAssuranceLevel', () => {
  it('is nothing where nobody is signed in, which is no failure', async () => {
    await expect(setUp().client.mfa.getAuthenticatorAssuranceLevel()).resolves.toEqual({
      data: { currentLevel: null, nextLevel: null, currentAuthenticationMethods: [] },
      error: null,
    });
  });

  it('follows from how the session was obtained, and asks nobody', async () => {
    const { client, transport } = await setUpSignedIn();
    await expect(client.mfa.getAuthenticatorAssuranceLevel()).resolves.toEqual({
      data: {
        currentLevel: 'aal1',
        nextLevel: 'aal1',
        currentAuthenticationMethods: [{ method: 'password', timestamp: NOW_SECONDS }],
      },
      error: null,
    });
    expect(transport.requests).toEqual([]);
  });

  it('is to rise while a sign-in waits for its second factor, and has risen afterwards', async () => {
    const fixture = await setUpPending();
    const { client, transport } = fixture;
    await expect(client.mfa.getAuthenticatorAssuranceLevel()).resolves.toMatchObject({
      data: { currentLevel: 'aal1', nextLevel: 'aal2', currentAuthenticationMethods: [{ method: 'password' }] },
    });
    const challengeId = await challenged(fixture, true);
    transport.answer(wireUser());
    await client.mfa.verify({ factorId: 'totp:SELF', challengeId, code: '112233' });
    await expect(client.mfa.getAuthenticatorAssuranceLevel()).resolves.toMatchObject({
      data: {
        currentLevel: 'aal2',
        nextLevel: 'aal2',
        currentAuthenticationMethods: [
          { method: 'totp', timestamp: NOW_SECONDS },
          { method: 'password', timestamp: NOW_SECONDS },
        ],
      },
    });
  });

  it('knows the tokens of this client, and of no other', async () => {
    const { client } = await setUpSignedIn();
    const { mfa } = client;
    await expect(mfa.getAuthenticatorAssuranceLevel(sessionToken())).resolves.toMatchObject({
      data: { currentLevel: 'aal1' },
    });
    await expect(mfa.getAuthenticatorAssuranceLevel(sessionToken('bob'))).resolves.toEqual(
      failure('AuthApiError', 501, 'unsupported_by_server'),
    );
    const pending = await setUpPending();
    await expect(pending.client.mfa.getAuthenticatorAssuranceLevel(mfaToken)).resolves.toMatchObject({
      data: { currentLevel: 'aal1', nextLevel: 'aal2' },
    });
  });
});

describe('mfa.recoveryCodes', () => {
  it('passes a pending sign-in, and hands out the new code, which nobody stores', async () => {
    const fixture = await setUpPending();
    fixture.transport.answer(wireUser(), { recoveryCode: 'canary-new' });
    const { data, error } = await fixture.client.mfa.recoveryCodes.verify({ code: ' 8477-a1a6 ' });
    expect(error).toBeNull();
    expect(data).toMatchObject({ access_token: sessionToken(), recovery_code: 'canary-new' });
    expect(sent(fixture)).toEqual(['POST /api/v2/mfa/totp/recovery']);
    expect(fixture.transport.lastBody).toEqual({ recoveryCode: '8477-a1a6' });
    expect(JSON.stringify([fixture.events, fixture.client.snapshot])).not.toContain('canary');
  });

  it('says that the code is wrong', async () => {
    const { client, transport } = await setUpPending();
    transport.answerJson({ code: 6002, message: 'wrong' });
    await expect(client.mfa.recoveryCodes.verify({ code: 'x' })).resolves.toEqual(
      failure('AuthApiError', 422, 'mfa_verification_failed'),
    );
  });

  it('passes nothing else, and is managed in no other way', async () => {
    const { client, transport } = await setUpSignedIn();
    const { recoveryCodes } = client.mfa;
    const refused = failure('AuthApiError', 501, 'unsupported_by_server');
    await expect(recoveryCodes.verify({ code: 'x' })).resolves.toEqual(refused);
    await expect(recoveryCodes.getStatus()).resolves.toEqual(refused);
    await expect(recoveryCodes.generate()).resolves.toEqual(refused);
    await expect(recoveryCodes.regenerate()).resolves.toEqual(refused);
    await expect(recoveryCodes.unenroll()).resolves.toEqual(refused);
    expect(transport.requests).toEqual([]);
  });
});

describe('mfa.webauthn', () => {
  it('says that the server knows none, before it looks for a browser', async () => {
    const { client, transport } = await setUpSignedIn();
    const { webauthn } = client.mfa;
    const refused = failure('AuthApiError', 501, 'unsupported_by_server');
    await expect(webauthn.register({ friendlyName: 'Key' })).resolves.toEqual(refused);
    await expect(webauthn.authenticate({ factorId: 'x' })).resolves.toEqual(refused);
    await expect(webauthn.challenge({ factorId: 'x', webauthn: { rpId: 'localhost' } })).resolves.toEqual(refused);
    await expect(webauthn.enroll({})).resolves.toEqual(refused);
    expect(transport.requests).toEqual([]);
  });
});

describe('the two vocabularies', () => {
  it('no factor adds a method under a name of the GoTrue style', () => {
    const access = { deferred: (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, name])) };
    const names = authingFactors.flatMap((factor) =>
      Object.keys(factor.methods({ ...access, answering: () => ({}) } as unknown as MfaAccess)),
    );
    expect(names).toContain('verifyTotpMfa');
    expect(names.filter((name) => name in GOTRUE_METHODS)).toEqual([]);
  });

  it('see the same factors and the same session', async () => {
    const { client, transport } = await setUpSignedIn();
    transport.answer(association);
    await client.mfa.associateMfaAuthenticator();
    transport.answer([authenticator(false)]).answer(null);
    await client.mfa.challengeAndVerify({ factorId: 'totp:SELF', code: '112233' });
    transport.answer([authenticator(true)]);
    await expect(client.mfa.getMfaAuthenticators()).resolves.toMatchObject([{ enable: true }]);
    transport.refuseGraphql(1635, 'second factor', { mfaToken }).answer(wireUser());
    await client.loginByUsername('ada', 'pw').catch(() => {});
    await client.mfa.verifyTotpMfa({ totp: '223344', mfaToken });
    await expect(client.mfa.getAuthenticatorAssuranceLevel()).resolves.toMatchObject({
      data: { currentLevel: 'aal2' },
    });
  });

  it('can have their methods taken off the object', async () => {
    const { mfa } = setUp().client;
    await expect(mfa.listFactors.call(undefined)).resolves.toEqual(failure('AuthSessionMissingError', 400));
    await expect(mfa.recoveryCodes.getStatus.call(undefined)).resolves.toEqual(
      failure('AuthApiError', 501, 'unsupported_by_server'),
    );
  });
});

describe('a client that never speaks GoTrue’s words', () => {
  it('says with capabilities beforehand what the server can do', () => {
    const { mfa } = new AuthenticationClient({ appId: 'app', appHost: 'https://id.example' });
    expect(mfa.capabilities.byFactor).toEqual({
      enroll: ['totp'],
      verify: ['totp', 'phone', 'email'],
      stepUp: false,
      recoveryCodes: ['verify'],
    });
  });
});
