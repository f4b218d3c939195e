import { ManualClock } from '@sallyport/core/clock';
import type { GoTrueFactor, GoTrueTokenAnswer, GoTrueUser } from '@sallyport/core/gotrue';
import { MemoryStorage } from '@sallyport/core/storage';
import { FakeTransport } from '@sallyport/core/testing';
import { CLIENT_EVENTS } from '../client/client-events.js';
import { jwt, NOW_SECONDS, RecordingLogger } from '../client.fixture.js';
import { GoTrueAuthenticationClient } from './gotrue-authentication-client.js';
import type { GoTrueAuthenticationClientOptions } from './options/gotrue-options.js';

// What the tests of the GoTrue client stand on: a client over a fake server, and tokens and users for it to answer.

export { jwt, NOW_SECONDS, RecordingLogger } from '../client.fixture.js';

const URL_PREFIX = 'https://id.example/auth/v1';
const created_at = '2026-01-01T00:00:00Z';

/** A factor as the wire has it. */
export const wireFactor = (id: string, factor_type = 'totp', status = 'verified', at = created_at): GoTrueFactor => ({
  id,
  factor_type,
  status,
  created_at: at,
  updated_at: at,
});

/** A user as the wire has it. */
export function wireUser(id = 'ada', factors?: readonly GoTrueFactor[]): GoTrueUser {
  return {
    id,
    aud: 'authenticated',
    email: `${id}@example.com`,
    phone: '',
    app_metadata: {},
    user_metadata: { nickname: id },
    ...(factors ? { factors } : {}),
    created_at,
    updated_at: created_at,
  };
}

/** What a token can say otherwise than others do. */
export interface TokenClaims {
  readonly sub?: string;
  readonly session_id?: string | undefined;
  readonly aal?: string;
  readonly jti?: string;
  readonly iat?: number;
  readonly amr?: unknown;
}

/** An access token that lives for an hour. */
export function accessToken(claims: TokenClaims = {}): string {
  const { iat = NOW_SECONDS } = claims;
  const amr = [{ method: 'password', timestamp: iat }];
  return jwt({ sub: 'ada', session_id: 's-ada', aal: 'aal1', amr, iat, exp: iat + 3600, ...claims });
}

/** A session as the wire answers it. */
export function tokenAnswer(claims: TokenClaims = {}, user = wireUser(claims.sub)): GoTrueTokenAnswer {
  const { iat = NOW_SECONDS, jti = '1', sub = 'ada' } = claims;
  return {
    access_token: accessToken({ ...(sub === 'ada' ? {} : { session_id: `s-${sub}` }), ...claims }),
    token_type: 'bearer',
    expires_in: 3600,
    expires_at: iat + 3600,
    refresh_token: `refresh-${sub}-${jti}`,
    user,
  };
}

/** A user who has a second factor, and who has not proved it. */
export const withFactor: GoTrueUser = wireUser('ada', [wireFactor('f1')]);

/** The session after the factor was proved. */
export const raisedAnswer: GoTrueTokenAnswer = tokenAnswer({ aal: 'aal2', jti: 'raised' }, withFactor);

const EVENTS = CLIENT_EVENTS.filter((name) => name !== 'stateChanged');

export interface GoTrueFixture {
  readonly client: GoTrueAuthenticationClient;
  readonly transport: FakeTransport;
  readonly clock: ManualClock;
  readonly storage: MemoryStorage;
  readonly logger: RecordingLogger;
  /** Every event but `stateChanged`, as it came. */
  readonly events: (readonly [name: string, payload: unknown])[];
}

type Options = Partial<Omit<GoTrueAuthenticationClientOptions, 'clock'>> & { readonly clock?: ManualClock };

/** A client over a fake server. */
export function setUp(options: Options = {}): GoTrueFixture {
  const transport = new FakeTransport();
  const { clock = new ManualClock(NOW_SECONDS * 1000) } = options;
  const storage = new MemoryStorage();
  const logger = new RecordingLogger();
  const client = new GoTrueAuthenticationClient({ url: URL_PREFIX, transport, clock, storage, logger, ...options });
  const events: [string, unknown][] = [];
  for (const name of EVENTS) client.on(name, (payload) => void events.push([name, payload]));
  return { client, transport, clock, storage, logger, events };
}

/** A client that somebody is signed in to. */
export async function setUpSignedIn(
  options?: Options,
  answer: GoTrueTokenAnswer = tokenAnswer(),
): Promise<GoTrueFixture> {
  const fixture = setUp(options);
  fixture.transport.answerJson(answer);
  await fixture.client.loginByEmail('ada@example.com', 'pw');
  return afresh(fixture);
}

/** A client whose session waits for its second factor. */
export async function setUpPending(options?: Options, user: GoTrueUser = withFactor): Promise<GoTrueFixture> {
  const fixture = setUp(options);
  fixture.transport.answerJson(tokenAnswer({}, user));
  await fixture.client.loginByEmail('ada@example.com', 'pw').catch(() => {});
  return afresh(fixture);
}

/** The same, as if nothing had happened so far. */
export function afresh(fixture: GoTrueFixture): GoTrueFixture {
  fixture.events.splice(0);
  fixture.transport.requests.splice(0);
  return fixture;
}

/** What was sent so far, as `GET /user`. */
export function calls({ requests }: FakeTransport): string[] {
  return requests.map(({ method, url }) => `${method} ${url.slice(URL_PREFIX.length)}`);
}

export const names = (events: GoTrueFixture['events']): string[] => events.map(([name]) => name);

/** Lets promises that are ready run. */
export async function turn(): Promise<void> {
  for (let step = 0; step < 60; step += 1) await Promise.resolve();
}
