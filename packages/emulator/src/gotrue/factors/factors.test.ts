import { beforeEach, describe, expect, it } from '@jest/globals';
import { emulator, gotrue, wire } from '../../emulator-under-test.fixture.js';
import { type Answer, EMAIL, PASSWORD } from '../../wire-driver.fixture.js';
import { claimsOf, errorOf } from '../gotrue-driver.fixture.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const NOBODYS = '00000000-0000-4000-8000-000000000000';

let token: string;

beforeEach(async () => {
  token = (await gotrue.signUp(EMAIL, PASSWORD)).body.access_token;
});

const enroll = (bearer: string, name?: string, more: object = {}): Promise<Answer> =>
  gotrue.post('/factors', { factor_type: 'totp', friendly_name: name, ...more }, bearer);
const challenge = async (bearer: string, factorId: string): Promise<string> =>
  (await gotrue.post(`/factors/${factorId}/challenge`, {}, bearer)).body.id;
const answer = (bearer: string, factorId: string, challengeId: unknown, code: unknown): Promise<Answer> =>
  gotrue.post(`/factors/${factorId}/verify`, { challenge_id: challengeId, code }, bearer);
const factorsOf = async (bearer: string) => (await gotrue.get('/user', bearer)).body.factors;

describe('enrolling an authenticator', () => {
  it('shows its secret once: as text, as a URI and as a picture', async () => {
    const { status, body } = await enroll(token, 'Phone');
    expect(status).toBe(200);
    expect(body).toEqual({
      id: expect.stringMatching(UUID),
      type: 'totp',
      friendly_name: 'Phone',
      totp: {
        secret: expect.stringMatching(/^[A-Z2-7]{32}$/),
        uri: `otpauth://totp/localhost:3000:${EMAIL}?algorithm=SHA1&digits=6&issuer=localhost%3A3000&period=30&secret=${body.totp.secret}`,
        // Behind `data:image/svg+xml;utf-8,` a `#` would end it.
        qr_code: expect.stringMatching(/^<svg xmlns="[^#]+<\/svg>$/),
      },
    });
    const now = new Date(emulator.clock.now()).toISOString();
    expect(await factorsOf(token)).toEqual([
      {
        id: body.id,
        created_at: now,
        updated_at: now,
        status: 'unverified',
        friendly_name: 'Phone',
        factor_type: 'totp',
        phone: '',
        last_challenged_at: null,
      },
    ]);
  });

  it('takes an issuer, which is the host of the site by itself', async () => {
    emulator.settings({ siteUrl: 'https://site.example/app' });
    expect((await enroll(token)).body.totp.uri).toContain(`otpauth://totp/site.example:${EMAIL}?`);
    const { totp } = (await enroll(token, 'Phone', { issuer: 'My App' })).body;
    expect(totp.uri).toContain(`otpauth://totp/My%20App:${EMAIL}?algorithm=SHA1&digits=6&issuer=My%20App&`);
  });

  it('refuses other types, and those that are off', async () => {
    expect(errorOf(await enroll(token, 'x', { factor_type: 'face' }))).toEqual([400, 'validation_failed']);
    expect(errorOf(await enroll(token, 'x', { factor_type: 'constructor' }))).toEqual([400, 'validation_failed']);
    expect(errorOf(await enroll(token, 'x', { factor_type: 7 }))).toEqual([400, 'bad_json']);
    emulator.settings({ factorTypes: [] });
    for (const type of ['totp', 'phone', 'webauthn']) {
      expect(errorOf(await enroll(token, 'x', { factor_type: type }))).toEqual([422, `mfa_${type}_enroll_not_enabled`]);
    }
  });

  it('gives each name once, and no name is a name', async () => {
    await enroll(token, 'Phone');
    expect(errorOf(await enroll(token, 'Phone'))).toEqual([422, 'mfa_factor_name_conflict']);
    expect((await enroll(token, 'phone')).status).toBe(200);
    expect((await enroll(token)).status).toBe(200);
    expect(errorOf(await enroll(token, ''))).toEqual([422, 'mfa_factor_name_conflict']);
  });

  it('ends at ten, those that are not verified included', async () => {
    for (let index = 0; index < 10; index += 1) expect((await enroll(token, `${index}`)).status).toBe(200);
    expect(errorOf(await enroll(token, 'one more'))).toEqual([422, 'too_many_enrolled_mfa_factors']);
    expect(errorOf(await enroll(token, '3'))).toEqual([422, 'mfa_factor_name_conflict']);
  });

  it('forgets factors that nobody went on with, and keeps those that somebody did', async () => {
    const given = (await enroll(token, 'given up')).body.id;
    const begun = (await enroll(token, 'begun')).body.id;
    await challenge(token, begun);
    await emulator.clock.advance('300s');
    const other = (await enroll(token, 'other')).body.id;
    const ids = (await factorsOf(token)).map((factor: { id: string }) => factor.id);
    expect(ids.sort()).toEqual([given, begun, other].sort());
    await emulator.clock.advance('1s');
    await enroll(token, 'last');
    const left = (await factorsOf(token)).map((factor: { friendly_name: string }) => factor.friendly_name);
    expect(left.sort()).toEqual(['begun', 'last', 'other']);
  });

  it('needs the second factor where there is one', async () => {
    const { id } = await gotrue.bound(token);
    const weak = (await gotrue.signIn(EMAIL, PASSWORD)).body.access_token;
    const refused = await enroll(weak, 'Eve');
    expect(errorOf(refused)).toEqual([403, 'insufficient_aal']);
    expect(refused.body.message).toBe('AAL2 required to enroll a new factor');
    expect((await factorsOf(weak)).map((factor: { id: string }) => factor.id)).toEqual([id]);
  });

  it('is for users with an email: an app has to show something', async () => {
    const { access_token } = (await gotrue.post('/signup', { phone: '+15550001111', password: PASSWORD })).body;
    expect(errorOf(await enroll(access_token, 'x'))).toEqual([500, 'unexpected_failure']);
    expect(await factorsOf(access_token)).toBeUndefined();
  });

  it('takes any issuer that a picture has room for, and adds nothing where it has none', async () => {
    expect((await enroll(token, 'x', { issuer: '\ud800"><script>' })).body.totp.qr_code).not.toContain('script');
    expect(errorOf(await enroll(token, 'y', { issuer: 'x'.repeat(5_000) }))).toEqual([400, 'validation_failed']);
    expect((await factorsOf(token)).map((factor: { friendly_name: string }) => factor.friendly_name)).toEqual(['x']);
  });

  it('is for users who are somebody', async () => {
    const { access_token } = (await gotrue.post('/signup', {})).body;
    expect(errorOf(await enroll(access_token, 'x'))).toEqual([403, 'no_authorization']);
    expect(errorOf(await gotrue.post('/factors', { factor_type: 'totp' }))).toEqual([401, 'no_authorization']);
  });
});

describe('a challenge', () => {
  it('names the factor’s type, and when it ends', async () => {
    const { id } = (await enroll(token, 'Phone')).body;
    const { status, body } = await gotrue.post(`/factors/${id}/challenge`, { factorId: id }, token);
    const endsAt = Math.floor(emulator.clock.now() / 1_000) + 300;
    expect([status, body]).toEqual([200, { id: expect.stringMatching(UUID), type: 'totp', expires_at: endsAt }]);
    const [factor] = await factorsOf(token);
    expect(factor.last_challenged_at).toBe(new Date(emulator.clock.now()).toISOString());
  });

  it('is of an own factor with an id', async () => {
    const { id } = (await enroll(token, 'Phone')).body;
    const eve = (await gotrue.signUp('eve@example.com', PASSWORD)).body.access_token;
    for (const verb of ['challenge', 'verify']) {
      const send = (factorId: string, bearer: string) =>
        gotrue.post(`/factors/${factorId}/${verb}`, { challenge_id: NOBODYS, code: '000000' }, bearer);
      expect(errorOf(await send('7', token))).toEqual([404, 'validation_failed']);
      expect(errorOf(await send(NOBODYS, token))).toEqual([404, 'mfa_factor_not_found']);
      expect(errorOf(await send(id, eve))).toEqual([404, 'mfa_factor_not_found']);
    }
    expect(errorOf(await gotrue.send('DELETE', `/factors/${id}`, undefined, { bearer: eve }))).toEqual([
      404,
      'mfa_factor_not_found',
    ]);
  });

  it('is not to be had for a type that is off', async () => {
    const { id } = (await enroll(token, 'Phone')).body;
    const challengeId = await challenge(token, id);
    emulator.settings({ factorTypes: [] });
    expect(errorOf(await gotrue.post(`/factors/${id}/challenge`, {}, token))).toEqual([
      422,
      'mfa_totp_verify_not_enabled',
    ]);
    expect(errorOf(await answer(token, id, challengeId, '000000'))).toEqual([422, 'mfa_totp_verify_not_enabled']);
  });
});

describe('verifying a factor', () => {
  it('raises the session, and gives its new tokens and the user', async () => {
    const signedIn = (await gotrue.signIn(EMAIL, PASSWORD)).body;
    await emulator.clock.advance('1m');
    const { id, totp } = (await enroll(signedIn.access_token, 'Phone')).body;
    const { status, headers, body } = await gotrue.prove(signedIn.access_token, id, totp.secret);
    expect(status).toBe(200);
    const { session_id } = claimsOf(signedIn.access_token);
    const now = Math.floor(emulator.clock.now() / 1_000);
    expect(claimsOf(body.access_token)).toMatchObject({
      session_id,
      aal: 'aal2',
      amr: [
        { method: 'totp', timestamp: now },
        { method: 'password', timestamp: now - 60 },
      ],
    });
    expect(headers.get('sb-auth-session-id')).toBeNull();
    expect(body).toMatchObject({ token_type: 'bearer', expires_in: 3_600, expires_at: now + 3_600 });
    expect(body.user.factors).toMatchObject([{ id, status: 'verified' }]);
    expect(body.refresh_token).not.toBe(signedIn.refresh_token);
    expect((await gotrue.refresh(body.refresh_token)).status).toBe(200);
  });

  it('the former refresh token of format 2 brings the raised session within the reuse interval alone', async () => {
    const { access_token, refresh_token } = (await gotrue.signIn(EMAIL, PASSWORD)).body;
    await gotrue.bound(access_token);
    const { body } = await gotrue.refresh(refresh_token);
    expect(claimsOf(body.access_token).aal).toBe('aal2');
    await emulator.clock.advance('10s');
    expect(errorOf(await gotrue.refresh(refresh_token))).toEqual([400, 'refresh_token_already_used']);
    expect(errorOf(await gotrue.get('/user', body.access_token))).toEqual([403, 'session_not_found']);
  });

  it('ends the user’s other sessions below aal2, and no others', async () => {
    const first = await gotrue.bound(token);
    const [strong, weak, current] = await Promise.all(
      [1, 2, 3].map(async () => (await gotrue.signIn(EMAIL, PASSWORD)).body.access_token as string),
    );
    const eve = (await gotrue.signUp('eve@example.com', PASSWORD)).body.access_token;
    const authing = (await wire.register('joe@example.com', PASSWORD)).body.token;
    // The one that proves first ends those that have not; so it begins another afterwards.
    await gotrue.prove(strong ?? '', first.id, first.secret);
    expect(errorOf(await gotrue.get('/user', weak))).toEqual([403, 'session_not_found']);
    expect(errorOf(await gotrue.get('/user', current))).toEqual([403, 'session_not_found']);
    const late = (await gotrue.signIn(EMAIL, PASSWORD)).body.access_token;
    await gotrue.prove(late, first.id, first.secret);
    for (const bearer of [first.session.access_token, strong, late, eve]) {
      expect((await gotrue.get('/user', bearer)).status).toBe(200);
    }
    expect((await wire.me(authing, 'email')).body.email).toBe('joe@example.com');
  });

  it('forgets the other factors of the type that were begun, after one last look at them', async () => {
    await enroll(token, 'begun');
    await gotrue.post('/factors', { factor_type: 'phone', phone: '+15550001111', friendly_name: 'Mobile' }, token);
    const { session } = await gotrue.bound(token);
    const names = (factors: readonly { friendly_name: string }[]) =>
      factors.map((factor) => factor.friendly_name).sort();
    expect(names(session.user.factors)).toEqual(['Mobile', 'Phone', 'begun']);
    expect(names(await factorsOf(session.access_token))).toEqual(['Mobile', 'Phone']);
  });

  it('refuses a wrong code, and the challenge stays good', async () => {
    const { id, totp } = (await enroll(token, 'Phone')).body;
    const challengeId = await challenge(token, id);
    const refused = await answer(token, id, challengeId, await wire.totp(totp.secret, 4));
    expect(errorOf(refused)).toEqual([422, 'mfa_verification_failed']);
    expect(refused.body.message).toBe('Invalid TOTP code entered');
    expect((await answer(token, id, challengeId, await wire.totp(totp.secret))).status).toBe(200);
  });

  it('wears a challenge out by no number of wrong codes, where attempts are not limited', async () => {
    emulator.settings({ maxCodeAttempts: 0 });
    const { id, totp } = (await enroll(token, 'Phone')).body;
    const challengeId = await challenge(token, id);
    for (let turn = 0; turn < 6; turn += 1) await answer(token, id, challengeId, await wire.totp(totp.secret, 4));
    expect((await answer(token, id, challengeId, await wire.totp(totp.secret))).status).toBe(200);
  });

  it.each([-2, -1, 0, 1, 2])('counts a code of %i steps from now as its step says', async (steps) => {
    const { id, totp } = (await enroll(token, 'Phone')).body;
    const { status } = await answer(token, id, await challenge(token, id), await wire.totp(totp.secret, steps));
    expect(status).toBe(Math.abs(steps) <= 1 ? 200 : 422);
  });

  it('takes a challenge once', async () => {
    const { id, totp } = (await enroll(token, 'Phone')).body;
    const challengeId = await challenge(token, id);
    const code = await wire.totp(totp.secret);
    const answers = await Promise.all([1, 2, 3].map(() => answer(token, id, challengeId, code)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 422, 422]);
    expect(errorOf(await answer(token, id, challengeId, code))).toEqual([422, 'mfa_ip_address_mismatch']);
  });

  it('takes a challenge once, of many that answer it at once', async () => {
    const { id, totp } = (await enroll(token)).body;
    const [asked, code] = [await challenge(token, id), await wire.totp(totp.secret)];
    const answers = await Promise.all(Array.from({ length: 4 }, () => answer(token, id, asked, code)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  it('takes a challenge of that factor alone, and only one that there is', async () => {
    const [one, two] = [(await enroll(token, 'one')).body, (await enroll(token, 'two')).body];
    const ofOne = await challenge(token, one.id);
    const code = await wire.totp(two.totp.secret);
    expect(errorOf(await answer(token, two.id, ofOne, code))).toEqual([422, 'mfa_factor_not_found']);
    expect(errorOf(await answer(token, two.id, NOBODYS, code))).toEqual([422, 'mfa_factor_not_found']);
    expect(errorOf(await answer(token, two.id, undefined, code))).toEqual([422, 'mfa_factor_not_found']);
    expect(errorOf(await answer(token, two.id, '7', code))).toEqual([400, 'bad_json']);
    expect(errorOf(await answer(token, two.id, 7, code))).toEqual([400, 'bad_json']);
    expect(errorOf(await answer(token, one.id, ofOne, code))).toEqual([422, 'mfa_verification_failed']);
  });

  it('takes no challenge that has expired, and then forgets it', async () => {
    const { id, totp } = (await enroll(token, 'Phone')).body;
    const challengeId = await challenge(token, id);
    await emulator.clock.advance('300s');
    const code = await wire.totp(totp.secret);
    expect(errorOf(await answer(token, id, challengeId, code))).toEqual([422, 'mfa_challenge_expired']);
    expect(errorOf(await answer(token, id, challengeId, code))).toEqual([422, 'mfa_factor_not_found']);
    expect((await gotrue.prove(token, id, totp.secret)).status).toBe(200);
  });

  it('of a factor that was begun before another one counted needs that one: a password alone completes none (EMU-22)', async () => {
    const thief = (await gotrue.signIn(EMAIL, PASSWORD)).body.access_token;
    const { id, totp } = (await enroll(thief, 'The thief’s')).body;
    const phone = (await gotrue.post('/factors', { factor_type: 'phone', phone: '+15550001111' }, token)).body.id;
    const proved = await answer(token, phone, await challenge(token, phone), gotrue.code('+15550001111'));
    const again = (await gotrue.signIn(EMAIL, PASSWORD)).body.access_token;
    expect(errorOf(await gotrue.prove(again, id, totp.secret))).toEqual([403, 'insufficient_aal']);
    expect((await gotrue.prove(proved.body.access_token, id, totp.secret)).status).toBe(200);
  });

  it('needs a code', async () => {
    const { id } = (await enroll(token, 'Phone')).body;
    const challengeId = await challenge(token, id);
    for (const code of [undefined, '', 7, ['000000']]) {
      const refusal = code ? 'bad_json' : 'validation_failed';
      expect(errorOf(await answer(token, id, challengeId, code))).toEqual([400, refusal]);
    }
  });

  it('takes a step again by default, and once where that is set (EMU-17)', async () => {
    const { id, secret, session } = await gotrue.bound(token);
    await emulator.clock.advance('1m');
    expect((await gotrue.prove(session.access_token, id, secret)).status).toBe(200);
    expect((await gotrue.prove(session.access_token, id, secret)).status).toBe(200);
    emulator.settings({ totpStepsWorkOnce: true });
    expect(errorOf(await gotrue.prove(session.access_token, id, secret))).toEqual([422, 'mfa_verification_failed']);
    await emulator.clock.advance('30s');
    expect((await gotrue.prove(session.access_token, id, secret)).status).toBe(200);
    expect(errorOf(await gotrue.prove(session.access_token, id, secret))).toEqual([422, 'mfa_verification_failed']);
  });

  it('ends for a while after too many wrong codes, whatever the challenge (EMU-17)', async () => {
    const { id, totp } = (await enroll(token, 'Phone')).body;
    for (let turn = 0; turn < 5; turn += 1) {
      expect(errorOf(await answer(token, id, await challenge(token, id), '000000'))).toEqual([
        422,
        'mfa_verification_failed',
      ]);
    }
    const locked = await gotrue.prove(token, id, totp.secret);
    expect(errorOf(locked)).toEqual([429, 'over_request_rate_limit']);
    expect(locked.headers.get('retry-after')).toBe('60');
    await emulator.clock.advance('60s');
    expect((await gotrue.prove(token, id, totp.secret)).status).toBe(200);
  });
});

describe('unenrolling', () => {
  const unenroll = (bearer: string, factorId: string): Promise<Answer> =>
    gotrue.send('DELETE', `/factors/${factorId}`, undefined, { bearer });

  it('of what is not verified needs nothing', async () => {
    const { id } = (await enroll(token, 'Phone')).body;
    expect(await unenroll(token, id)).toMatchObject({ status: 200, body: { id } });
    expect(await factorsOf(token)).toBeUndefined();
    expect(errorOf(await unenroll(token, id))).toEqual([404, 'mfa_factor_not_found']);
  });

  it('of what is verified needs the second factor', async () => {
    const { id, session } = await gotrue.bound(token);
    const weak = (await gotrue.signIn(EMAIL, PASSWORD)).body.access_token;
    expect(errorOf(await unenroll(weak, id))).toEqual([422, 'insufficient_aal']);
    expect((await unenroll(session.access_token, id)).body).toEqual({ id });
  });

  it('takes the level back that it gave, in the sessions and in the tokens of the next refresh', async () => {
    const { id, session } = await gotrue.bound(token);
    await unenroll(session.access_token, id);
    expect(claimsOf(session.access_token).aal).toBe('aal2');
    const { access_token } = (await gotrue.refresh(session.refresh_token)).body;
    expect(claimsOf(access_token)).toMatchObject({ aal: 'aal1', amr: [{ method: 'password' }] });
  });

  it('looks at the session, and not at what the token says', async () => {
    const one = await gotrue.bound(token, 'one');
    const two = await gotrue.bound(one.session.access_token, 'two');
    const other = (await gotrue.signIn(EMAIL, PASSWORD)).body.access_token;
    await gotrue.prove(other, one.id, one.secret);
    await unenroll(two.session.access_token, one.id);
    expect(errorOf(await unenroll(other, two.id))).toEqual([422, 'insufficient_aal']);
  });

  it('forgets the challenges', async () => {
    const { id } = (await enroll(token, 'Phone')).body;
    await challenge(token, id);
    await unenroll(token, id);
    expect(emulator.snapshot().collections.challenges).toEqual([]);
  });
});

describe('an authenticator on both wires', () => {
  it('that was bound on Authing’s is a verified factor, without a name, and proves', async () => {
    const { secret } = await wire.bound('joe@example.com', PASSWORD);
    const { access_token, user } = (await gotrue.signIn('joe@example.com', PASSWORD)).body;
    expect(user.factors).toEqual([
      {
        id: expect.stringMatching(UUID),
        created_at: expect.any(String),
        updated_at: expect.any(String),
        status: 'verified',
        factor_type: 'totp',
        phone: '',
        last_challenged_at: null,
      },
    ]);
    const { body } = await gotrue.prove(access_token, user.factors[0].id, secret);
    expect(claimsOf(body.access_token).aal).toBe('aal2');
    expect((await enroll(body.access_token)).status).toBe(200);
  });

  it('that was verified on GoTrue’s is asked for on Authing’s, where each of several will do, each step once', async () => {
    const one = await gotrue.bound(token, 'one');
    const two = await gotrue.bound(one.session.access_token, 'two');
    await emulator.clock.advance('1m');
    for (const { secret } of [one, two]) {
      const mfaToken = await wire.mfaToken(EMAIL, PASSWORD);
      const code = await wire.totp(secret);
      expect((await wire.verifyTotp(mfaToken, code)).body.code).toBe(200);
      expect((await wire.verifyTotp(await wire.mfaToken(EMAIL, PASSWORD), code)).body.code).toBe(6001);
    }
  });

  it('that proved a step on GoTrue’s proves it on Authing’s no more', async () => {
    const { id, secret, session } = await gotrue.bound(token);
    await emulator.clock.advance('1m');
    expect((await gotrue.prove(session.access_token, id, secret)).status).toBe(200);
    const mfaToken = await wire.mfaToken(EMAIL, PASSWORD);
    expect((await wire.verifyTotp(mfaToken, await wire.totp(secret))).body.code).toBe(6001);
  });

  it('is not bound on Authing’s, by a password alone, beside a phone that GoTrue’s asks for', async () => {
    const { id } = (await gotrue.post('/factors', { factor_type: 'phone', phone: '+15550001111' }, token)).body;
    const begun = (await wire.login(EMAIL, PASSWORD)).body.token;
    const { secret } = (await wire.associate(begun)).body.data;
    await answer(token, id, await challenge(token, id), gotrue.code('+15550001111'));
    expect((await wire.confirm(begun, await wire.totp(secret))).body.code).toBe(1001);
    expect((await wire.associate((await wire.login(EMAIL, PASSWORD)).body.token)).body.code).toBe(1001);
  });

  it('is not bound on GoTrue’s, by a password alone, beside a face that Authing’s asks for (EMU-21)', async () => {
    const { id, totp } = (await enroll(token, 'Begun before')).body;
    const { token: full } = (await wire.login(EMAIL, PASSWORD)).body;
    const photo = 'https://example.com/ada.jpg';
    const face = { photoA: photo, photoB: photo, isExternal: true };
    expect((await wire.send('POST', '/api/v2/mfa/face/associate', { bearer: full, body: face })).status).toBe(200);
    expect(errorOf(await enroll(token, 'The thief’s'))).toEqual([403, 'insufficient_aal']);
    expect(errorOf(await gotrue.prove(token, id, totp.secret))).toEqual([403, 'insufficient_aal']);
  });

  it('that is unbound on Authing’s takes all authenticators, and the level that they gave, along', async () => {
    const one = await gotrue.bound(token, 'one');
    const { session } = await gotrue.bound(one.session.access_token, 'two');
    const mfaToken = await wire.mfaToken(EMAIL, PASSWORD);
    await emulator.clock.advance('1m');
    const bearer = (await wire.verifyTotp(mfaToken, await wire.totp(one.secret))).body.data.token;
    await wire.send('DELETE', '/api/v2/mfa/totp/associate', { bearer });
    const { access_token, user } = (await gotrue.refresh(session.refresh_token)).body;
    expect([claimsOf(access_token).aal, user.factors]).toEqual(['aal1', undefined]);
  });
});
