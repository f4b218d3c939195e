import {
  GoTrueAuthenticationClient,
  type GoTrueAuthenticationClientOptions,
} from '@sallyport/authentication-client/gotrue';
import { GoTrueClient } from '@supabase/auth-js';

// A made-up server that writes down what it is asked, and both clients over it with the same stored session.

/** What of a request counts. Bodies are read, so that the order of their members does not. */
export interface Sent {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string | null>>;
}

export type FlowType = 'implicit' | 'pkce';

export const KEY = 'supabase.auth.token';
export const TOTP_ID = 'a1d6c1c2-3f55-4b4e-8f6e-0d3b8a7c9e21';
export const PHONE_ID = 'a2d6c1c2-3f55-4b4e-8f6e-0d3b8a7c9e22';
export const KEY_ID = 'a3d6c1c2-3f55-4b4e-8f6e-0d3b8a7c9e23';
export const NEW_TOTP_ID = 'b1d6c1c2-3f55-4b4e-8f6e-0d3b8a7c9e24';
export const CHALLENGE_ID = 'c1d6c1c2-3f55-4b4e-8f6e-0d3b8a7c9e31';

const URL_PREFIX = 'https://id.example/auth/v1';
const USER_ID = '8c1f2b7e-0f0a-4c57-9f0e-5a5f3f1f2a10';
const SESSION_ID = 'f0c2b7e0-0f0a-4c57-9f0e-5a5f3f1f2a11';
// The published client reads the system's clock alone: its sessions have to end after anybody looks.
const ENDS_AT = Date.UTC(2100, 0, 1) / 1000;
const created_at = '2026-01-01T00:00:00Z';

const factor = (id: string, factor_type: string, status: string, friendly_name?: string) => ({
  id,
  created_at,
  updated_at: created_at,
  status,
  ...(friendly_name === undefined ? {} : { friendly_name }),
  factor_type,
  last_challenged_at: null,
});

/** The user as every answer tells it. */
export const user = {
  id: USER_ID,
  aud: 'authenticated',
  role: 'authenticated',
  email: 'ada@example.com',
  email_confirmed_at: created_at,
  phone: '15550001111',
  new_email: 'lovelace@example.com',
  new_phone: '15550009999',
  app_metadata: { provider: 'email', providers: ['email'] },
  user_metadata: { name: 'Ada' },
  factors: [
    factor(TOTP_ID, 'totp', 'verified', 'Phone'),
    factor(NEW_TOTP_ID, 'totp', 'unverified', 'New phone'),
    factor(PHONE_ID, 'phone', 'verified', ''),
    factor(KEY_ID, 'webauthn', 'verified'),
    factor('b2d6c1c2-3f55-4b4e-8f6e-0d3b8a7c9e25', 'horoscope', 'verified'),
  ],
  identities: [{ identity_id: 'row-1', id: USER_ID, user_id: USER_ID, provider: 'email' }],
  created_at,
  updated_at: created_at,
  is_anonymous: false,
};

/** A token in form only; nobody signed it. */
export function jwt(claims: object): string {
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}.c2lnbmF0dXJl`;
}

const claims = {
  sub: USER_ID,
  aud: 'authenticated',
  iat: ENDS_AT - 3600,
  exp: ENDS_AT,
  session_id: SESSION_ID,
  aal: 'aal1',
  amr: [{ method: 'password', timestamp: ENDS_AT - 3600 }],
};
const session = { token_type: 'bearer', expires_in: 3600, expires_at: ENDS_AT, user };

/** The session that is there before each call. */
export const stored = { ...session, access_token: jwt({ ...claims, jti: 'stored' }), refresh_token: 'x3k9q2mzr7ab' };

/** The session in every answer that holds one. */
export const answered = { ...session, access_token: jwt({ ...claims, jti: 'new' }), refresh_token: 'y4l0r3nas8bc' };

const challengeOf = (type: string, webauthn?: object) => ({
  id: CHALLENGE_ID,
  type,
  expires_at: ENDS_AT - 3300,
  ...(webauthn ? { webauthn } : {}),
});

const enrolled: Readonly<Record<string, object>> = {
  totp: { totp: { qr_code: '<svg/>', secret: 'JBSWY3DPEHPK3PXP', uri: 'otpauth://totp/x?secret=JBSWY3DPEHPK3PXP' } },
  phone: { phone: '+15550001111' },
};

const codes = { id: 'r1', type: 'recovery_code', total: 2, codes: ['aaaa-bbbb', 'cccc-dddd'] };

/** What the server answers, by method and path; `{}` elsewhere. */
const ANSWERS: Readonly<Record<string, (body: Readonly<Record<string, unknown>>) => unknown>> = {
  'POST /signup': () => answered,
  'POST /token': () => answered,
  'POST /verify': () => answered,
  'GET /user': () => user,
  'PUT /user': () => user,
  'GET /user/identities/authorize': () => ({ url: 'https://provider.example/authorize' }),
  'POST /factors': ({ factor_type, friendly_name }) => ({
    id: TOTP_ID,
    type: factor_type,
    ...(friendly_name === undefined ? {} : { friendly_name }),
    ...enrolled[String(factor_type)],
  }),
  [`POST /factors/${TOTP_ID}/challenge`]: () => challengeOf('totp'),
  [`POST /factors/${NEW_TOTP_ID}/challenge`]: () => challengeOf('totp'),
  [`POST /factors/${PHONE_ID}/challenge`]: () => challengeOf('phone'),
  [`POST /factors/${KEY_ID}/challenge`]: () =>
    challengeOf('webauthn', {
      type: 'request',
      credential_options: {
        publicKey: {
          challenge: 'AAAA',
          timeout: 300_000,
          rpId: 'app.example',
          allowCredentials: [{ type: 'public-key', id: 'AAAA' }],
        },
      },
    }),
  [`POST /factors/${TOTP_ID}/verify`]: () => answered,
  [`POST /factors/${NEW_TOTP_ID}/verify`]: () => answered,
  [`POST /factors/${PHONE_ID}/verify`]: () => answered,
  [`POST /factors/${KEY_ID}/verify`]: () => answered,
  [`DELETE /factors/${TOTP_ID}`]: () => ({ id: TOTP_ID }),
  'GET /factors/recovery-codes': () => ({ id: 'r1', type: 'recovery_code', total: 10, remaining: 9 }),
  'POST /factors/recovery-codes': ({ friendly_name }) => ({ ...codes, friendly_name }),
  'POST /factors/recovery-codes/verify': () => answered,
  'POST /factors/recovery-codes/regenerate': () => ({ ...codes, friendly_name: 'Paper' }),
  'DELETE /factors/recovery-codes': () => ({ id: 'r1' }),
};

/** One side: a client, what it has sent, and what it has stored. */
export interface Side<Client> {
  readonly client: Client;
  readonly sent: readonly Sent[];
  readonly values: Map<string, string>;
  readonly dispose: () => Promise<void>;
}

class Recorder {
  readonly sent: Sent[] = [];
  readonly values = new Map<string, string>();

  constructor() {
    this.values.set(KEY, JSON.stringify(stored));
    this.values.set(`${KEY}-code-verifier`, JSON.stringify('v'.repeat(112)));
  }

  take(method: string, url: string, headers: Headers, body: string | undefined): string {
    const { pathname, searchParams } = new URL(url);
    const path = pathname.slice(new URL(URL_PREFIX).pathname.length);
    const said = body === undefined ? undefined : JSON.parse(body);
    this.sent.push({
      method,
      path,
      query: Object.fromEntries([...searchParams].map(([name, value]) => [name, withoutChance(name, value)])),
      body: said && Object.fromEntries(Object.entries(said).map(([name, value]) => [name, withoutChance(name, value)])),
      headers: {
        authorization: headers.get('authorization'),
        apikey: headers.get('apikey'),
        version: headers.get('x-supabase-api-version'),
        // The published client names the type of bodies that are not there, too.
        type: body === undefined ? null : headers.get('content-type'),
      },
    });
    return JSON.stringify(ANSWERS[`${method} ${path}`]?.(said ?? {}) ?? {});
  }
}

// A challenge is a hash of what each client makes up for itself.
function withoutChance<T>(name: string, value: T): T | string {
  return name === 'code_challenge' && /^[\w-]{43}$/.test(String(value)) ? 'a hash' : value;
}

export function published(flowType: FlowType): Side<GoTrueClient> {
  const recorder = new Recorder();
  const { values } = recorder;
  const client = new GoTrueClient({
    url: URL_PREFIX,
    headers: { apikey: 'anon' },
    storageKey: KEY,
    storage: {
      getItem: (key) => values.get(key) ?? null,
      setItem: (key, value) => void values.set(key, value),
      removeItem: (key) => void values.delete(key),
    },
    flowType,
    autoRefreshToken: false,
    experimental: { recoveryCodes: true },
    fetch: async (input, init) => {
      const request = new Request(input, init);
      const { method, url, headers } = request;
      const text = recorder.take(method, url, headers, (await request.text()) || undefined);
      return new Response(text, { headers: { 'content-type': 'application/json' } });
    },
  });
  return { client, sent: recorder.sent, values, dispose: () => client.dispose() };
}

export function ours(
  flowType: FlowType,
  options: Partial<GoTrueAuthenticationClientOptions> = {},
): Side<GoTrueAuthenticationClient> {
  const recorder = new Recorder();
  const { values } = recorder;
  const client = new GoTrueAuthenticationClient({
    url: URL_PREFIX,
    apiKey: 'anon',
    storageKey: KEY,
    storage: {
      get: (key) => values.get(key) ?? null,
      set: (key, value) => void values.set(key, value),
      remove: (key) => void values.delete(key),
    },
    flowType,
    // What is due is no question of single requests.
    requireAal2: false,
    transport: {
      send: async ({ method, url, headers, body }) => ({
        status: 200,
        headers: { 'content-type': 'application/json' },
        text: recorder.take(method, url, new Headers(headers), body),
      }),
      dispose: () => {},
    },
    ...options,
  });
  return { client, sent: recorder.sent, values, dispose: () => client.dispose() };
}
