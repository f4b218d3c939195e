import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { emulator, gotrue } from '../../emulator-under-test.fixture.js';
import { EMAIL, PASSWORD } from '../../wire-driver.fixture.js';
import { claimsOf, errorOf } from '../gotrue-driver.fixture.js';

const PHONE = '15550001111';
const VERIFIER = 'v'.repeat(64);
const PKCE = { code_challenge: VERIFIER, code_challenge_method: 'plain' };

describe('a code that was sent', () => {
  it('registers who is new and signs them in, once', async () => {
    await expect(gotrue.post('/otp', { email: EMAIL, data: { name: 'Ada' } })).resolves.toMatchObject({
      status: 200,
      body: {},
    });
    expect(emulator.messages.latest({ to: EMAIL })).toMatchObject({ scene: 'magiclink' });
    const answer = { type: 'email', email: EMAIL, token: gotrue.code(EMAIL) };
    const { status, body } = await gotrue.post('/verify', answer);
    expect([status, body.user.user_metadata]).toMatchObject([200, { name: 'Ada', email_verified: true }]);
    await expect(gotrue.post('/verify', answer)).resolves.toMatchObject({
      status: 403,
      body: { code: 'otp_expired', message: 'Token has expired or is invalid' },
    });
  });

  it('goes to a number, and is told by the id of its message', async () => {
    const { status, body } = await gotrue.post('/otp', { phone: `+${PHONE}`, channel: 'whatsapp' });
    expect([status, body]).toEqual([200, { message_id: emulator.messages.latest({ to: PHONE })?.id }]);
    const answer = { type: 'sms', phone: PHONE, token: gotrue.code(PHONE) };
    expect((await gotrue.post('/verify', answer)).body.user.phone).toBe(PHONE);
  });

  it('is for users alone where nobody shall be registered', async () => {
    expect(errorOf(await gotrue.post('/otp', { email: EMAIL, create_user: false }))).toEqual([422, 'otp_disabled']);
    await gotrue.signUp(EMAIL, PASSWORD);
    expect((await gotrue.post('/otp', { email: EMAIL, create_user: false })).status).toBe(200);
  });

  it('ends after a day by email, and works until then', async () => {
    await gotrue.post('/magiclink', { email: EMAIL });
    const answer = { type: 'magiclink', email: EMAIL, token: gotrue.code(EMAIL) };
    await emulator.clock.advance(86_400_000 - 1);
    const before = emulator.snapshot();
    expect((await gotrue.post('/verify', answer)).status).toBe(200);
    await emulator.restore(before);
    await emulator.clock.advance(1);
    expect(errorOf(await gotrue.post('/verify', answer))).toEqual([403, 'otp_expired']);
  });

  it('is as long and lives as long as it is set', async () => {
    emulator.settings({ emailOtpLength: 8, smsOtpLength: 7, emailOtpLifetimeSeconds: 5 });
    await gotrue.post('/otp', { phone: PHONE });
    await gotrue.post('/otp', { email: EMAIL });
    expect([gotrue.code(EMAIL), gotrue.code(PHONE)].map(({ length }) => length)).toEqual([8, 7]);
    await emulator.clock.advance('5s');
    const answer = { type: 'email', email: EMAIL, token: gotrue.code(EMAIL) };
    expect(errorOf(await gotrue.post('/verify', answer))).toEqual([403, 'otp_expired']);
  });

  it('is for what it was sent for, and to where it was sent', async () => {
    await gotrue.signUp(EMAIL, PASSWORD);
    await gotrue.post('/recover', { email: EMAIL });
    const token = gotrue.code(EMAIL);
    const refused = [403, 'otp_expired'];
    expect(errorOf(await gotrue.post('/verify', { type: 'signup', email: EMAIL, token }))).toEqual(refused);
    expect(errorOf(await gotrue.post('/verify', { type: 'email_change', email: EMAIL, token }))).toEqual(refused);
    expect(errorOf(await gotrue.post('/verify', { type: 'recovery', email: 'eve@example.com', token }))).toEqual(
      refused,
    );
    expect((await gotrue.post('/verify', { type: 'recovery', email: EMAIL, token })).status).toBe(200);
  });

  it('signs nobody in to whom the address does not belong any more', async () => {
    const { access_token: bearer } = (await gotrue.signUp(EMAIL, PASSWORD)).body;
    await gotrue.post('/otp', { email: EMAIL });
    const token = gotrue.code(EMAIL);
    await gotrue.put('/user', { email: 'new@example.com' }, bearer);
    await gotrue.visit(gotrue.link('new@example.com'));
    expect(errorOf(await gotrue.post('/verify', { type: 'email', email: EMAIL, token }))).toEqual([403, 'otp_expired']);
  });

  it('is dead after five wrong ones, and more are too many for a while (EMU-16)', async () => {
    await gotrue.post('/otp', { email: EMAIL });
    const answer = { type: 'email', email: EMAIL, token: gotrue.code(EMAIL) };
    for (let tries = 0; tries < 5; tries += 1) {
      expect(errorOf(await gotrue.post('/verify', { ...answer, token: 'wrong' }))).toEqual([403, 'otp_expired']);
    }
    const locked = await gotrue.post('/verify', answer);
    expect([...errorOf(locked), locked.headers.get('retry-after')]).toEqual([429, 'over_request_rate_limit', '60']);
    await emulator.clock.advance('60s');
    expect(errorOf(await gotrue.post('/verify', answer))).toEqual([403, 'otp_expired']);
  });

  it('is not guessed by the hash of its link either, which anybody can make of a guess (EMU-16)', async () => {
    await gotrue.post('/otp', { email: EMAIL });
    const hashOf = (code: string): string => createHash('sha224').update(`${EMAIL}${code}`).digest('hex');
    const answer = (code: string) => gotrue.post('/verify', { type: 'email', token_hash: hashOf(code) });
    for (let tries = 0; tries < 5; tries += 1) expect(errorOf(await answer('wrong'))).toEqual([403, 'otp_expired']);
    const locked = await answer(gotrue.code(EMAIL));
    expect([...errorOf(locked), locked.headers.get('retry-after')]).toEqual([429, 'over_request_rate_limit', '60']);
    await emulator.clock.advance('60s');
    expect((await answer(gotrue.code(EMAIL))).status).toBe(200);
  });

  it('is taken once of many that come at once', async () => {
    await gotrue.post('/otp', { email: EMAIL });
    const answer = { type: 'email', email: EMAIL, token: gotrue.code(EMAIL) };
    const answers = await Promise.all(Array.from({ length: 4 }, () => gotrue.post('/verify', answer)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  it.each<[object]>([
    [{}],
    [{ type: 'email', email: EMAIL }],
    [{ email: EMAIL, token: '123456' }],
    [{ type: 'email', token: '123456' }],
    [{ type: 'email', email: EMAIL, token: '123456', token_hash: 'x' }],
    [{ type: 'email', email: EMAIL, token_hash: 'x' }],
    [{ type: 'email', email: EMAIL, phone: PHONE, token: '123456' }],
    [{ type: 'sms', token_hash: 'x' }],
  ])('is asked for as it has to be, and not as %j', async (body) => {
    expect(errorOf(await gotrue.post('/verify', body))).toEqual([400, 'validation_failed']);
  });
});

describe('messages', () => {
  it('are a minute apart, for each user and kind', async () => {
    await gotrue.signUp(EMAIL, PASSWORD);
    await gotrue.post('/otp', { email: EMAIL });
    await emulator.clock.advance('59s');
    expect(errorOf(await gotrue.post('/recover', { email: EMAIL }))).toEqual([429, 'over_email_send_rate_limit']);
    await gotrue.post('/otp', { phone: PHONE });
    expect(errorOf(await gotrue.post('/otp', { phone: PHONE }))).toEqual([429, 'over_sms_send_rate_limit']);
    await emulator.clock.advance('1s');
    expect((await gotrue.post('/recover', { email: EMAIL })).status).toBe(200);
    emulator.settings({ messageSpacingSeconds: 0 });
    expect((await gotrue.post('/recover', { email: EMAIL })).status).toBe(200);
  });

  it('go to nobody who is unknown, and the answer does not say so (EMU-18)', async () => {
    await expect(gotrue.post('/recover', { email: EMAIL })).resolves.toMatchObject({ status: 200, body: {} });
    for (const type of ['signup', 'email_change']) {
      await expect(gotrue.post('/resend', { type, email: EMAIL })).resolves.toMatchObject({ status: 200, body: {} });
    }
    expect(emulator.messages.list()).toEqual([]);
  });

  it('are sent again while something is to be confirmed', async () => {
    emulator.settings({ autoconfirm: false, messageSpacingSeconds: 0 });
    await gotrue.signUp(EMAIL, PASSWORD);
    const first = gotrue.code(EMAIL);
    await gotrue.post('/resend', { type: 'signup', email: EMAIL });
    expect(errorOf(await gotrue.post('/verify', { type: 'signup', email: EMAIL, token: first }))).toEqual([
      403,
      'otp_expired',
    ]);
    expect((await gotrue.post('/verify', { type: 'signup', email: EMAIL, token: gotrue.code(EMAIL) })).status).toBe(
      200,
    );
    emulator.messages.clear();
    await gotrue.post('/resend', { type: 'signup', email: EMAIL });
    expect(emulator.messages.list()).toEqual([]);
  });

  it.each<[string, object]>([
    ['/otp', {}],
    ['/otp', { email: EMAIL, phone: PHONE }],
    ['/otp', { phone: PHONE, ...PKCE }],
    ['/recover', { email: 'ada' }],
    ['/resend', { email: EMAIL }],
    ['/resend', { type: 'recovery', email: EMAIL }],
    ['/resend', { type: 'sms', email: EMAIL }],
  ])('are not sent by %s for %j', async (path, body) => {
    expect(errorOf(await gotrue.post(path, body))).toEqual([400, 'validation_failed']);
  });
});

describe('a link', () => {
  const target = 'http://localhost:5173/welcome?a=b';
  const redirect = `?redirect_to=${encodeURIComponent(target)}`;

  it('signs in by itself, in the fragment of where it leads', async () => {
    await gotrue.post(`/otp${redirect}`, { email: EMAIL });
    const { status, location } = await gotrue.visit(gotrue.link(EMAIL));
    const fragment = Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
    expect([status, location.href.split('#')[0]]).toEqual([303, target]);
    expect(Object.keys(fragment)).toEqual(
      'access_token expires_at expires_in refresh_token sb token_type type'.split(' '),
    );
    expect(fragment).toMatchObject({ expires_in: '3600', sb: '', token_type: 'bearer', type: 'magiclink' });
    expect((await gotrue.get('/user', fragment.access_token)).body.email).toBe(EMAIL);
  });

  it('works once, and says so where it leads', async () => {
    await gotrue.post(`/otp${redirect}`, { email: EMAIL });
    await gotrue.visit(gotrue.link(EMAIL));
    const { status, location } = await gotrue.visit(gotrue.link(EMAIL));
    expect([status, location.hash]).toEqual([
      303,
      '#error=access_denied&error_code=otp_expired&error_description=Email+link+is+invalid+or+has+expired&sb=',
    ]);
  });

  it('is not used up by who only looks at it', async () => {
    await gotrue.post('/otp', { email: EMAIL });
    const looked = await fetch(`${emulator.gotrue.url}${gotrue.link(EMAIL)}`, { method: 'HEAD', redirect: 'manual' });
    expect(looked.status).toBe(405);
    expect((await gotrue.visit(gotrue.link(EMAIL))).location.hash).toContain('access_token=');
  });

  it('is on the page for people who read the mailbox', async () => {
    await gotrue.post('/otp', { email: EMAIL });
    const page = await (await fetch(emulator.mailbox.url)).text();
    expect(page).toContain(`<a href="${emulator.messages.latest()?.link?.replaceAll('&', '&amp;')}">`);
  });

  it('is known by its hash as well', async () => {
    await gotrue.signUp(EMAIL, PASSWORD);
    await gotrue.post('/recover', { email: EMAIL });
    const tokenHash = new URLSearchParams(gotrue.link(EMAIL).split('?')[1]).get('token');
    expect(tokenHash).toMatch(/^[0-9a-f]{56}$/);
    expect((await gotrue.post('/verify', { type: 'recovery', token_hash: tokenHash })).status).toBe(200);
  });

  it.each([
    ['/otp', 'magiclink'],
    ['/recover', 'recovery'],
  ])('of %s brings a code to the application that asked, whose session is by %s', async (path, method) => {
    await gotrue.signUp(EMAIL, PASSWORD);
    await gotrue.post(`${path}${redirect}`, { email: EMAIL, ...PKCE });
    expect(gotrue.link(EMAIL)).toContain('token=pkce_');
    const { location } = await gotrue.visit(gotrue.link(EMAIL));
    const code = location.searchParams.get('code');
    expect([location.hash, location.searchParams.get('a')]).toEqual(['', 'b']);
    const redeem = (verifier: string, authCode = code) =>
      gotrue.post('/token?grant_type=pkce', { auth_code: authCode, code_verifier: verifier });
    expect(errorOf(await redeem('another'.repeat(8)))).toEqual([400, 'bad_code_verifier']);
    const { status, body } = await redeem(VERIFIER);
    expect([status, claimsOf(body.access_token).amr[0].method]).toEqual([200, method]);
    expect(errorOf(await redeem(VERIFIER))).toEqual([404, 'flow_state_not_found']);
    expect(errorOf(await redeem(VERIFIER, ''))).toEqual([400, 'validation_failed']);
  });

  it('brings a code that ends after five minutes', async () => {
    await gotrue.post('/otp', { email: EMAIL, ...PKCE });
    const code = (await gotrue.visit(gotrue.link(EMAIL))).location.searchParams.get('code');
    await emulator.clock.advance('5m');
    const redeemed = await gotrue.post('/token?grant_type=pkce', { auth_code: code, code_verifier: VERIFIER });
    expect(errorOf(redeemed)).toEqual([422, 'flow_state_expired']);
    const { location } = await gotrue.visit(gotrue.link(EMAIL));
    expect([location.searchParams.get('error_code'), location.hash]).toEqual([
      'otp_expired',
      expect.stringContaining('error_code=otp_expired'),
    ]);
  });

  it.each([
    ['http://localhost:5173/in', 'http://localhost:5173/in'],
    ['http://127.0.0.1/', 'http://127.0.0.1/'],
    ['https://app.example/deep/in', 'https://app.example/deep/in'],
    ['myapp://in', 'myapp://in'],
    ['https://site.example/anything', 'https://site.example/anything'],
    ['https://evil.example/', 'https://site.example/'],
    ['https://app.example.evil.example/', 'https://site.example/'],
    ['https://app.example@evil.example/', 'https://site.example/'],
    ['http://user:pw@localhost/', 'https://site.example/'],
    ['javascript:alert(1)', 'https://site.example/'],
    ['//evil.example', 'https://site.example/'],
    ['http://localhost\\@evil.example/', 'https://site.example/'],
  ])('asked to lead to %s leads to %s (EMU-01)', async (wanted, leadsTo) => {
    emulator.settings({
      siteUrl: 'https://site.example',
      redirectAllowList: ['https://app.example/**', 'myapp://*'],
    });
    await gotrue.post(`/otp?redirect_to=${encodeURIComponent(wanted)}`, { email: EMAIL });
    const { location } = await gotrue.visit(gotrue.link(EMAIL));
    expect(location.href.split('#')[0]).toBe(leadsTo);
  });

  it('without its token or type is refused in place', async () => {
    expect(errorOf(await gotrue.get('/verify?type=signup'))).toEqual([400, 'validation_failed']);
    expect(errorOf(await gotrue.get('/verify?token=x'))).toEqual([400, 'validation_failed']);
  });
});
