import { describe, expect, it, jest } from '@jest/globals';
import { setUp } from '../../client.fixture.js';

const redirectUri = 'https://app.example/cb?a=1&b=2';
const queryOf = (url: string): object => Object.fromEntries(new URL(url).searchParams);

describe('buildAuthorizeUrl', () => {
  it('has defaults for all but where to come back to', () => {
    const url = setUp({ redirectUri }).client.buildAuthorizeUrl();
    expect(url).toMatch(/^https:\/\/id\.example\/oidc\/auth\?/);
    expect(queryOf(url)).toEqual({
      nonce: expect.stringMatching(/^[\w-]{43}$/),
      state: expect.stringMatching(/^[\w-]{43}$/),
      scope: 'openid profile email phone address',
      client_id: 'app',
      redirect_uri: redirectUri,
      response_type: 'code',
    });
  });

  it('takes its random values from the platform’s source, never from Math.random (defect 3, CLI-02)', () => {
    jest.spyOn(Math, 'random').mockReturnValue(0.5);
    const { client } = setUp({ redirectUri });
    const values = [client.buildAuthorizeUrl(), client.buildAuthorizeUrl()].flatMap((url) => {
      const { searchParams } = new URL(url);
      return [searchParams.get('state'), searchParams.get('nonce')];
    });
    expect(new Set([...values, client.generateCodeChallenge(), client.generateCodeChallenge()]).size).toBe(6);
    jest.restoreAllMocks();
  });

  it.each(['oidc', 'oauth'] as const)('of %s wants an address to come back to (defect 27)', (protocol) => {
    expect(() => setUp({ protocol }).client.buildAuthorizeUrl()).toThrow(
      expect.objectContaining({ kind: 'invalid-input', message: expect.stringContaining('redirectUri') }),
    );
  });

  it('encodes the service of CAS (defect 7)', () => {
    const url = setUp({ protocol: 'cas' }).client.buildAuthorizeUrl({ service: redirectUri });
    expect(url).toBe('https://id.example/cas-idp/app?service=https%3A%2F%2Fapp.example%2Fcb%3Fa%3D1%26b%3D2');
    expect(setUp({ protocol: 'cas' }).client.buildAuthorizeUrl()).toBe('https://id.example/cas-idp/app');
  });

  it('needs an application, whose name stays one piece of the path', () => {
    expect(setUp({ protocol: 'saml', appId: '../a?b' }).client.buildAuthorizeUrl()).toBe(
      'https://id.example/api/v2/saml-idp/..%2Fa%3Fb',
    );
    expect(() => setUp({ protocol: 'saml', appId: '' }).client.buildAuthorizeUrl()).toThrow(
      expect.objectContaining({ kind: 'configuration' }),
    );
  });
});

describe('buildLogoutUrl', () => {
  it.each([
    ['oidc', { redirectUri }, '/login/profile/logout', { redirect_uri: redirectUri }],
    ['saml', { expert: true, redirectUri }, '/login/profile/logout', { redirect_uri: redirectUri }],
    ['cas', { redirectUri }, '/cas-idp/logout', { url: redirectUri }],
    ['cas', undefined, '/cas-idp/logout', {}],
    ['oidc', { expert: true }, '/oidc/session/end', {}],
    [
      'oidc',
      { expert: true, idToken: 'i&j', redirectUri },
      '/oidc/session/end',
      { id_token_hint: 'i&j', post_logout_redirect_uri: redirectUri },
    ],
  ] as const)('of %s with %j encodes what it is given (defect 7)', (protocol, options, path, query) => {
    const url = setUp({ protocol }).client.buildLogoutUrl(options);
    expect(new URL(url).pathname).toBe(path);
    expect(queryOf(url)).toEqual(query);
  });

  it('wants both or neither at the endpoint itself', () => {
    expect(() => setUp().client.buildLogoutUrl({ expert: true, redirectUri })).toThrow(
      expect.objectContaining({ kind: 'invalid-input' }),
    );
  });
});

describe('getCodeChallengeDigest', () => {
  // RFC 7636 appendix B.
  const codeChallenge = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';

  it('is that of RFC 7636', () => {
    const { client } = setUp();
    const digest = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';
    expect(client.getCodeChallengeDigest({ codeChallenge, method: 'S256' })).toBe(digest);
    expect(client.getCodeChallengeDigest({ codeChallenge } as never)).toBe(digest);
    expect(client.getCodeChallengeDigest({ codeChallenge, method: 'plain' })).toBe(codeChallenge);
  });

  it.each([[undefined], [{}], [{ codeChallenge: 'short' }], [{ codeChallenge, method: 'MD5' }]])(
    'refuses %j',
    (options) => {
      expect(() => setUp().client.getCodeChallengeDigest(options as never)).toThrow(
        expect.objectContaining({ kind: 'invalid-input' }),
      );
    },
  );
});
