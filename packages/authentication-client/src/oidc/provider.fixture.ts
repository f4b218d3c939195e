import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { ManualClock } from '@sallyport/core/clock';
import type { HttpRequest, HttpResponse, HttpTransport } from '@sallyport/core/http';
import { MemoryStorage } from '@sallyport/core/storage';
import { AuthenticationClient } from '../authing/authentication-client.js';
import type { AuthenticationClientOptions } from '../authing/options/options.js';
import { NOW_SECONDS } from '../client.fixture.js';

// A server that speaks OpenID Connect as far as a client sees it, and misbehaves where a test says so.

export const ISSUER = 'https://id.example/oidc';
export const REDIRECT_URI = 'https://app.example/callback';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
export const strangeKey: KeyObject = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const halfHash = (text: string): string =>
  createHash('sha256').update(text).digest().subarray(0, 16).toString('base64url');

/** An ID token by the server's key, or by another. */
export function signIdToken(claims: object, header: object = {}, key: KeyObject = privateKey): string {
  const body = `${encode({ alg: 'RS256', kid: 'key', typ: 'JWT', ...header })}.${encode(claims)}`;
  return `${body}.${sign('sha256', Buffer.from(body), key).toString('base64url')}`;
}

export class FakeProvider implements HttpTransport {
  readonly requests: HttpRequest[] = [];
  /** Over what the discovery document says. */
  metadata: Readonly<Record<string, unknown>> = {};
  /** Over what an ID token claims. */
  claims: Readonly<Record<string, unknown>> = {};
  /** Over what an ID token's header says. */
  header: Readonly<Record<string, unknown>> = {};
  key: KeyObject = privateKey;
  /** Over what the token endpoint answers. */
  tokens: Readonly<Record<string, unknown>> = {};
  /** What the token endpoint refuses with. */
  refusal: string | null = null;
  /** Rejects what matches. */
  fail: { readonly path: RegExp; readonly error: Error } | null = null;
  nonce: string | undefined;
  readonly #clock: ManualClock;
  #issued = 0;

  constructor(clock: ManualClock) {
    this.#clock = clock;
  }

  async send(request: HttpRequest): Promise<HttpResponse> {
    this.requests.push(request);
    const { pathname } = new URL(request.url);
    if (this.fail?.path.test(pathname)) throw this.fail.error;
    if (pathname.endsWith('/.well-known/openid-configuration')) return json(this.#discovery());
    if (pathname === '/oidc/jwks') return json({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'key' }] });
    if (pathname === '/oidc/token') {
      return this.refusal === null ? json(this.#tokens(request)) : json({ error: this.refusal }, 400);
    }
    if (pathname === '/oidc/token/revocation') return { status: 200, headers: {}, text: '' };
    return json({ code: 404, message: `Nothing at ${pathname}` }, 404);
  }

  dispose(): void {}

  /** Those that went to this path. */
  to(path: string): readonly HttpRequest[] {
    return this.requests.filter(({ url }) => new URL(url).pathname === path);
  }

  #discovery(): object {
    return {
      issuer: ISSUER,
      authorization_endpoint: `${ISSUER}/auth`,
      token_endpoint: `${ISSUER}/token`,
      jwks_uri: `${ISSUER}/jwks`,
      end_session_endpoint: `${ISSUER}/session/end`,
      authorization_response_iss_parameter_supported: true,
      ...this.metadata,
    };
  }

  #tokens({ body }: HttpRequest): object {
    this.#issued += 1;
    const form = new URLSearchParams(body);
    const now = this.#clock.now() / 1000;
    const isCode = form.get('grant_type') === 'authorization_code';
    const accessToken = `access-${this.#issued}`;
    const claims = {
      iss: ISSUER,
      sub: 'ada',
      aud: 'app',
      iat: now,
      exp: now + 3_600,
      at_hash: halfHash(accessToken),
      email: 'ada@example.com',
      jti: String(this.#issued),
      ...(isCode ? { nonce: this.nonce, c_hash: halfHash(form.get('code') ?? '') } : {}),
      ...this.claims,
    };
    return {
      access_token: accessToken,
      token_type: 'Bearer',
      expires_in: 3_600,
      refresh_token: `refresh-${this.#issued}`,
      id_token: signIdToken(claims, this.header, this.key),
      ...this.tokens,
    };
  }
}

function json(body: object, status = 200): HttpResponse {
  return { status, headers: { 'content-type': 'application/json' }, text: JSON.stringify(body) };
}

export interface OidcFixture {
  readonly client: AuthenticationClient;
  readonly provider: FakeProvider;
  readonly clock: ManualClock;
  readonly transactionStorage: MemoryStorage;
}

/** A client of such a server, outside browsers. */
export function setUpOidc(options: Partial<AuthenticationClientOptions> = {}): OidcFixture {
  const clock = new ManualClock(NOW_SECONDS * 1000);
  const provider = new FakeProvider(clock);
  const transactionStorage = new MemoryStorage();
  const client = new AuthenticationClient({
    appId: 'app',
    appHost: 'https://id.example',
    redirectUri: REDIRECT_URI,
    transport: provider,
    clock,
    storage: new MemoryStorage(),
    transactionStorage,
    ...options,
  });
  return { client, provider, clock, transactionStorage };
}

/** Leaves for the sign-in page, and has the server remember the nonce. */
export async function leave(
  { client, provider }: Pick<OidcFixture, 'client' | 'provider'>,
  options: Parameters<AuthenticationClient['signInWithRedirect']>[0] = {},
): Promise<URL> {
  const opened: string[] = [];
  await client.signInWithRedirect({ ...options, open: (address) => void opened.push(address) });
  const url = new URL(opened[0] ?? '');
  provider.nonce = url.searchParams.get('nonce') ?? undefined;
  return url;
}

/** The address that the sign-in page leads back to. */
export function answer(request: URL, change: Readonly<Record<string, string | null>> = {}): string {
  const url = new URL(request.searchParams.get('redirect_uri') ?? '');
  const parameters = { code: 'code-1', state: request.searchParams.get('state'), iss: ISSUER, ...change };
  for (const [name, value] of Object.entries(parameters)) if (value !== null) url.searchParams.set(name, value);
  return url.href;
}

/** A client that somebody has signed in to at the sign-in page. */
export async function setUpSignedInByRedirect(options?: Partial<AuthenticationClientOptions>): Promise<OidcFixture> {
  const fixture = setUpOidc(options);
  await fixture.client.handleRedirectCallback(answer(await leave(fixture)));
  return fixture;
}
