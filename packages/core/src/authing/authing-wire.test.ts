import { inspect } from 'node:util';
import { describe, expect, it, jest } from '@jest/globals';
import { ManualClock, ServerClock } from '../clock/index.js';
import { InputError, NetworkError, SallyportError, TimeoutError } from '../errors/index.js';
import { clientOf } from '../http/client-of.js';
import { graphqlWith, type Selection } from '../http/graphql.js';
import { rest } from '../http/rest.js';
import type { CredentialSource, RequestOptions } from '../http/wire.js';
import { FakeTransport } from '../testing/index.js';
import { requireTotpCode } from '../validation/codes.js';
import { AuthingWire, type AuthingWireSettings } from './authing-wire.js';

const graphql = graphqlWith();
const fields: Selection<{ id: string }> = 'id';

const endpoints = {
  read: rest('GET /api/v2/users/{id}')
    .accepts((id: string, query: { readonly [name: string]: string | undefined } = {}) => ({ path: { id }, query }))
    .returns<unknown>(),
  ofPool: rest('GET /api/v2/pools/{client.userPoolId}').returns<unknown>(),
  write: rest('POST /api/v2/things')
    .accepts((body: unknown, headers?: Record<string, string | undefined>) => ({
      body,
      ...(headers ? { headers } : {}),
    }))
    .returns<unknown>(),
  checked: rest('POST /api/v2/checked/{id}', {
    check: ({ body }: { readonly body: { readonly code: string } }) => requireTotpCode('code', body.code),
  })
    .accepts((id: string, code: string) => ({ path: { id }, body: { code } }))
    .returns<unknown>(),
  open: rest('POST /api/v2/open', { credential: 'none' }).returns<unknown>(),
  verify: rest('POST /api/v2/verify', { credential: 'argument', refusals: { 400: 'wrongTotp' } })
    .accepts((totp: string, bearer: string) => ({ body: { totp }, bearer }))
    .returns<unknown>(),
  stepUp: rest('POST /api/v2/step-up', { credential: 'argument', refusals: { 7000: 'signInAgain' } })
    .accepts((bearer: string) => ({ bearer }))
    .returns<unknown>(),
  either: rest('GET /api/v2/either', { credential: 'argument-or-client' })
    .accepts((bearer?: string) => ({ bearer }))
    .returns<unknown>(),
  whole: rest('GET /api/v2/whole', { receives: 'body' }).returns<unknown>(),
  text: rest('GET /api/v2/text', { receives: 'text' }).returns<string>(),
  user: graphql('query user', { id: 'String!' })
    .accepts((id: string) => ({ id }))
    .returns(fields),
  rename: graphql('mutation rename', { id: 'String!', password: 'String' })
    .accepts((id: string, password?: string) => ({ id, password }))
    .returns(fields),
};
const Rows = clientOf(endpoints);

const TOKEN = 'canary-own-token';
const CANARY = 'canary-5f0e1d';

function setUp(settings: Partial<AuthingWireSettings> = {}, options: RequestOptions = {}) {
  const transport = new FakeTransport();
  const clock = new ManualClock(Date.UTC(2026, 0, 1));
  const wire = new AuthingWire({
    baseUrl: 'https://id.example/base',
    transport,
    clock,
    credentials: { bearer: () => TOKEN },
    headers: { 'x-authing-app-id': 'app' },
    clientValues: { userPoolId: 'pool/1' },
    timeoutMs: 30_000,
    maxResponseBytes: 1_000,
    withCredentials: false,
    ...settings,
  }).with(options);
  return { transport, clock, wire, rows: new Rows(wire) };
}

/** Moves the clock until the call is over. */
async function finish<T>(clock: ManualClock, call: Promise<T>): Promise<T> {
  call.catch(() => {});
  for (let turn = 0; turn < 10; turn += 1) await clock.advance(5_000);
  return call;
}

async function failureOf(call: Promise<unknown>): Promise<SallyportError> {
  const error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof SallyportError)) throw new Error(`not a typed error: ${String(error)}`);
  return error;
}

describe('a REST request', () => {
  it('is what the row says, at the configured address', async () => {
    const { transport, rows } = setUp();
    transport.answer(null);
    await rows.read('a/b', { q: 'x y', none: undefined });
    expect(transport.last).toMatchObject({
      method: 'GET',
      url: 'https://id.example/base/api/v2/users/a%2Fb?q=x%20y',
      body: undefined,
      maxResponseBytes: 1_000,
      withCredentials: false,
    });
    expect(transport.last.headers).toEqual({
      accept: 'application/json, text/plain, */*',
      'x-authing-app-id': 'app',
      authorization: `Bearer ${TOKEN}`,
    });
  });

  it('carries its body as JSON and says so', async () => {
    const { transport, rows } = setUp();
    transport.answer(null);
    await rows.write({ a: 1, gone: undefined, none: null, not: false });
    expect(transport.last.body).toBe('{"a":1,"none":null,"not":false}');
    expect(transport.last.headers['content-type']).toBe('application/json');
  });

  it('takes values of the client from its options', async () => {
    const { transport, rows } = setUp();
    transport.answer(null);
    await rows.ofPool();
    expect(transport.last.url).toBe('https://id.example/base/api/v2/pools/pool%2F1');
  });

  it.each([['../x'], ['//evil.example'], ['https://evil.example/'], ['x?admin=1'], ['x#y'], ['%2e%2e']])(
    'cannot be led elsewhere by the id %s (NET-05)',
    async (id) => {
      const { transport, rows } = setUp();
      transport.answer(null);
      await rows.read(id);
      expect(new URL(transport.last.url).pathname).toBe(`/base/api/v2/users/${encodeURIComponent(id)}`);
    },
  );

  it('is not sent when a path value is refused', async () => {
    const { transport, rows } = setUp();
    await expect(rows.read('..')).rejects.toBeInstanceOf(InputError);
    expect(transport.requests).toEqual([]);
  });

  it('carries a header of the row, and none that is undefined', async () => {
    const { transport, rows } = setUp();
    transport.answer(null);
    await rows.write({}, { 'x-tenant': 't', 'x-none': undefined });
    expect(transport.last.headers).toMatchObject({ 'x-tenant': 't' });
    expect('x-none' in transport.last.headers).toBe(false);
  });
});

describe('a GraphQL request', () => {
  it('is a POST of document and variables', async () => {
    const { transport, rows } = setUp();
    transport.answerGraphql('user', { id: 'u' });
    await expect(rows.user('u')).resolves.toEqual({ id: 'u' });
    expect(transport.last).toMatchObject({ method: 'POST', url: 'https://id.example/base/graphql/v2' });
    expect(transport.lastBody).toEqual({
      query: 'query user($id: String!) { user(id: $id) { id } }',
      variables: { id: 'u' },
    });
    expect(transport.last.headers['content-type']).toBe('application/json');
  });
});

describe('the bearer', () => {
  it('is the client’s own by default', async () => {
    const { transport, rows } = setUp();
    transport.answer(null);
    await rows.either();
    expect(transport.last.headers.authorization).toBe(`Bearer ${TOKEN}`);
  });

  it('is the argument where one is handed over', async () => {
    const { transport, rows } = setUp();
    transport.answer(null).answer(null);
    await rows.either('mfa-token');
    await rows.verify('112233', 'mfa-token');
    expect(transport.requests.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer mfa-token',
      'Bearer mfa-token',
    ]);
  });

  it('is not there where the row wants none', async () => {
    const { transport, rows } = setUp();
    transport.answer(null);
    await rows.open();
    expect('authorization' in transport.last.headers).toBe(false);
  });

  it('is not there when nobody is signed in', async () => {
    const { transport, rows } = setUp({ credentials: { bearer: () => null } });
    transport.answer(null);
    await rows.read('u');
    expect('authorization' in transport.last.headers).toBe(false);
  });

  it('is waited for', async () => {
    const { transport, rows } = setUp({ credentials: { bearer: async () => 'later' } });
    transport.answer(null);
    await rows.read('u');
    expect(transport.last.headers.authorization).toBe('Bearer later');
  });

  it('is not waited for longer than the call may take', async () => {
    const { rows } = setUp({ credentials: { bearer: () => new Promise(() => {}) }, timeoutMs: 5 });
    await expect(rows.read('u')).rejects.toBeInstanceOf(TimeoutError);
  });

  it('is refused before it is sent when it would break out of its header (NET-09)', async () => {
    const { transport, rows } = setUp();
    const error = await failureOf(rows.verify('112233', 'canary\r\nX-Evil: 1'));
    expect(error.kind).toBe('invalid-input');
    expect(inspect(error)).not.toContain('canary');
    expect(transport.requests).toEqual([]);
  });
});

describe('a token that the server refuses', () => {
  const refusal = { code: 2206, message: 'expired', data: null };

  const replacing = (replacement: string | null) => {
    const replace = jest.fn<NonNullable<CredentialSource['replace']>>(async () => replacement);
    return { replace, credentials: { bearer: () => TOKEN, replace } };
  };

  it('is replaced once, and the call repeated with the new one (MGT-03)', async () => {
    const { replace, credentials } = replacing('fresh');
    const { transport, rows } = setUp({ credentials });
    transport.answerJson(refusal).answer('done');
    await expect(rows.write({ a: 1 })).resolves.toBe('done');
    expect(replace.mock.calls.map(([refused]) => refused)).toEqual([TOKEN]);
    expect(transport.requests.map(({ headers }) => headers.authorization)).toEqual([`Bearer ${TOKEN}`, 'Bearer fresh']);
    expect(transport.requests.map(({ body }) => body)).toEqual(['{"a":1}', '{"a":1}']);
  });

  it('is not replaced a second time (MGT-03)', async () => {
    const { replace, credentials } = replacing('fresh');
    const { transport, rows } = setUp({ credentials });
    transport.answerJson(refusal).answerJson(refusal, 401);
    await expect(rows.read('u')).rejects.toMatchObject({ kind: 'unauthenticated', status: 401 });
    expect([replace.mock.calls.length, transport.requests.length]).toEqual([1, 2]);
  });

  it('stays refused when there is no other', async () => {
    const { credentials } = replacing(null);
    const { transport, rows } = setUp({ credentials });
    transport.answerJson(refusal);
    await expect(rows.read('u')).rejects.toMatchObject({ kind: 'unauthenticated', code: 2206 });
  });

  it('is never replaced when the caller handed it over', async () => {
    const { replace, credentials } = replacing('fresh');
    const { transport, rows } = setUp({ credentials });
    transport.answerJson(refusal).answerJson({ code: 401, message: 'no' }, 401);
    await expect(rows.verify('112233', 'mfa')).rejects.toMatchObject({ kind: 'challenge-expired', code: 2206 });
    await expect(rows.either('mfa')).rejects.toMatchObject({ kind: 'challenge-expired' });
    expect([replace.mock.calls.length, transport.requests.length]).toEqual([0, 2]);
  });

  it('is never replaced by the client’s own when the caller handed it over, whatever the refusal is called', async () => {
    const { replace, credentials } = replacing('fresh');
    const { transport, rows } = setUp({ credentials });
    transport.answerJson({ code: 7000, message: 'no' });
    await expect(rows.stepUp('mfa')).rejects.toMatchObject({ kind: 'unauthenticated' });
    expect([replace.mock.calls.length, transport.requests.length]).toEqual([0, 1]);
  });

  it('that was never there is no token that is no good: nobody is signed in', async () => {
    const { transport, rows } = setUp({ credentials: { bearer: () => null } });
    const refused = { code: 2020, message: 'Not signed in', data: { reason: 'none' } };
    transport.answerJson(refused).answerJson(refused).answerJson(refused).answerJson(refused);
    for (const call of [() => rows.read('u'), () => rows.either()]) {
      const { code, message, data } = refused;
      await expect(call()).rejects.toMatchObject({ kind: 'not-signed-in', code, message, data, status: 200 });
    }
    await expect(rows.open()).rejects.toMatchObject({ kind: 'unauthenticated', code: 2020 });
    await expect(rows.either('mfa')).rejects.toMatchObject({ kind: 'challenge-expired', code: 2020 });
  });

  it('is not replaced for a refusal of another kind', async () => {
    const { replace, credentials } = replacing('fresh');
    const { transport, rows } = setUp({ credentials });
    transport.answerJson({ code: 403, message: 'no' }, 403);
    await expect(rows.read('u')).rejects.toMatchObject({ kind: 'permission-denied' });
    expect(replace).not.toHaveBeenCalled();
  });
});

describe('options of a call', () => {
  it('add headers that cannot replace the client’s own', async () => {
    const { transport, wire } = setUp();
    transport.answer(null);
    const headers = {
      'X-Trace': 't',
      'X-Authing-App-Id': 'evil',
    };
    await new Rows(wire.with({ headers })).write({});
    expect(transport.last.headers).toMatchObject({
      'x-trace': 't',
      'x-authing-app-id': 'app',
      authorization: `Bearer ${TOKEN}`,
      'content-type': 'application/json',
    });
    expect(JSON.stringify(transport.last.headers)).not.toContain('evil');
  });

  it('add up, and leave the wire they were given to as it is', async () => {
    const { transport, wire, rows } = setUp();
    transport.answer(null).answer(null);
    await new Rows(wire.with({ headers: { 'x-one': '1' } }).with({ headers: { 'x-two': '2' } })).read('u');
    await rows.read('u');
    expect(transport.requests.map(({ headers }) => [headers['x-one'], headers['x-two']])).toEqual([
      ['1', '2'],
      [undefined, undefined],
    ]);
  });

  it.each([
    [{ headers: { 'x-a': 'b\r\nc' } }, 'x-a'],
    [{ headers: { 'x a': 'b' } }, 'x a'],
    [{ headers: { 'x-a': 5 as unknown as string } }, 'x-a'],
    ...['Authorization', 'cookie', 'Host', 'Content-Length', 'content-type', 'Transfer-Encoding', 'connection'].map(
      (name) => [{ headers: { [name]: 'x' } }, `"${name}"`] as const,
    ),
    [{ headers: new Headers({ 'x-a': 'b' }) as unknown as Record<string, string> }, 'headers'],
    [{ headers: [['x-a', 'b']] as unknown as Record<string, string> }, 'headers'],
    [{ headers: 'x-a: b' as unknown as Record<string, string> }, 'headers'],
    [{ headers: null as unknown as Record<string, string> }, 'headers'],
    [{ retries: 5 } as RequestOptions, '"retries"'],
    [{ timeoutMs: 5 } as RequestOptions, '"timeoutMs"'],
    [{ signal: {} as AbortSignal }, 'signal'],
    [{ signal: new AbortController() as unknown as AbortSignal }, 'signal'],
    [{ signal: null as unknown as AbortSignal }, 'signal'],
    [null as unknown as RequestOptions, 'options'],
    ['fast' as unknown as RequestOptions, 'options'],
    [{ timeout: -1 }, 'timeout'],
    [{ timeout: Number.NaN }, 'timeout'],
    [{ timeout: '5' as unknown as number }, 'timeout'],
    [{ attemptTimeoutMs: 0 }, 'attemptTimeoutMs'],
  ])('refuses %j, naming what is wrong (NET-09)', (options, name) => {
    expect(() => setUp().wire.with(options)).toThrow(
      expect.objectContaining({ kind: 'invalid-input', message: expect.stringContaining(name) }),
    );
  });

  it('send nothing when the signal has aborted before', async () => {
    const { transport, wire } = setUp();
    const reason = new Error('enough');
    await expect(new Rows(wire.with({ signal: AbortSignal.abort(reason) })).read('u')).rejects.toBe(reason);
    expect(transport.requests).toEqual([]);
  });

  it('hand the transport a signal that aborts with the caller’s reason', async () => {
    const { transport, clock, wire } = setUp();
    const controller = new AbortController();
    const answer = transport.answerLater();
    const call = new Rows(wire.with({ signal: controller.signal })).read('u');
    await clock.advance(0);
    const reason = new Error('enough');
    controller.abort(reason);
    expect(transport.last.signal?.reason).toBe(reason);
    answer({ code: 200 });
    await call;
  });

  it('bound each attempt, and the whole call besides', async () => {
    const hanging = {
      send: ({ signal }: { signal?: AbortSignal | undefined }) =>
        new Promise<never>((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason))),
      dispose: () => {},
    };
    const sent = jest.spyOn(hanging, 'send');
    const clock = new ManualClock();
    jest.spyOn(clock, 'sleep').mockResolvedValue();
    const { wire } = setUp({ transport: hanging, clock });
    const error = await failureOf(new Rows(wire.with({ attemptTimeoutMs: 5 })).read('u'));
    expect(error).toMatchObject({ kind: 'timeout', message: 'No complete answer within 5 ms' });
    expect(sent).toHaveBeenCalledTimes(3);
  });
});

describe('the server’s clock', () => {
  it('is heard with each answer, be it a refusal, unless that comes out of a cache', async () => {
    const clock = new ManualClock(Date.UTC(2026, 0, 1));
    const serverClock = new ServerClock(clock);
    const { transport, rows } = setUp({ clock, serverClock });
    const date = new Date(Date.UTC(2026, 0, 2)).toUTCString();
    transport.answerRaw(200, { 'content-type': 'application/json', date, age: '60' }, '{"code":200}');
    await rows.read('u');
    expect(serverClock.offsetMs).toBe(0);
    transport.answerRaw(403, { 'content-type': 'application/json', date }, '{"code":403,"message":"No"}');
    await failureOf(rows.read('u'));
    expect(serverClock.offsetMs).toBe(24 * 3_600_000 + 500);
  });
});

describe('repeats', () => {
  it('happen for a query after a 503, and stop at success (NET-06)', async () => {
    const { transport, clock, rows } = setUp();
    transport.answerJson({}, 503).answerJson({}, 503).answerGraphql('user', { id: 'u' });
    await expect(finish(clock, rows.user('u'))).resolves.toEqual({ id: 'u' });
    expect(transport.requests).toHaveLength(3);
  });

  it('do not happen for a mutation (NET-06)', async () => {
    const { transport, clock, rows } = setUp();
    transport.answerJson({ message: 'down' }, 503);
    await expect(finish(clock, rows.rename('u'))).rejects.toMatchObject({ kind: 'server', retryable: true });
    expect(transport.requests).toHaveLength(1);
  });

  it('happen for a write of which nothing was sent (NET-06)', async () => {
    const { transport, clock, rows } = setUp();
    transport.failWith(new NetworkError({ message: 'no', sent: false })).answer('done');
    await expect(finish(clock, rows.write({}))).resolves.toBe('done');
  });

  it('wait as a 429 says (F06)', async () => {
    const { transport, clock, rows } = setUp();
    transport.answerJson({ code: 429, message: 'slow down' }, 429, { 'retry-after': '2' }).answer('done');
    const call = rows.read('u');
    await clock.advance(0);
    await clock.advance(1_999);
    expect(transport.requests).toHaveLength(1);
    await clock.advance(1);
    await expect(call).resolves.toBe('done');
  });

  it('end before they begin when a 429 asks for a year (F06)', async () => {
    const { transport, rows } = setUp();
    transport.answerJson({ code: 429, message: 'slow down' }, 429, { 'retry-after': '31536000' });
    await expect(rows.read('u')).rejects.toMatchObject({ kind: 'rate-limited', retryAfterMs: 31_536_000_000 });
    expect(transport.requests).toHaveLength(1);
  });
});

describe('an answer', () => {
  it.each([
    ['the older envelope', { code: 200, message: 'OK', data: { a: 1 } }],
    ['the newer envelope', { statusCode: 200, apiCode: 0, message: 'OK', data: { a: 1 }, uniqueId: 'x' }],
  ])('in %s is its data', async (_, body) => {
    const { transport, rows } = setUp();
    transport.answerJson(body);
    await expect(rows.read('u')).resolves.toEqual({ a: 1 });
  });

  it('is the whole body where the row wants it, with an envelope', async () => {
    const { transport, rows } = setUp();
    transport.answer({ a: 1 }, { recoveryCode: 'new' });
    await expect(rows.whole()).resolves.toMatchObject({ data: { a: 1 }, recoveryCode: 'new' });
  });

  it('a call refuses input that fails the check of its endpoint, and sends nothing', async () => {
    const { rows, wire, transport } = setUp();
    expect(await failureOf(rows.checked('1', '12'))).toMatchObject({ kind: 'invalid-input' });
    const { checked } = endpoints;
    expect(() => wire.check(checked, checked.toWire('1', '12'))).toThrow(InputError);
    expect(transport.requests).toEqual([]);
  });

  it('a wire that does not validate arguments sends them as given, and still refuses an unsafe path', async () => {
    const { rows, transport } = setUp({ validateArguments: false });
    transport.answer(null);
    await rows.checked('1', '12');
    expect(transport.last.body).toBe('{"code":"12"}');
    expect(await failureOf(rows.checked('..', '12'))).toMatchObject({ kind: 'invalid-input' });
    expect(transport.requests).toHaveLength(1);
  });

  it.each([
    ['open', {}],
    ['open', { data: { a: 1 } }],
    ['whole', {}],
  ] as const)('the REST call %s rejects %j as an invalid response', async (name, body) => {
    const { rows, transport } = setUp();
    transport.answerJson(body);
    expect(await failureOf(rows[name]())).toMatchObject({ kind: 'invalid-response', status: 200, retryable: false });
  });

  it('is the whole body where the row wants it, without one', async () => {
    const { transport, rows } = setUp();
    transport.answerJson({ keys: [] });
    await expect(rows.whole()).resolves.toEqual({ keys: [] });
  });

  it('is its text where the row wants it', async () => {
    const { transport, rows } = setUp();
    transport.answerRaw(200, { 'content-type': 'text/plain' }, 'yes');
    await expect(rows.text()).resolves.toBe('yes');
  });

  it('may be null in GraphQL', async () => {
    const { transport, rows } = setUp();
    transport.answerGraphql('user', null);
    await expect(rows.user('u')).resolves.toBeNull();
  });

  it('pollutes nothing, whatever its members are called (F11)', async () => {
    const { transport, rows } = setUp();
    transport.answerRaw(
      200,
      { 'content-type': 'application/json' },
      '{"code":200,"data":{"__proto__":{"polluted":1}}}',
    );
    await rows.read('u');
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });
});

describe('a refusal', () => {
  it.each([
    ['the older envelope', { code: 6001, message: 'wrong', data: { a: 1 } }, 200, 6001],
    [
      'the newer envelope',
      { statusCode: 499, apiCode: '2011', message: 'absent', data: null, uniqueId: 'u-1' },
      200,
      '2011',
    ],
    ['the newer envelope without an apiCode', { statusCode: 403, message: 'no' }, 200, 403],
    ['an HTTP status beside the envelope', { code: 2006, message: 'wrong' }, 400, 2006],
  ])('in %s becomes a typed error with the server’s code', async (_, body, status, code) => {
    const { transport, rows } = setUp();
    transport.answerJson(body, status);
    const error = await failureOf(rows.read('u'));
    expect(error).toMatchObject({ code, message: body.message, status });
  });

  it.each([
    ['an object for a message', { message: { code: 1635, message: 'second factor', data: { mfaToken: 'm' } } }],
    ['a text for a message and a code beside it', { message: 'second factor', extensions: { code: 1635 } }],
  ])('of GraphQL with %s becomes the same error', async (_, error) => {
    const { transport, rows } = setUp();
    transport.answerJson({ data: { user: null }, errors: [{ path: ['user'], ...error }] });
    await expect(rows.user('u')).rejects.toMatchObject({ kind: 'mfa-required', code: 1635, message: 'second factor' });
  });

  it('of GraphQL without any code is told by its words', async () => {
    const { transport, rows } = setUp();
    transport.answerJson({ errors: [{ message: 'Cannot query field "x"' }] }, 400);
    await expect(rows.user('u')).rejects.toMatchObject({ kind: 'api', message: 'Cannot query field "x"', status: 400 });
  });

  it('hands out its data by name', async () => {
    const { transport, rows } = setUp();
    transport.refuseGraphql(1636, 'second factor', { mfaToken: 'm' });
    const error = await failureOf(rows.user('u'));
    expect(error.data).toEqual({ mfaToken: 'm' });
  });

  it('counts as the row says where the row says so', async () => {
    const { transport, rows } = setUp();
    transport.answerJson({ code: 400, message: 'wrong' }, 400);
    await expect(rows.verify('112233', 'm')).rejects.toMatchObject({
      kind: 'invalid-code',
      code: 400,
      attemptsLeft: null,
    });
  });

  it.each([
    ['the header', { 'x-request-id': 'req-h' }, {}, 'req-h'],
    ['uniqueId', {}, { uniqueId: 'req-u' }, 'req-u'],
    ['requestId', {}, { requestId: 'req-r' }, 'req-r'],
    ['nowhere', {}, { uniqueId: '' }, undefined],
  ])('is named by %s', async (_, headers, siblings, requestId) => {
    const { transport, rows } = setUp();
    transport.answerJson({ code: 403, message: 'no', ...siblings }, 403, headers);
    await expect(rows.read('u')).rejects.toMatchObject({ requestId });
  });

  it('without a message still says something', async () => {
    const { transport, rows } = setUp();
    transport.answerJson({ code: 403 }, 403);
    await expect(rows.read('u')).rejects.toMatchObject({ message: 'The server refused' });
  });
});

describe('what is no answer of this wire', () => {
  const json = { 'content-type': 'application/json', 'x-request-id': 'req-1' };
  const html = { 'content-type': 'text/html; charset=utf-8', 'x-request-id': 'req-1' };

  it.each([
    ['HTML', html, '<html>Log in to the Wi-Fi</html>'],
    ['an empty body', json, ''],
    ['truncated JSON', json, '{"code":200,"data":{"id":'],
    ['a wrong content type', { ...json, 'content-type': 'text/plain' }, '{"code":200,"data":1}'],
    ['no content type', { 'x-request-id': 'req-1' }, '{"code":200,"data":1}'],
    ['a list', json, '[]'],
    ['null', json, 'null'],
    ['nesting without end', json, '['.repeat(100_000)],
  ])('is an InvalidResponseError with status and request id: %s (NET-04, F08)', async (_, headers, text) => {
    const { transport, rows } = setUp();
    transport.answerRaw(200, headers, text);
    await expect(rows.read('u')).rejects.toMatchObject({
      kind: 'invalid-response',
      status: 200,
      requestId: 'req-1',
      retryable: false,
    });
  });

  it('is an InvalidResponseError when the GraphQL field is missing (NET-04)', async () => {
    const { transport, rows } = setUp();
    transport.answerJson({ data: {} });
    await expect(rows.user('u')).rejects.toMatchObject({ kind: 'invalid-response' });
  });

  it.each([[301], [302], [303], [307], [308]])(
    'is an InvalidResponseError when it is a redirect: %d (NET-02, F10)',
    async (status) => {
      const { transport, rows } = setUp();
      transport.answerRaw(status, { location: 'https://evil.example/', 'x-request-id': 'req-1' }, '');
      await expect(rows.write({})).rejects.toMatchObject({ kind: 'invalid-response', status, requestId: 'req-1' });
      expect(transport.requests).toHaveLength(1);
    },
  );

  it.each([
    [500, 'server'],
    [401, 'unauthenticated'],
    [404, 'not-found'],
    [429, 'rate-limited'],
  ])('goes by its status when that is %d', async (status, kind) => {
    const { transport, rows } = setUp();
    transport.answerRaw(status, html, '<html>canary</html>');
    await expect(rows.write({})).rejects.toMatchObject({ kind, status, requestId: 'req-1' });
  });

  it('is quoted by 200 printable characters at most (NET-04)', async () => {
    const { transport, rows } = setUp();
    transport.answerRaw(200, html, `<p>\u001b[31m\u0007${'x'.repeat(5_000)}`);
    const { message } = await failureOf(rows.read('u'));
    expect(message).toMatch(/^[\x20-\x7e·]*$/);
    expect(message.length).toBeLessThan(300);
  });
});

describe('secrets of a call (NET-07)', () => {
  const everywhere = (error: Error & { readonly data?: unknown }): string =>
    [
      error.message,
      error.stack,
      String(error.cause),
      JSON.stringify(error),
      JSON.stringify({ ...error }),
      inspect(error, { depth: 10 }),
    ].join('\n');

  it.each([
    ['a refusal', { code: 6001, message: `wrong code ${CANARY}`, data: { mfaToken: CANARY } }, 200],
    ['a refusal by status', { message: `bearer ${CANARY}` }, 500],
    ['a request id', { code: 6001, message: 'no', uniqueId: CANARY }, 200],
  ])('do not come back in the error when the server repeats them in %s', async (_, body, status) => {
    const { transport, rows } = setUp();
    transport.answerJson(body, status);
    expect(everywhere(await failureOf(rows.verify(CANARY, CANARY)))).not.toContain(CANARY);
  });

  it.each([
    ['a page', { 'content-type': 'text/html' }, `<html>Authorization: Bearer ${CANARY}</html>`],
    ['a content type', { 'content-type': `text/${CANARY}` }, 'x'],
    ['a request id', { 'content-type': 'text/html', 'x-request-id': CANARY }, 'x'],
    ['a body that is cut', { 'content-type': 'application/json' }, `{"code":200,"data":{"password":"${CANARY}"`],
    ['a redirect', { location: `https://evil.example/?token=${CANARY}` }, CANARY],
  ])('do not come back when the server repeats them in %s', async (where, headers, text) => {
    const { transport, rows } = setUp({ credentials: { bearer: () => CANARY } });
    transport.answerRaw(where === 'a redirect' ? 302 : 200, headers, text);
    expect(everywhere(await failureOf(rows.read('u')))).not.toContain(CANARY);
  });

  it.each([
    ['a TOTP secret', `{"code":200,"data":{"authenticator_type":"totp","secret":"${CANARY}","qrcode_uri":"otp`],
    ['a TOTP URI', `{"code":200,"data":{"qrcode_uri":"otpauth://totp/x?secret=${CANARY}&period=30","x":`],
    ['a recovery code', `{"code":200,"recoveryCode":"${CANARY}","data":`],
    ['an opaque token', `{"code":200,"data":{"accessToken": "${CANARY}`],
    ['a token in half', `{"code":200,"data":{"token":"eyJhbGciOiJSUzI1NiJ9.${CANARY}`],
    ['a QR code', `{"code":200,"data":{"qrcode_data_url":"data:image/png;base64,${CANARY}`],
  ])('do not come out of an answer that is cut behind %s', async (_, text) => {
    const { transport, rows } = setUp();
    transport.answerRaw(200, { 'content-type': 'application/json' }, text);
    const error = await failureOf(rows.write({}));
    expect(error.kind).toBe('invalid-response');
    expect(everywhere(error)).not.toContain(CANARY);
  });

  it('do not come back in part when the quotation ends within one', async () => {
    const { transport, rows } = setUp({ credentials: { bearer: () => CANARY.repeat(20) } });
    transport.answerRaw(200, { 'content-type': 'text/html' }, CANARY.repeat(20).repeat(20));
    expect(everywhere(await failureOf(rows.read('u')))).not.toContain('canary');
  });

  it.each([
    ['the bearer', 'canary-own'],
    ['a part of one', 'E.canary-own'],
    ['a JWT', 'eyJhbGciOiJSUzI1NiJ9.e30.c2ln'],
    ['a sentence', 'the bearer is refused'],
    ['a page', `<b>${'x'.repeat(100)}</b>`],
    ['too long a word', 'x'.repeat(65)],
  ])('do not come back as the code: %s', async (_, code) => {
    const { transport, rows } = setUp({ credentials: { bearer: () => 'canary-own' } });
    transport.answerJson({ apiCode: code, message: 'no' }, 403).answerJson({ code, message: 'no' }, 403);
    for (let call = 0; call < 2; call += 1) {
      const error = await failureOf(rows.write({}));
      expect(error).toMatchObject({ kind: 'permission-denied', code: undefined });
      expect(everywhere(error)).not.toContain(code);
    }
  });

  it('leave the place of the code to a number beside them', async () => {
    const { transport, rows } = setUp();
    transport.answerJson({ apiCode: TOKEN, code: 2006, message: 'no' }, 403);
    await expect(rows.write({})).rejects.toMatchObject({ code: 2006 });
  });

  it.each([['GRAPHQL_VALIDATION_FAILED'], ['invalid_grant'], ['2006'], ['user.not-found']])(
    'do not include the code %s',
    async (code) => {
      const { transport, rows } = setUp();
      transport.answerJson({ code, message: 'no' }, 403);
      await expect(rows.write({})).rejects.toMatchObject({ code });
    },
  );

  it.each([
    ['percent-encoded', encodeURIComponent],
    ['in base64', (text: string) => Buffer.from(text).toString('base64')],
    ['in JSON within JSON', (text: string) => JSON.stringify({ text })],
  ])('do not come back when the server repeats them %s', async (_, write) => {
    const password = 'canary "pass/word"';
    const written = write(password);
    const { transport, rows } = setUp();
    transport.answerJson({ code: 6001, message: written }).answerRaw(200, { 'content-type': 'text/html' }, written);
    for (let call = 0; call < 2; call += 1) {
      const error = await failureOf(rows.write({ password }));
      expect(everywhere(error)).not.toMatch(/canary|Y2FuYXJ5|word/);
    }
  });

  it('do not come back in the cause of a NetworkError, which keeps the failure of the transport', async () => {
    const failure = new TypeError(`error sending request for https://id.example/?secret=${CANARY}`, {
      cause: Object.assign(new Error(`no route for Bearer ${TOKEN}`), { code: 'EHOSTUNREACH' }),
    });
    const { transport, rows } = setUp({ credentials: { bearer: () => TOKEN } });
    transport.failWith(new NetworkError({ message: 'No complete answer', sent: true, cause: failure }));
    const error = await failureOf(rows.write({ password: CANARY }));
    expect(error.cause).toMatchObject({
      name: 'TypeError',
      message: 'error sending request for https://id.example/?secret=[redacted]',
      cause: { message: 'no route for Bearer [redacted]', code: 'EHOSTUNREACH' },
    });
    expect(everywhere(error)).not.toContain('canary');
  });

  it('are in the address of no error', async () => {
    const { transport, clock, rows } = setUp();
    for (let attempt = 0; attempt < 3; attempt += 1) transport.answerRaw(503, {}, '');
    const call = rows.read('u', { access_token: CANARY });
    expect(everywhere(await failureOf(finish(clock, call)))).not.toContain(CANARY);
  });
});

describe('a flow of several calls', () => {
  const hanging = {
    send: ({ signal }: { signal?: AbortSignal | undefined }) =>
      new Promise<never>((_, reject) => {
        if (signal?.aborted) reject(signal.reason);
        signal?.addEventListener('abort', () => reject(signal.reason));
      }),
    dispose: () => {},
  };

  it('resolves with what it comes to', async () => {
    const { transport, wire } = setUp();
    transport.answer('first').answer('second');
    const all = await wire.within([], async (bounded) => {
      const rows = new Rows(bounded);
      return [await rows.read('u'), await rows.write({})];
    });
    expect(all).toEqual(['first', 'second']);
  });

  it('has the time of one call', async () => {
    const transport = new FakeTransport();
    const { wire } = setUp({ transport });
    const signals: (AbortSignal | undefined)[] = [];
    jest.spyOn(transport, 'send').mockImplementation(async (request) => {
      signals.push(request.signal);
      // The first call is answered; what is left of the time must end the second.
      return signals.length === 1
        ? { status: 200, headers: { 'content-type': 'application/json' }, text: '{"code":200}' }
        : hanging.send(request);
    });
    const flow = wire.with({ timeout: 1_000 }).within([], async (bounded) => {
      const rows = new Rows(bounded.with({ timeout: 60_000 }));
      await rows.read('u');
      return rows.write({});
    });
    await expect(flow).rejects.toMatchObject({ kind: 'timeout', message: 'No complete answer within 1000 ms' });
    expect(signals).toHaveLength(2);
  });

  it('has its waits ended by the same time', async () => {
    const flow = setUp()
      .wire.with({ timeout: 5 })
      .within([], (_, signal) => hanging.send({ signal }));
    await expect(flow).rejects.toMatchObject({ kind: 'timeout' });
  });

  it('ends with the caller’s reason', async () => {
    const { wire } = setUp({ transport: hanging });
    const controller = new AbortController();
    const reason = new Error('enough');
    const flow = wire.with({ signal: controller.signal }).within([], (bounded) => new Rows(bounded).write({}));
    controller.abort(reason);
    await expect(flow).rejects.toBe(reason);
  });

  it('does not begin when the signal has aborted before', async () => {
    const run = jest.fn(async () => {});
    const reason = new Error('enough');
    await expect(
      setUp()
        .wire.with({ signal: AbortSignal.abort(reason) })
        .within([], run),
    ).rejects.toBe(reason);
    expect(run).not.toHaveBeenCalled();
  });

  it.each([
    ['the flow itself', []],
    ['a flow within it', ['another secret']],
  ])('shows its secrets in no error, though no request carries them: %s (CLI-22)', async (_, inner) => {
    const { transport, wire } = setUp();
    transport.answerJson({ code: 2006, message: `no such password: ${CANARY}`, uniqueId: CANARY });
    const flow = wire.within([CANARY], (bounded) => {
      if (inner.length === 0) return new Rows(bounded.with({ headers: { 'x-a': 'b' } })).write({});
      return bounded.within(inner, (deeper) => new Rows(deeper).write({}));
    });
    const error = await failureOf(flow);
    expect(error.message).toBe('no such password: [redacted]');
    expect(inspect(error)).not.toContain(CANARY);
  });

  it('leaves the secrets behind it', async () => {
    const { transport, wire, rows } = setUp();
    transport.answer(null).answerJson({ code: 2006, message: 'a word' });
    await wire.within(['word'], (bounded) => new Rows(bounded).write({}));
    await expect(rows.write({})).rejects.toMatchObject({ message: 'a word' });
  });
});

describe('a body that JSON cannot write', () => {
  const circle: Record<string, unknown> = { password: 'canary-5f0e1d' };
  circle.self = circle;
  const failing = {
    toJSON: () => {
      throw new Error('canary-5f0e1d');
    },
  };

  it.each([
    ['holds itself', circle],
    ['holds a BigInt', { count: 1n, password: 'canary-5f0e1d' }],
    ['fails to write itself', { failing }],
  ])('is an InputError, and nothing is sent: it %s', async (_, body) => {
    const { transport, rows } = setUp();
    const error = await failureOf(rows.write(body));
    expect(error).toBeInstanceOf(InputError);
    expect(inspect(error)).not.toContain('canary');
    expect(transport.requests).toEqual([]);
  });
});

describe('errors of the Authing wire', () => {
  it.each([['wrong'], ['password'], ['invalid'], ['name'], ['2333']])(
    'the error for a wrong password is the same when the password is %s',
    async (password) => {
      const { transport, rows } = setUp();
      const message = { code: '2333', message: 'The user name or the password is wrong' };
      transport.answerJson({ errors: [{ message }] });
      await expect(rows.rename('u', password)).rejects.toMatchObject({ kind: 'invalid-credentials', ...message });
    },
  );

  it.each([['body'], ['readable'], ['without']])(
    'the error for an answer without a body is the same when the password is %s',
    async (password) => {
      const { transport, rows } = setUp();
      transport.answerRaw(404, {}, '');
      const error = await failureOf(rows.write({ password }));
      expect(error.message).toBe('HTTP 404 without a readable body');
    },
  );

  it.each([['invalid'], ['grant']])('an OAuth refusal keeps its code when the password is %s', async (password) => {
    const { transport, rows } = setUp();
    transport.answerJson({ error: 'invalid_grant' }, 400);
    const error = await failureOf(rows.write({ password }));
    expect(error).toMatchObject({ kind: 'oauth', code: 'invalid_grant', message: 'invalid_grant' });
  });

  it('an OAuth refusal shows no secret that the server repeats in place of a code (NET-07)', async () => {
    const { transport, rows } = setUp();
    transport.answerJson({ error: CANARY }, 400);
    const error = await failureOf(rows.write({ password: CANARY }));
    expect(inspect(error)).not.toContain(CANARY);
  });

  it.each([
    ['x-api-key', CANARY],
    ['x-gateway-authorization', `Basic ${CANARY}`],
    ['x-forwarded-cookie', `theme=dark; sid=${CANARY}`],
  ])('the error shows no value of the header %s of with() that the server repeats (NET-07)', async (name, value) => {
    const { transport, rows } = setUp({}, { headers: { [name]: value } });
    transport.answerJson({ code: 500, message: `bad key ${CANARY}`, uniqueId: CANARY }, 400);
    const error = await failureOf(rows.write({}));
    expect(error.message).toBe('bad key [redacted]');
    expect(inspect(error)).not.toContain(CANARY);
  });

  it('the error keeps the request id that the caller chose', async () => {
    const { transport, rows } = setUp({}, { headers: { 'x-request-id': 'call-4711' } });
    transport.answerJson({ code: 500, message: 'no' }, 400, { 'x-request-id': 'call-4711' });
    await expect(rows.write({})).rejects.toMatchObject({ requestId: 'call-4711' });
  });

  it.each([['constructor'], ['toString'], ['__proto__'], ['hasOwnProperty']])(
    'the code %s is a refusal like any other',
    async (code) => {
      const { transport, rows } = setUp();
      transport.answerJson({ code, message: 'no' }, 400);
      await expect(rows.verify('123456', 'mfa-token')).rejects.toMatchObject({ kind: 'api', code });
    },
  );
});
