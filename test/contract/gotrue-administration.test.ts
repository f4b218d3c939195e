import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { GoTrueManagementClient, type SallyportError } from '@sallyport/management-client/gotrue';
import { GoTrueAdminApi } from '@supabase/auth-js';

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, unknown>>;
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

const id = '8c1f2b7e-0f0a-4c57-9f0e-5a5f3f1f2a10';
const factorId = 'a1d6c1c2-3f55-4b4e-8f6e-0d3b8a7c9e21';
const email = 'ada@example.com';
const user = {
  id,
  aud: 'authenticated',
  email,
  app_metadata: {},
  user_metadata: {},
  created_at: '2026-01-01T00:00:00Z',
};
const properties = {
  action_link: 'https://id.example/verify?token=9b74',
  email_otp: '123456',
  hashed_token: '9b74',
  redirect_to: 'https://app.example',
  verification_type: 'magiclink',
};
const ok: Answer = { status: 200, headers: {}, body: { ...user, ...properties } };

/** A server that writes down what it is asked. */
class Recorder {
  readonly sent: Sent[] = [];
  answer: Answer = ok;
  readonly #server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { pathname, searchParams } = new URL(request.url ?? '', 'http://localhost');
      const text = Buffer.concat(chunks).toString();
      const { authorization, apikey, 'x-supabase-api-version': version, 'content-type': type } = request.headers;
      this.sent.push({
        method: request.method ?? '',
        path: pathname,
        query: Object.fromEntries(searchParams),
        body: text === '' ? undefined : JSON.parse(text),
        // The published client names the type of bodies that are not there, too.
        headers: { authorization, apikey, version, type: text === '' ? undefined : type },
      });
      const { status, headers, body } = this.answer;
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
    });
  });

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/auth/v1`; // it listens to TCP
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** The last request of a call; the published client reads a user before it deletes one. */
  async lastOf(call: () => Promise<unknown>): Promise<Sent | undefined> {
    await call();
    return this.sent.at(-1);
  }
}

type Call = readonly [
  name: string,
  published: (admin: GoTrueAdminApi) => Promise<unknown>,
  ours: (management: GoTrueManagementClient) => Promise<unknown>,
];

const account = { email, password: 'correct horse', email_confirm: true, user_metadata: { name: 'Ada' }, id };
const changes = { ban_duration: '24h', app_metadata: { plan: 'pro', trial: null }, phone: '+15550001111' };
const data = { name: 'Eve' };
const redirect_to = 'https://app.example/welcome?a=b&c=d e';
const invitee = 'eve@example.com';

const calls: readonly Call[] = [
  ['createUser', (admin) => admin.createUser(account), ({ users }) => users.create(account)],
  ['getUserById', (admin) => admin.getUserById(id), ({ users }) => users.get(id)],
  ['updateUserById', (admin) => admin.updateUserById(id, changes), ({ users }) => users.update(id, changes)],
  ['deleteUser', (admin) => admin.deleteUser(id), ({ users }) => users.delete(id)],
  ['deleteUser, softly', (admin) => admin.deleteUser(id, true), ({ users }) => users.delete(id, { soft: true })],
  ['inviteUserByEmail', (admin) => admin.inviteUserByEmail(invitee), ({ users }) => users.invite(invitee)],
  [
    'inviteUserByEmail with options',
    (admin) => admin.inviteUserByEmail(invitee, { data, redirectTo: redirect_to }),
    ({ users }) => users.invite(invitee, { data, redirect_to }),
  ],
  [
    'generateLink to sign up',
    (admin) => admin.generateLink({ type: 'signup', email, password: 'pw', options: { data } }),
    ({ users }) => users.generateLink({ type: 'signup', email, password: 'pw', data }),
  ],
  ...(['invite', 'magiclink'] as const).map(
    (type): Call => [
      `generateLink for ${type}`,
      (admin) => admin.generateLink({ type, email, options: { data, redirectTo: redirect_to } }),
      ({ users }) => users.generateLink({ type, email, data, redirect_to }),
    ],
  ),
  [
    'generateLink to recover',
    (admin) => admin.generateLink({ type: 'recovery', email }),
    ({ users }) => users.generateLink({ type: 'recovery', email }),
  ],
  ...(['email_change_current', 'email_change_new'] as const).map(
    (type): Call => [
      `generateLink for ${type}`,
      (admin) => admin.generateLink({ type, email, newEmail: 'ada@example.org' }),
      ({ users }) => users.generateLink({ type, email, new_email: 'ada@example.org' }),
    ],
  ),
  ['signOut', (admin) => admin.signOut('jwt-of-ada'), ({ users }) => users.signOut('jwt-of-ada')],
  ...(['global', 'local', 'others'] as const).map(
    (scope): Call => [
      `signOut ${scope}`,
      (admin) => admin.signOut('jwt-of-ada', scope),
      ({ users }) => users.signOut('jwt-of-ada', scope),
    ],
  ),
  [
    'mfa.deleteFactor',
    ({ mfa }) => mfa.deleteFactor({ userId: id, id: factorId }),
    ({ factors }) => factors.delete(id, factorId),
  ],
];

describe('GoTrueManagementClient, compared with the published @supabase/auth-js 2.119.1', () => {
  const recorder = new Recorder();
  let admin: GoTrueAdminApi;
  let management: GoTrueManagementClient;

  beforeAll(async () => {
    const url = await recorder.start();
    // As `createClient` of the published package hands them over.
    admin = new GoTrueAdminApi({ url, headers: { Authorization: 'Bearer service', apikey: 'service' } });
    management = new GoTrueManagementClient({ url, serviceRoleKey: 'service' });
  });
  beforeEach(() => {
    recorder.sent.length = 0;
    recorder.answer = ok;
  });
  afterAll(async () => {
    management.dispose();
    await recorder.stop();
  });

  it.each(calls)('sends the same for %s', async (_, published, ours) => {
    const expected = await recorder.lastOf(() => published(admin));
    expect(expected).toBeDefined();
    const actual = await recorder.lastOf(() => ours(management));
    expect(actual).toEqual({ ...expected, body: readBody(expected?.body) });
  });

  it('sends the same for mfa.listFactors, and reads the same', async () => {
    const factors = [{ id: factorId, factor_type: 'totp', status: 'verified', created_at: '', updated_at: '' }];
    recorder.answer = { ...ok, body: factors };
    const { data: published } = await admin.mfa.listFactors({ userId: id });
    expect(await management.factors.list(id)).toEqual(published?.factors);
    expect(recorder.sent[1]).toEqual(recorder.sent[0]);
  });

  it('reads the same from a link', async () => {
    const { data: published } = await admin.generateLink({ type: 'magiclink', email });
    expect(await management.users.generateLink({ type: 'magiclink', email })).toEqual(published);
    expect(published).toEqual({ user, properties });
  });

  const page = (next: number, last: number): Answer => ({
    status: 200,
    headers: {
      'x-total-count': '6120',
      link: `</admin/users?page=${next}&per_page=50>; rel="next", </admin/users?page=${last}&per_page=50>; rel="last"`,
    },
    body: { users: [user], aud: 'authenticated' },
  });

  it('sends the same for listUsers, and reads the same while the numbers of pages have one digit', async () => {
    recorder.answer = page(3, 9);
    const { data: published } = await admin.listUsers({ page: 2, perPage: 50 });
    expect(await management.users.list(2, 50)).toEqual({ users: [user], total: 6120, nextPage: 3, lastPage: 9 });
    expect(published).toMatchObject({ users: [user], total: 6120, nextPage: 3, lastPage: 9 });
    expect(recorder.sent[1]).toEqual(recorder.sent[0]);
  });

  it('reads numbers whole of which the published client takes the first digit', async () => {
    recorder.answer = page(12, 123);
    const { data: published } = await admin.listUsers({ page: 11, perPage: 50 });
    expect(published).toMatchObject({ nextPage: 1, lastPage: 1 });
    expect(await management.users.list(11, 50)).toMatchObject({ nextPage: 12, lastPage: 123 });
  });

  it('says which page it wants where the published client leaves that to the server', async () => {
    recorder.answer = page(2, 9);
    await admin.listUsers();
    await management.users.list();
    expect(recorder.sent.map(({ query }) => query)).toEqual([
      { page: '', per_page: '' },
      { page: '1', per_page: '50' },
    ]);
  });

  it.each([
    ['a newer', { code: 'email_exists', message: 'taken' }, { 'x-supabase-api-version': '2024-01-01' }],
    ['an older', { code: 422, error_code: 'email_exists', msg: 'taken' }, {}],
  ])('reads the same from a refusal of %s server', async (_, body, headers) => {
    recorder.answer = { status: 422, headers, body };
    const { error: published } = await admin.createUser(account);
    const ours = await management.users.create(account).catch((reason: SallyportError) => reason);
    const { code, status, message } = published ?? {};
    expect(ours).toMatchObject({ kind: 'conflict', code, status, message });
    expect(code).toBe('email_exists');
  });
});

// The published client sends `redirectTo` in the body as well, under a name that no server reads.
function readBody(body: unknown): unknown {
  if (typeof body !== 'object' || body === null) return body;
  return Object.fromEntries(Object.entries(body).filter(([name]) => name !== 'redirectTo'));
}
