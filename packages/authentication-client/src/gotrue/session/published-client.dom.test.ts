import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { systemClock } from '@sallyport/core/clock';
import type { HttpRequest } from '@sallyport/core/http';
import { GoTrueClient } from '@supabase/auth-js';
import { GoTrueAuthenticationClient } from '../gotrue-authentication-client.js';
import { NOW_SECONDS, tokenAnswer, wireFactor, wireUser } from '../gotrue-client.fixture.js';

const URL_PREFIX = 'https://id.example/auth/v1';
const headers = { 'content-type': 'application/json', 'x-supabase-api-version': '2024-01-01' };

const opened: { dispose(): unknown }[] = [];
let key = '';
let tests = 0;
beforeEach(() => {
  localStorage.clear();
  tests += 1;
  key = `sb-page-${tests}-auth-token`; // the published client counts its instances by it
});
afterEach(async () => {
  for (const client of opened.splice(0)) await client.dispose();
});

const factorsOf = (id: string) => (id === 'cyd' ? [wireFactor('f-cyd')] : []);

// The published client reads the clock of the machine.
const iat = Math.floor(systemClock.now() / 1000);

/** A session that has an hour left for both clients. */
function issue(id: string, aal: 'aal1' | 'aal2' = 'aal1') {
  return tokenAnswer({ sub: id, session_id: `s-${id}`, aal, iat, jti: aal }, wireUser(id, factorsOf(id)));
}

const subjectOf = (authorization = '..'): string =>
  JSON.parse(atob(authorization.split('.')[1]?.replaceAll('-', '+').replaceAll('_', '/') ?? '')).sub;

interface Sent {
  readonly path: string;
  readonly bearer: string | undefined;
}

/** A server that signs in by the address, and remembers for whom it was asked. */
class Server {
  readonly sent: Sent[] = [];

  answer(method: string, url: string, authorization: string | undefined, body: string | undefined): unknown {
    const path = `${method} ${url.slice(URL_PREFIX.length)}`;
    this.sent.push({ path, bearer: authorization });
    const { email = '' } = JSON.parse(body || '{}') as { email?: string };
    if (path === 'POST /token?grant_type=password') return issue(email.split('@')[0] ?? '');
    const id = subjectOf(authorization);
    if (path === 'GET /user') return wireUser(id, factorsOf(id));
    if (path.endsWith('/verify')) return issue(id, 'aal2');
    if (path.endsWith('/challenge')) return { id: 'c1', type: 'totp', expires_at: NOW_SECONDS };
    if (path === 'POST /factors') return { id: `f-${id}`, type: 'totp', totp: { qr_code: '', secret: 'S', uri: 'u' } };
    return {};
  }

  get lastSubject(): string {
    return subjectOf(this.sent.at(-1)?.bearer);
  }
}

function openOurs(server: Server) {
  const client = new GoTrueAuthenticationClient({
    url: URL_PREFIX,
    storageKey: key,
    transport: {
      send: async ({ method, url, body, headers: { authorization } }: HttpRequest) => ({
        status: 200,
        headers,
        text: JSON.stringify(server.answer(method, url, authorization, body)),
      }),
      dispose: () => {},
    },
  });
  opened.push(client);
  return client;
}

function openTheirs(server: Server) {
  const client = new GoTrueClient({
    url: URL_PREFIX,
    storageKey: key,
    autoRefreshToken: false,
    detectSessionInUrl: false,
    fetch: async (input, init) => {
      const request = new Request(input, init);
      const authorization = request.headers.get('authorization') ?? undefined;
      const said = server.answer(request.method, request.url, authorization, await request.text());
      return new Response(JSON.stringify(said), { status: 200, headers });
    },
  });
  opened.push(client);
  return client;
}

async function setUp() {
  const server = new Server();
  const [ours, theirs] = [openOurs(server), openTheirs(server)];
  await ours.ready();
  const signIn = (id: string) => theirs.signInWithPassword({ email: `${id}@example.com`, password: 'pw' });
  await signIn('ada');
  await ours.ready();
  return { server, ours, theirs, signIn };
}

/** Resolves when our client has told of it. */
function told(client: Pick<GoTrueAuthenticationClient, 'on'>, name: 'signedIn' | 'signedOut' | 'mfaRequired') {
  return new Promise<unknown>((resolve) => {
    const stop = client.on(name, (payload) => {
      stop();
      resolve(payload);
    });
  });
}

describe('our client beside @supabase/auth-js on one page', () => {
  it('notices the sign-in of another user without a call', async () => {
    const { ours, signIn } = await setUp();
    const isTold = told(ours, 'signedIn');
    await signIn('bob');
    await expect(isTold).resolves.toMatchObject({ userId: 'bob' });
    expect(ours.snapshot.userId).toBe('bob');
  });

  it('notices a sign-out without a call', async () => {
    const { ours, theirs } = await setUp();
    const isTold = told(ours, 'signedOut');
    await theirs.signOut({ scope: 'local' });
    await isTold;
    expect(ours.state).toBe('signedOut');
  });

  it('notices that the second factor was proved without a call', async () => {
    const { ours, theirs, signIn } = await setUp();
    const isPending = told(ours, 'mfaRequired');
    await signIn('cyd');
    await isPending;
    const isTold = told(ours, 'signedIn');
    await theirs.mfa.challengeAndVerify({ factorId: 'f-cyd', code: '123456' });
    await isTold;
    expect(ours.snapshot).toMatchObject({ state: 'signedIn', userId: 'cyd', assuranceLevel: 'aal2' });
  });

  it('never enrolls a factor for the former user', async () => {
    const { server, ours, signIn } = await setUp();
    await signIn('bob');
    const { data } = await ours.mfa.enroll({ factorType: 'totp' });
    expect([server.sent.at(-1)?.path, server.lastSubject, data?.id]).toEqual(['POST /factors', 'bob', 'f-bob']);
  });

  it('never uses the token of the former user when the other client announces nothing', async () => {
    const { server, ours } = await setUp();
    localStorage.setItem(key, JSON.stringify(issue('bob')));
    await expect(ours.getAccessToken()).resolves.toBe(issue('bob').access_token);
    await ours.mfa.enroll({ factorType: 'totp' });
    expect([server.lastSubject, ours.checkLoggedIn()]).toEqual(['bob', 'bob']);
    localStorage.removeItem(key);
    expect(() => ours.checkLoggedIn()).toThrow(expect.objectContaining({ kind: 'not-signed-in' }));
    await expect(ours.getAccessToken()).resolves.toBeNull();
  });

  it('signs the present user out, not the former one', async () => {
    const { server, ours, signIn } = await setUp();
    await signIn('bob');
    await ours.logout();
    expect([server.sent.at(-1)?.path, server.lastSubject]).toEqual(['POST /logout?scope=local', 'bob']);
    expect(localStorage.getItem(key)).toBeNull();
  });

  it('closes its channel with dispose', async () => {
    const { ours, signIn } = await setUp();
    await ours.dispose();
    await signIn('bob');
    expect(ours.snapshot.userId).toBe('ada');
  });
});

describe('two of our clients on one page', () => {
  it('notice the sign-in of another user and the sign-out at once, on the GoTrue wire', async () => {
    const server = new Server();
    const [one, two] = [openOurs(server), openOurs(server)];
    await Promise.all([one.ready(), two.ready()]);
    for (const id of ['ada', 'bob']) {
      const isTold = told(two, 'signedIn');
      await one.loginByEmail(`${id}@example.com`, 'pw');
      await expect(isTold).resolves.toMatchObject({ userId: id });
    }
    await two.mfa.enroll({ factorType: 'totp' });
    expect(server.lastSubject).toBe('bob');
    const isTold = told(two, 'signedOut');
    await one.logout();
    await isTold;
    expect(two.state).toBe('signedOut');
  });
});
