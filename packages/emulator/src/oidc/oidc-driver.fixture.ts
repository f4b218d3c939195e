import { createHash, randomBytes } from 'node:crypto';
import { TestBrowser } from '../browser.fixture.js';
import type { Emulator } from '../emulator.types.js';
import { type Answer, EMAIL, PASSWORD } from '../wire-driver.fixture.js';

type Fields = Readonly<Record<string, string | undefined>>;

export const REDIRECT_URI = 'http://127.0.0.1:5173/callback';

/** What S256 makes of a verifier. */
export const challengeOf = (verifier: string): string => createHash('sha256').update(verifier).digest('base64url');

/** Speaks OpenID Connect by hand, as an application and as the browser in front of it. */
export class OidcDriver {
  readonly browser: TestBrowser;
  readonly verifier = randomBytes(32).toString('base64url');
  readonly #emulator: Emulator;

  constructor(emulator: Emulator) {
    this.#emulator = emulator;
    this.browser = new TestBrowser(emulator.url);
  }

  /** An address that asks for a code; a field that is `undefined` is left out. */
  authorizeUrl(fields: Fields = {}, protocol: 'oidc' | 'oauth' = 'oidc'): URL {
    const url = new URL(`${this.#emulator.url}/${protocol}/auth`);
    const all: Fields = {
      client_id: this.#emulator.authing.appId,
      redirect_uri: REDIRECT_URI,
      response_type: 'code',
      scope: protocol === 'oidc' ? 'openid profile email offline_access' : 'user',
      state: 'the state',
      nonce: 'the nonce',
      code_challenge: challengeOf(this.verifier),
      code_challenge_method: 'S256',
      ...fields,
    };
    for (const [name, value] of Object.entries(all)) if (value !== undefined) url.searchParams.set(name, value);
    return url;
  }

  /** Signs in at the page where that is needed, and brings what the application gets. */
  async authorize(fields: Fields = {}, protocol: 'oidc' | 'oauth' = 'oidc'): Promise<URLSearchParams> {
    const first = await this.browser.go(this.authorizeUrl(fields, protocol));
    const isSignedIn = !first.url.pathname.startsWith('/sign-in/');
    const { url } = isSignedIn
      ? first
      : await this.browser.submit(first, { name: EMAIL, password: PASSWORD, step: 'password' });
    return url.searchParams;
  }

  async code(fields: Fields = {}, protocol: 'oidc' | 'oauth' = 'oidc'): Promise<string> {
    return (await this.authorize(fields, protocol)).get('code') ?? '';
  }

  /** Sends a form to an endpoint. */
  async post(path: string, fields: Fields, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    const known = Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
    const body = new URLSearchParams(known);
    const response = await fetch(`${this.#emulator.url}${path}`, { method: 'POST', body, headers });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') ?? false;
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
  }

  redeem(code: string, fields: Fields = {}): Promise<Answer> {
    return this.post('/oidc/token', {
      grant_type: 'authorization_code',
      client_id: this.#emulator.authing.appId,
      code,
      redirect_uri: REDIRECT_URI,
      code_verifier: this.verifier,
      ...fields,
    });
  }

  refresh(refreshToken: string, fields: Fields = {}): Promise<Answer> {
    const client_id = this.#emulator.authing.appId;
    return this.post('/oidc/token', {
      grant_type: 'refresh_token',
      client_id,
      refresh_token: refreshToken,
      ...fields,
    });
  }

  /** All tokens of a new sign-in. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into it, and a wrong guess fails them
  async tokens(fields: Fields = {}): Promise<any> {
    return (await this.redeem(await this.code(fields))).body;
  }

  async isActive(token: string): Promise<boolean> {
    const { appId, appSecret } = this.#emulator.authing;
    const fields = { token, client_id: appId, client_secret: appSecret };
    return (await this.post('/oidc/token/introspection', fields)).body.active;
  }

  async userInfo(accessToken: string): Promise<Answer> {
    const headers = { authorization: `Bearer ${accessToken}` };
    const response = await fetch(`${this.#emulator.url}/oidc/me`, { headers });
    return { status: response.status, headers: response.headers, body: await response.json() };
  }
}

/** The claims of a token, unverified. */
export const claimsOf = (token: string): Readonly<Record<string, unknown>> =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Readonly<Record<string, unknown>>; // of a JWT
