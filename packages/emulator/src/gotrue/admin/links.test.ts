import { beforeEach, describe, expect, it } from '@jest/globals';
import { emulator, gotrue } from '../../emulator-under-test.fixture.js';
import { type Answer, EMAIL, PASSWORD } from '../../wire-driver.fixture.js';
import { claimsOf, errorOf } from '../gotrue-driver.fixture.js';

let admin: string;

beforeEach(async () => {
  admin = emulator.gotrue.serviceRoleKey;
});

const invite = (email: unknown, query = ''): Promise<Answer> =>
  gotrue.post(`/invite${query}`, { email, data: { team: 'x' } }, admin);
const generate = (type: unknown, more: object = {}): Promise<Answer> =>
  gotrue.post('/admin/generate_link', { type, email: EMAIL, ...more }, admin);
const pathOf = ({ body }: Answer): string => body.action_link.slice(emulator.gotrue.url.length);

describe('an invitation', () => {
  it('makes a user who has confirmed nothing, and lets them in by its link', async () => {
    const { status, body } = await invite(EMAIL, '?redirect_to=http://localhost:5173/welcome');
    const now = new Date(emulator.clock.now()).toISOString();
    expect(status).toBe(200);
    expect(body).toMatchObject({
      email: EMAIL,
      invited_at: now,
      confirmation_sent_at: now,
      user_metadata: { team: 'x' },
    });
    expect(body).not.toHaveProperty('email_confirmed_at');
    expect(emulator.messages.latest({ to: EMAIL })).toMatchObject({ scene: 'invite', code: expect.any(String) });
    const { location } = await gotrue.visit(gotrue.link(EMAIL));
    expect(location.href).toMatch(/^http:\/\/localhost:5173\/welcome#access_token=.*type=invite/);
    const confirmed = (await gotrue.get(`/admin/users/${body.id}`, admin)).body;
    expect(confirmed.email_confirmed_at).toBe(now);
  });

  it('is sent again until it is accepted', async () => {
    await invite(EMAIL);
    expect((await invite(EMAIL)).status).toBe(200);
    expect(emulator.messages.list({ to: EMAIL })).toHaveLength(2);
    expect((await gotrue.post('/verify', { type: 'invite', email: EMAIL, token: gotrue.code(EMAIL) })).status).toBe(
      200,
    );
    expect(errorOf(await invite(EMAIL))).toEqual([422, 'email_exists']);
  });

  it('needs an email that is free', async () => {
    await gotrue.signUp(EMAIL, PASSWORD);
    expect(errorOf(await invite('ADA@example.com'))).toEqual([422, 'email_exists']);
    for (const email of [undefined, 'ada']) expect(errorOf(await invite(email))).toEqual([400, 'validation_failed']);
    expect(errorOf(await invite(7))).toEqual([400, 'bad_json']);
  });
});

describe('a link for an administrator to send', () => {
  it('lets its user in, by itself or by its code, and nothing is sent', async () => {
    const { user } = (await gotrue.signUp(EMAIL, PASSWORD)).body;
    const { status, body } = await generate('magiclink', { redirect_to: 'http://localhost:5173/in' });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      id: user.id,
      email: EMAIL,
      recovery_sent_at: new Date(emulator.clock.now()).toISOString(),
      email_otp: expect.stringMatching(/^\d{6}$/),
      hashed_token: expect.stringMatching(/^[0-9a-f]{56}$/),
      verification_type: 'magiclink',
      redirect_to: 'http://localhost:5173/in',
    });
    const query = `token=${body.hashed_token}&type=magiclink&redirect_to=http://localhost:5173/in`;
    expect(body.action_link).toBe(`${emulator.gotrue.url}/verify?${query}`);
    expect(emulator.messages.list()).toEqual([]);
    const { access_token } = (await gotrue.post('/verify', { type: 'magiclink', token_hash: body.hashed_token })).body;
    expect(claimsOf(access_token).sub).toBe(user.id);
    const again = await generate('recovery');
    const { location } = await gotrue.visit(pathOf(again));
    expect(location.href).toMatch(/^http:\/\/localhost:3000\/#access_token=.*type=recovery/);
  });

  it('leads to an address with a query and a fragment, whole', async () => {
    await gotrue.signUp(EMAIL, PASSWORD);
    const target = 'http://localhost:5173/in?a=1&b=%20#top';
    const { action_link: link } = (await generate('magiclink', { redirect_to: target })).body;
    expect(new URL(link).searchParams.get('redirect_to')).toBe(target);
  });

  it('leads nowhere else than is allowed', async () => {
    await gotrue.signUp(EMAIL, PASSWORD);
    const { body } = await generate('magiclink', { redirect_to: 'https://example.com' });
    expect(body.redirect_to).toBe('http://localhost:3000');
  });

  it('to sign up makes the user, and so does a magic link for somebody new', async () => {
    const { body } = await generate('signup', { password: PASSWORD, data: { name: 'Ada' } });
    expect(body).toMatchObject({ email: EMAIL, user_metadata: { name: 'Ada' }, verification_type: 'signup' });
    expect((await generate('magiclink', { email: 'eve@example.com' })).body.verification_type).toBe('signup');
    expect(errorOf(await gotrue.signIn(EMAIL, PASSWORD))).toEqual([400, 'email_not_confirmed']);
    const again = await generate('signup', { password: 'another one' });
    expect([again.status, again.body.id]).toEqual([200, body.id]);
    await gotrue.visit(pathOf(again));
    expect((await gotrue.signIn(EMAIL, PASSWORD)).status).toBe(200);
    expect(errorOf(await generate('signup', { password: PASSWORD }))).toEqual([422, 'email_exists']);
    expect(errorOf(await generate('signup', { email: 'joe@example.com' }))).toEqual([400, 'validation_failed']);
    expect(errorOf(await generate('signup', { email: 'joe@example.com', password: 'abc' }))).toEqual([
      422,
      'weak_password',
    ]);
  });

  it('of an invitation confirms the email', async () => {
    const invited = await generate('invite', { data: { team: 'x' } });
    expect(invited.body).toMatchObject({ verification_type: 'invite', user_metadata: { team: 'x' } });
    const { body } = await gotrue.post('/verify', { type: 'invite', email: EMAIL, token: invited.body.email_otp });
    expect(body.user.email_confirmed_at).toEqual(expect.any(String));
    expect(errorOf(await generate('invite'))).toEqual([422, 'email_exists']);
  });

  it('changes the email of its user', async () => {
    await gotrue.signUp(EMAIL, PASSWORD);
    await gotrue.signUp('eve@example.com', PASSWORD);
    expect(errorOf(await generate('email_change_new', { new_email: 'eve@example.com' }))).toEqual([
      422,
      'email_exists',
    ]);
    expect(errorOf(await generate('email_change_new', {}))).toEqual([400, 'validation_failed']);
    expect(errorOf(await generate('email_change_current', { new_email: 'l@example.com' }))).toEqual([
      400,
      'validation_failed',
    ]);
    const link = await generate('email_change_new', { new_email: 'lovelace@example.com' });
    expect(link.body).toMatchObject({ email: EMAIL, new_email: 'lovelace@example.com' });
    await gotrue.visit(pathOf(link));
    expect((await gotrue.signIn('lovelace@example.com', PASSWORD)).status).toBe(200);
  });

  it('changes the email with one from each mailbox, where both have to agree', async () => {
    emulator.settings({ confirmsEmailChangeTwice: true });
    await gotrue.signUp(EMAIL, PASSWORD);
    const [old, fresh] = [EMAIL, 'lovelace@example.com'];
    const fromOld = await generate('email_change_current', { new_email: fresh });
    await gotrue.visit(pathOf(fromOld));
    expect((await gotrue.signIn(fresh, PASSWORD)).status).toBe(400);
    const links = [
      await generate('email_change_current', { new_email: fresh }),
      await generate('email_change_new', { new_email: fresh }),
    ];
    for (const link of links) {
      expect((await gotrue.signIn(old, PASSWORD)).status).toBe(200);
      await gotrue.visit(pathOf(link));
    }
    expect((await gotrue.signIn(fresh, PASSWORD)).status).toBe(200);
  });

  it('is for somebody who is there, and of a type that is', async () => {
    for (const type of ['recovery', 'email_change_new']) {
      expect(errorOf(await generate(type, { new_email: 'l@example.com' }))).toEqual([404, 'user_not_found']);
    }
    for (const type of ['', undefined, 'reset']) {
      expect(errorOf(await generate(type))).toEqual([400, 'validation_failed']);
    }
  });
});
