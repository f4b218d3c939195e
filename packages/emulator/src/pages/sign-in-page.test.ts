import { beforeEach, describe, expect, it } from '@jest/globals';
import { TestBrowser } from '../browser.fixture.js';
import { emulator, oidc, wire } from '../emulator-under-test.fixture.js';
import { claimsOf, OidcDriver } from '../oidc/oidc-driver.fixture.js';
import { EMAIL, PASSWORD } from '../wire-driver.fixture.js';

const open = () => oidc.browser.go(oidc.authorizeUrl());
const password = { name: EMAIL, password: PASSWORD, step: 'password' };

describe('the sign-in page', () => {
  beforeEach(() => wire.register(EMAIL, PASSWORD));

  it('is kept by nobody, framed by nobody, and runs nothing (EMU-11)', async () => {
    const { headers, text } = await open();
    const policy = headers.get('content-security-policy');
    expect(policy).toMatch(/^default-src 'none';/);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("form-action 'self' http://127.0.0.1:5173;");
    expect(Object.fromEntries(headers)).toMatchObject({
      'cache-control': 'no-store',
      'content-type': expect.stringContaining('text/html'),
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    });
    expect(text).not.toMatch(/<script|\son\w+=|javascript:/i);
  });

  it('escapes whatever comes from outside (EMU-13)', async () => {
    const bad = `"><script>alert('1')</script>&`;
    await emulator.seed({ objects: [{ kind: 'application', id: emulator.authing.appId, name: bad }] });
    const page = await oidc.browser.go(oidc.authorizeUrl({ login_hint: bad, state: bad }));
    expect(page.text).not.toContain('<script');
    expect(page.text).toContain('&quot;&gt;&lt;script&gt;');
    const url = oidc.authorizeUrl({ redirect_uri: bad });
    expect((await oidc.browser.go(url)).text).not.toContain('<script');
  });

  it('gives cookies that no script reads and no foreign form sends, new ones with each sign-in (EMU-14)', async () => {
    const page = await open();
    const planted = `sallyport-session-${new URL(emulator.url).port}`;
    oidc.browser.cookies.set(planted, 'planted by somebody else');
    await oidc.browser.submit(page, password);
    const first = oidc.browser.cookies.get(planted);
    expect(first).not.toBe('planted by somebody else');
    const again = await oidc.browser.go(oidc.authorizeUrl({ prompt: 'login' }));
    const { headers } = await oidc.browser.visit(again.url, { ...password, csrf: csrfOf(again.text) });
    expect(headers.get('set-cookie')).toMatch(/; Path=\/; HttpOnly; SameSite=Lax$/);
    const stale = new TestBrowser(emulator.url);
    stale.cookies.set(planted, first ?? '');
    expect((await stale.go(oidc.authorizeUrl())).url.pathname).toMatch(/^\/sign-in\//);
  });

  it('takes forms of its own alone, from the browser that has it (EMU-14)', async () => {
    const page = await open();
    const csrf = csrfOf(page.text);
    for (const wrong of [{ csrf: '' }, { csrf: `${csrf}x` }]) {
      expect((await oidc.browser.visit(page.url, { ...password, ...wrong })).status).toBe(403);
    }
    expect((await new TestBrowser(emulator.url).visit(page.url, { ...password, csrf })).status).toBe(400);
    expect((await oidc.browser.submit(page, password)).url.searchParams.get('code')).toBeTruthy();
    expect((await oidc.browser.submit(page, password)).status).toBe(400);
  });

  it('is read by no page of another origin (EMU-12)', async () => {
    const { url } = await open();
    const { headers } = await fetch(url, { headers: { origin: 'http://localhost:5173' } });
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });

  it('tells not who is known, and locks as everywhere', async () => {
    const page = await open();
    const wrong = await oidc.browser.submit(page, { ...password, password: 'wrong' });
    const unknown = await oidc.browser.submit(page, { ...password, name: 'nobody@example.com' });
    const plain = (text: string) => text.replace(/value="[^"]*"/g, '');
    expect([wrong.status, unknown.status]).toEqual([401, 401]);
    expect(plain(unknown.text)).toBe(plain(wrong.text));
    emulator.settings({ maxPasswordAttempts: 1 });
    await oidc.browser.submit(page, { ...password, password: 'wrong' });
    const locked = await oidc.browser.submit(page, password);
    expect([locked.status, locked.headers.get('retry-after')]).toEqual([429, '60']);
  });

  it('ends after ten minutes', async () => {
    const page = await open();
    await emulator.clock.advance('10m');
    expect((await oidc.browser.submit(page, password)).status).toBe(400);
  });
});

describe('the second factor', () => {
  it('is asked for, verified, and told in the token', async () => {
    const { secret } = await wire.bound(EMAIL, PASSWORD);
    await emulator.clock.advance('1m');
    const page = await oidc.browser.submit(await open(), password);
    expect([page.status, page.text]).toEqual([200, expect.stringContaining('authenticator')]);
    expect((await oidc.browser.go(oidc.authorizeUrl({ prompt: 'none' }))).url.searchParams.get('error')).toBe(
      'login_required',
    );
    const wrong = await oidc.browser.submit(page, { step: 'totp', code: '000000' });
    expect([wrong.status, wrong.text]).toEqual([401, expect.stringContaining('wrong')]);
    const { url } = await oidc.browser.submit(wrong, { step: 'totp', code: await wire.totp(secret) });
    const { id_token: idToken } = (await oidc.redeem(url.searchParams.get('code') ?? '')).body;
    expect(claimsOf(idToken).amr).toEqual(['pwd', 'otp', 'mfa']);
  });

  it('can be a recovery code', async () => {
    const { recoveryCode } = await wire.bound(EMAIL, PASSWORD);
    const page = await oidc.browser.submit(await open(), password);
    const { url } = await oidc.browser.submit(page, { step: 'recovery', code: recoveryCode });
    expect(url.searchParams.get('code')).toBeTruthy();
  });

  it('can be a code by email, where the application offers it', async () => {
    await wire.register(EMAIL, PASSWORD);
    emulator.settings({ applicationMfa: ['EMAIL'] });
    const page = await oidc.browser.submit(await open(), password);
    const sent = await oidc.browser.submit(page, { step: 'send-email' });
    const code = emulator.messages.latest({ to: EMAIL })?.code ?? '';
    expect((await oidc.browser.submit(sent, { step: 'email', code })).url.searchParams.get('code')).toBeTruthy();
    const other = new OidcDriver(emulator);
    const waiting = await other.browser.submit(await other.browser.go(other.authorizeUrl()), password);
    expect((await other.browser.submit(waiting, { step: 'totp', code })).status).toBe(401);
    expect((await other.browser.submit(waiting, { step: 'send-sms' })).status).toBe(401);
    expect((await other.browser.submit(waiting, { step: 'anything' })).status).toBe(401);
  });

  it('begins again where it took too long', async () => {
    const { secret } = await wire.bound(EMAIL, PASSWORD);
    const page = await oidc.browser.submit(await open(), password);
    await emulator.clock.advance('361s');
    const over = await oidc.browser.submit(page, { step: 'totp', code: await wire.totp(secret) });
    expect([over.status, over.text]).toEqual([401, expect.stringContaining('Password')]);
  });
});

const csrfOf = (text: string): string => /name="csrf" value="([^"]*)"/.exec(text)?.[1] ?? '';
