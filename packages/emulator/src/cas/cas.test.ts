import { beforeEach, describe, expect, it } from '@jest/globals';
import { emulator, oidc, wire } from '../emulator-under-test.fixture.js';
import { EMAIL, PASSWORD } from '../wire-driver.fixture.js';

const SERVICE = 'http://127.0.0.1:5173/callback';

beforeEach(async () => {
  await wire.register(EMAIL, PASSWORD);
});

const address = (path: string, query: Readonly<Record<string, string>>) =>
  `/cas-idp/${emulator.authing.appId}${path}?${new URLSearchParams(query)}`;
const ticket = async () => {
  const { url } = await oidc.browser.signIn(address('', { service: SERVICE }), EMAIL, PASSWORD);
  return url.searchParams.get('ticket') ?? '';
};
const validate = async (path: string, query: Readonly<Record<string, string>>) =>
  (await wire.send('GET', address(path, query))).body;

describe('a ticket of CAS', () => {
  it('works once, by the first version', async () => {
    const given = { service: SERVICE, ticket: await ticket() };
    expect(await validate('/validate', given)).toMatch(/^yes\n[\w-]+\n$/);
    expect(await validate('/validate', given)).toBe('no\n\n');
  });

  it('tells the user, by the second one, in JSON and XML', async () => {
    const user = (await wire.login(EMAIL, PASSWORD)).body.id;
    expect(await validate('/serviceValidate', { service: SERVICE, ticket: await ticket(), format: 'JSON' })).toEqual({
      serviceResponse: {
        authenticationSuccess: { user, attributes: expect.objectContaining({ email: EMAIL, sub: user }) },
      },
    });
    const { url } = await oidc.browser.go(address('', { service: SERVICE }));
    const xml = { service: SERVICE, ticket: url.searchParams.get('ticket') ?? '', format: 'XML' };
    expect(await validate('/serviceValidate', xml)).toContain(`<cas:user>${user}</cas:user>`);
    expect(await validate('/serviceValidate', xml)).toContain('INVALID_TICKET');
    expect(await validate('/serviceValidate', { ...xml, format: 'JSON' })).toHaveProperty('authenticationFailure');
  });

  it('is bound to its service, ends after a minute, and is no code of OpenID Connect (EMU-02, EMU-21)', async () => {
    const given = { service: SERVICE, ticket: await ticket() };
    expect(await validate('/validate', { ...given, service: 'http://127.0.0.1:1/callback' })).toBe('no\n\n');
    expect((await oidc.redeem(given.ticket)).body.error).toBe('invalid_grant');
    expect(await validate('/validate', { service: SERVICE, ticket: await oidc.code() })).toBe('no\n\n');
    await emulator.clock.advance('60s');
    expect(await validate('/validate', given)).toBe('no\n\n');
  });

  it('goes to services that are registered (EMU-01)', async () => {
    const { status, headers } = await oidc.browser.go(address('', { service: 'https://evil.example/' }));
    expect([status, headers.get('location')]).toEqual([400, null]);
  });
});

describe('the session of a browser', () => {
  const LOGOUTS = ['/login/profile/logout?redirect_uri=', '/cas-idp/logout?url='];
  const BACK = 'http://localhost:1/';
  const tracked = async () => JSON.parse((await oidc.browser.go('/cas/session')).text);

  it('is told, and ends by each of the sign-outs', async () => {
    for (const path of LOGOUTS) {
      expect(await tracked()).toBeNull();
      await oidc.code();
      expect(await tracked()).toMatchObject({
        session: { cookie: { appId: emulator.authing.appId } },
        userInfo: { email: EMAIL, token: null },
      });
      expect((await oidc.browser.go(`${path}https://evil.example/`)).status).toBe(400);
      expect((await oidc.browser.go(`${path}${encodeURIComponent(BACK)}`)).url.href).toBe(BACK);
    }
    expect(await tracked()).toBeNull();
  });

  it.each([
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['another site, whatever its Referer', { 'sec-fetch-site': 'cross-site', referer: 'http://127.0.0.1/' }],
    ['a page with another origin', { origin: 'https://evil.example' }],
    ['a page with an opaque origin', { origin: 'null' }],
    ['a page with another referrer', { referer: 'https://evil.example/page' }],
    ['an unknown page', {}],
  ])('survives a link from %s until the user confirms (EMU-14)', async (_, provenance) => {
    for (const path of LOGOUTS) {
      await oidc.code();
      oidc.browser.provenance = provenance;
      const page = await oidc.browser.go(`${path}${encodeURIComponent(BACK)}`);
      expect([page.status, page.headers.get('location')]).toEqual([200, null]);
      expect(page.text).toContain('Sign out?');
      for (const csrf of ['guessed', '']) {
        expect((await oidc.browser.submit(page, { csrf })).text).toContain('Sign out?');
      }
      expect(await tracked()).not.toBeNull();
      expect((await oidc.browser.submit(page)).url.href).toBe(BACK);
      expect(await tracked()).toBeNull();
      expect((await oidc.browser.go(`${path}${encodeURIComponent(BACK)}`)).url.href).toBe(BACK);
    }
  });

  it.each([
    ['a page of the server', { 'sec-fetch-site': 'same-origin' }],
    ['an application on another port', { 'sec-fetch-site': 'same-site' }],
    ['a page of this host in a browser without Fetch Metadata', { referer: 'http://127.0.0.1:5173/profile' }],
  ])('ends at once by a link from %s', async (_, provenance) => {
    await oidc.code();
    oidc.browser.provenance = provenance;
    await oidc.browser.go('/cas-idp/logout');
    expect(await tracked()).toBeNull();
  });

  it('serves SAML as far as its entry', async () => {
    const page = await oidc.browser.signIn(`/api/v2/saml-idp/${emulator.authing.appId}`, EMAIL, PASSWORD);
    expect(page.text).toContain('no SAML assertions');
    expect((await oidc.browser.go('/api/v2/saml-idp/nobody')).status).toBe(400);
  });
});

describe('OAuth 2', () => {
  const token = (fields: Readonly<Record<string, string>>) =>
    oidc.post('/oauth/token', { client_id: emulator.authing.appId, ...fields });

  it('gives tokens without an identity, that are worthless at OpenID Connect (EMU-21)', async () => {
    const code = await oidc.code({ nonce: undefined }, 'oauth');
    const fields = { grant_type: 'authorization_code', redirect_uri: SERVICE, code_verifier: oidc.verifier };
    expect((await oidc.redeem(code)).body.error).toBe('invalid_grant');
    const { body } = await token({ ...fields, code });
    expect(body).toEqual({
      access_token: expect.any(String),
      refresh_token: expect.any(String),
      token_type: 'Bearer',
      expires_in: 14 * 86_400,
      scope: 'user',
    });
    const bearer: string = body.access_token;
    expect((await wire.send('GET', '/oauth/me', { bearer })).body).toMatchObject({ email: EMAIL });
    expect((await oidc.userInfo(bearer)).status).toBe(401);
    expect((await oidc.refresh(body.refresh_token)).body.error).toBe('invalid_grant');
    const renewed = (await token({ grant_type: 'refresh_token', refresh_token: body.refresh_token })).body;
    expect(renewed.refresh_token).not.toBe(body.refresh_token);
    await oidc.post('/oauth/token/revocation', { token: renewed.refresh_token, client_id: emulator.authing.appId });
    expect((await wire.send('GET', '/oauth/me', { bearer })).status).toBe(401);
  });
});
