import { afterEach, describe, expect, it } from '@jest/globals';
import { GoTrueAuthenticationClient, MemoryStorage } from '@sallyport/authentication-client/gotrue';
import { type AuthChangeEvent, GoTrueClient } from '@supabase/auth-js';
import { jwt, KEY, user } from './gotrue-requests.fixture.js';

type FlowType = 'implicit' | 'pkce';
type Answer = (body: Readonly<Record<string, unknown>>) => readonly [status: number, body: unknown];

const URL_PREFIX = 'https://id.example/auth/v1';
const ENDS_AT = Date.UTC(2100, 0, 1) / 1000;
const email = 'ada@example.com';
const refusal = (code: string): readonly [number, unknown] => [400, { code, message: code }];

/** A server that issues sessions, hands each refresh token's successor out once, and says what it was asked. */
class Server {
  readonly asked: string[] = [];
  #issued = 0;
  #refreshToken = '';

  readonly #answers: Readonly<Record<string, Answer>> = {
    'POST /token?grant_type=password': () => [200, this.issue()],
    'POST /token?grant_type=refresh_token': ({ refresh_token }) =>
      refresh_token === this.#refreshToken ? [200, this.issue()] : refusal('refresh_token_already_used'),
    'POST /token?grant_type=pkce': ({ code_verifier }) =>
      typeof code_verifier === 'string' && /^[\w.~-]{43,128}$/.test(code_verifier)
        ? [200, this.issue()]
        : refusal('bad_code_verifier'),
    'GET /user': () => [200, user],
  };

  issue() {
    this.#issued += 1;
    this.#refreshToken = `refresh-${this.#issued}`;
    const claims = {
      sub: user.id,
      session_id: 's1',
      aal: 'aal1',
      iat: ENDS_AT - 3600,
      exp: ENDS_AT,
      jti: this.#issued,
    };
    return {
      access_token: jwt(claims),
      token_type: 'bearer',
      expires_in: 3600,
      expires_at: ENDS_AT,
      refresh_token: this.#refreshToken,
      user,
    };
  }

  answer(method: string, url: string, body: string | undefined): readonly [status: number, text: string] {
    const call = `${method} ${url.slice(URL_PREFIX.length)}`;
    this.asked.push(call);
    const [status, said] = this.#answers[call]?.(JSON.parse(body ?? '{}')) ?? [200, {}];
    return [status, JSON.stringify(said)];
  }
}

const headers = { 'content-type': 'application/json', 'x-supabase-api-version': '2024-01-01' };
const opened: { dispose(): Promise<void> }[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map((client) => client.dispose()));
});

function openOurs(server: Server, storage: MemoryStorage, flowType: FlowType = 'implicit') {
  const client = new GoTrueAuthenticationClient({
    url: URL_PREFIX,
    storage,
    storageKey: KEY,
    flowType,
    requireAal2: false,
    transport: {
      send: async ({ method, url, body }) => {
        const [status, text] = server.answer(method, url, body);
        return { status, headers, text };
      },
      dispose: () => {},
    },
  });
  opened.push(client);
  return client;
}

/** @param isSlow - Whether its storage answers by promises. */
function openTheirs(server: Server, storage: MemoryStorage, flowType: FlowType = 'implicit', isSlow = false) {
  const answered = <T>(value: T): T | Promise<T> => (isSlow ? Promise.resolve(value) : value);
  const client = new GoTrueClient({
    url: URL_PREFIX,
    storageKey: KEY,
    storage: {
      getItem: (key) => answered(storage.get(key)),
      setItem: (key, value) => answered(storage.set(key, value)),
      removeItem: (key) => answered(storage.remove(key)),
    },
    flowType,
    autoRefreshToken: false,
    fetch: async (input, init) => {
      const request = new Request(input, init);
      const [status, text] = server.answer(request.method, request.url, (await request.text()) || undefined);
      return new Response(text, { status, headers });
    },
  });
  opened.push(client);
  return client;
}

const setUp = () => ({ server: new Server(), storage: new MemoryStorage() });

describe('a session that @supabase/auth-js 2.119.1 shares with us', () => {
  it.each([false, true])(
    'was stored by it, and is taken over without a request (it waits for its storage: %p)',
    async (isSlow) => {
      const { server, storage } = setUp();
      await openTheirs(server, storage, 'implicit', isSlow).signInWithPassword({ email, password: 'pw' });
      const asked = server.asked.length;
      const client = openOurs(server, storage);
      expect(client.state).toBe('signedIn');
      expect(client.checkLoggedIn()).toBe(user.id);
      expect(server.asked).toHaveLength(asked);
    },
  );

  it('was stored by us, and is read by it', async () => {
    const { server, storage } = setUp();
    await openOurs(server, storage).loginByEmail(email, 'pw');
    const events: AuthChangeEvent[] = [];
    const auth = openTheirs(server, storage);
    auth.onAuthStateChange((event) => void events.push(event));
    const { data } = await auth.getSession();
    expect(data.session).toEqual(JSON.parse(storage.get(KEY) ?? ''));
    expect(data.session?.user.id).toBe(user.id);
    expect(server.asked).toEqual(['POST /token?grant_type=password']);
    expect(events).toContain('SIGNED_IN');
  });

  it('is renewed by the two in turn, and never with a token that was used', async () => {
    const { server, storage } = setUp();
    const [client, auth] = [openOurs(server, storage), openTheirs(server, storage)];
    await client.loginByEmail(email, 'pw');
    for (let round = 0; round < 3; round += 1) {
      expect((await auth.refreshSession()).error).toBeNull();
      await client.refreshToken();
    }
    expect((await auth.getSession()).data.session?.refresh_token).toBe('refresh-7');
    expect(client.state).toBe('signedIn');
    expect(server.asked).toHaveLength(7);
  });

  it.each(['ours', 'theirs'] as const)('is over for both when it is signed out of by %s', async (by) => {
    const { server, storage } = setUp();
    const [client, auth] = [openOurs(server, storage), openTheirs(server, storage)];
    await client.loginByEmail(email, 'pw');
    await (by === 'ours' ? client.logout() : auth.signOut({ scope: 'local' }));
    await client.ready();
    expect((await auth.getSession()).data.session).toBeNull();
    expect(client.state).toBe('signedOut');
    expect(storage.get(KEY)).toBeNull();
  });

  it('tells either of what the other has changed of the user', async () => {
    const { server, storage } = setUp();
    const [client, auth] = [openOurs(server, storage), openTheirs(server, storage)];
    await auth.signInWithPassword({ email, password: 'pw' });
    await client.getCurrentUser();
    expect((await auth.getSession()).data.session?.user).toEqual(user);
  });

  it('is left alone by us when the user is kept apart, until it is renewed', async () => {
    const { server, storage } = setUp();
    const auth = openTheirs(server, storage);
    await auth.signInWithPassword({ email, password: 'pw' });
    const { user: _, ...split } = JSON.parse(storage.get(KEY) ?? '');
    storage.set(KEY, JSON.stringify(split));
    const client = openOurs(server, storage);
    await expect(client.getCurrentUser()).resolves.toMatchObject({ id: user.id });
    expect(server.asked.slice(1)).toEqual(['POST /token?grant_type=refresh_token', 'GET /user']);
    expect((await auth.getSession()).data.session?.user).toEqual(user);
  });
});

describe('a link that carries a code', () => {
  it('was asked for by us, and is redeemed by @supabase/auth-js', async () => {
    const { server, storage } = setUp();
    await openOurs(server, storage, 'pkce').sendEmail(email, 'RESET_PASSWORD');
    const { data, error } = await openTheirs(server, storage, 'pkce').exchangeCodeForSession('5f0e');
    expect(error).toBeNull();
    expect(data).toMatchObject({ user: { id: user.id }, redirectType: 'recovery' });
  });

  it('was asked for by @supabase/auth-js, and is redeemed by us', async () => {
    const { server, storage } = setUp();
    await openTheirs(server, storage, 'pkce').signInWithOtp({ email });
    await expect(openOurs(server, storage, 'pkce').exchangeCodeForSession('5f0e')).resolves.toMatchObject({
      id: user.id,
    });
    expect(server.asked).toEqual(['POST /otp', 'POST /token?grant_type=pkce']);
  });
});
