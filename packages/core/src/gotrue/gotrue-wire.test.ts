import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { ManualClock } from '../clock/index.js';
import { isSallyportError, type SallyportError } from '../errors/index.js';
import { clientOf } from '../http/client-of.js';
import { rest } from '../http/rest.js';
import { FakeTransport } from '../testing/index.js';
import { readOptions } from '../validation/options.js';
import { goTrueConnection, goTrueConnectionReaders } from './gotrue-connection.js';
import { openGoTrueWire } from './open-gotrue-wire.js';

const endpoints = {
  user: rest('GET /user').returns<unknown>(),
  settings: rest('GET /settings', { credential: 'none' }).returns<unknown>(),
  signUp: rest('POST /signup', { credential: 'none' })
    .accepts((body: Readonly<Record<string, unknown>>) => ({ body }))
    .returns<unknown>(),
  factors: rest('GET /factors', { credential: 'argument-or-client' })
    .accepts((bearer?: string) => ({ bearer }))
    .returns<unknown>(),
  userOf: rest('GET /user', { credential: 'argument' })
    .accepts((bearer: string) => ({ bearer }))
    .returns<unknown>(),
  users: rest('GET /admin/users', { receives: 'body-and-headers' })
    .accepts((page: number) => ({ query: { page } }))
    .returns<{ readonly body: unknown; readonly headers: Readonly<Record<string, string>> }>(),
  refresh: rest('POST /token', { credential: 'none', refusals: { validation_failed: 'signInAgain' } })
    .accepts((body: Readonly<Record<string, unknown>>) => ({ query: { grant_type: 'refresh_token' }, body }))
    .returns<unknown>(),
  recoveryCodes: rest('GET /factors/recovery-codes', { refusals: { 404: 'unsupported' } }).returns<unknown>(),
};
const Rows = clientOf(endpoints);

const connect = (options: object) => goTrueConnection(readOptions(options, goTrueConnectionReaders));

function setUp(options: { readonly apiKey?: string } = {}) {
  const transport = new FakeTransport();
  const clock = new ManualClock();
  const connection = connect({ url: 'https://id.example/auth/v1/', transport, clock, ...options });
  return { transport, rows: new Rows(openGoTrueWire(connection, { bearer: () => 'access-token-of-ada' })) };
}

async function refused(status: number, body: string, headers: Record<string, string> = {}): Promise<SallyportError> {
  const { transport, rows } = setUp();
  transport.answerRaw(status, { 'content-type': 'application/json', ...headers }, body);
  const error: unknown = await rows.signUp({ password: 'correct horse' }).catch((reason: unknown) => reason);
  if (!isSallyportError(error)) throw new Error(`no refusal, but ${inspect(error)}`);
  return error;
}

describe('the GoTrue wire', () => {
  it('sends the version of the API, the key of the gateway, and JSON', async () => {
    const { transport, rows } = setUp({ apiKey: 'anon' });
    transport.answerRaw(200, { 'content-type': 'application/json' }, '{"id":"ada"}');
    await expect(rows.signUp({ email: 'ada@example.com' })).resolves.toEqual({ id: 'ada' });
    expect(transport.last).toMatchObject({
      method: 'POST',
      url: 'https://id.example/auth/v1/signup',
      body: '{"email":"ada@example.com"}',
      withCredentials: false,
      headers: {
        accept: 'application/json',
        apikey: 'anon',
        'content-type': 'application/json;charset=UTF-8',
        'x-client-info': 'sallyport-js/1.0.0',
        'x-supabase-api-version': '2024-01-01',
      },
    });
    expect(transport.last.headers).not.toHaveProperty('authorization');
  });

  it('sends a bearer where somebody is signed in, and no key where there is none', async () => {
    const { transport, rows } = setUp();
    transport.answerRaw(200, { 'content-type': 'application/json' }, '{}');
    await rows.user();
    expect(transport.last.headers).toMatchObject({ authorization: 'Bearer access-token-of-ada' });
    expect(transport.last.headers).not.toHaveProperty('apikey');
    expect(transport.last.headers).not.toHaveProperty('content-type');
  });

  it('lets the key into no error, also where no bearer is sent (NET-07)', async () => {
    const { transport, rows } = setUp({ apiKey: 'sb_secret_canary' });
    transport.answerJson({ code: 'bad_key', message: 'sb_secret_canary is not known' }, 401);
    const error: unknown = await rows.settings().catch((reason: unknown) => reason);
    expect(isSallyportError(error) && error.message).toBe('[redacted] is not known');
  });

  it.each([
    ['bad_jwt', 403],
    ['session_not_found', 403],
    ['user_not_found', 403],
    ['no_authorization', 401],
  ])('says of a refused token of a pending sign-in that the sign-in is over: %s', async (code, status) => {
    const { transport, rows } = setUp();
    transport.answerJson({ code, message: 'no' }, status).answerJson({ code, message: 'no' }, status);
    await expect(rows.factors('mfa-token')).rejects.toMatchObject({
      kind: 'challenge-expired',
      expired: 'sign-in',
      code,
    });
    await expect(rows.factors()).rejects.toMatchObject({ kind: 'unauthenticated', code });
  });

  it('says of a wrong answer to a pending sign-in that it is wrong, and no more', async () => {
    const { transport, rows } = setUp();
    transport.answerJson({ code: 'mfa_verification_failed', message: 'no' }, 422);
    await expect(rows.factors('mfa-token')).rejects.toMatchObject({ kind: 'invalid-code' });
  });

  it('says of a refused token that is no pending sign-in’s that it is no good', async () => {
    const { transport, rows } = setUp();
    transport.answerJson({ code: 'bad_jwt', message: 'no' }, 403);
    await expect(rows.userOf('token')).rejects.toMatchObject({ kind: 'unauthenticated', code: 'bad_jwt' });
  });

  it('takes an empty answer for one, and a list for one', async () => {
    const { transport, rows } = setUp();
    transport.answerRaw(204, {}, '');
    await expect(rows.settings()).resolves.toBeUndefined();
    transport.answerRaw(200, { 'content-type': 'application/json' }, '[1,2]');
    await expect(rows.settings()).resolves.toEqual([1, 2]);
  });

  it('hands over the headers of a page', async () => {
    const { transport, rows } = setUp();
    const headers = { 'content-type': 'application/json', 'x-total-count': '5' };
    transport.answerRaw(200, headers, '{"users":[]}');
    await expect(rows.users(1)).resolves.toEqual({ body: { users: [] }, headers });
  });

  it.each([
    ['with a version', '{"code":"weak_password","message":"Too short","weak_password":{"reasons":["length"]}}'],
    [
      'without a version',
      '{"code":422,"error_code":"weak_password","msg":"Too short","weak_password":{"reasons":["length"]}}',
    ],
  ])('reads the errors of a server %s', async (_, body) => {
    const error = await refused(422, body, { 'x-request-id': 'r-1' });
    expect(error).toMatchObject({ kind: 'weak-password', code: 'weak_password', message: 'Too short', status: 422 });
    expect(error).toMatchObject({ requestId: 'r-1', data: { reasons: ['length'] } });
  });

  it.each([
    [400, 'invalid_credentials', 'invalid-credentials'],
    [401, 'no_authorization', 'unauthenticated'],
    [403, 'no_authorization', 'permission-denied'],
    [403, 'bad_jwt', 'unauthenticated'],
    [403, 'session_not_found', 'unauthenticated'],
    [403, 'user_not_found', 'unauthenticated'],
    [404, 'user_not_found', 'not-found'],
    [400, 'refresh_token_already_used', 'unauthenticated'],
    [422, 'mfa_verification_failed', 'invalid-code'],
    [422, 'mfa_challenge_expired', 'challenge-expired'],
    [403, 'otp_expired', 'invalid-code'],
    [401, 'insufficient_aal', 'mfa-required'],
    [422, 'user_already_exists', 'conflict'],
    [422, 'mfa_phone_enroll_not_enabled', 'unsupported-by-server'],
    [400, 'email_not_confirmed', 'sign-in-step-required'],
    [400, 'reauthentication_needed', 'sign-in-step-required'],
    [422, 'mfa_recovery_codes_verification_failed', 'invalid-code'],
    [404, 'mfa_recovery_codes_not_found', 'not-found'],
    [429, 'mfa_recovery_codes_locked', 'rate-limited'],
    [403, 'not_admin', 'permission-denied'],
    [500, 'unexpected_failure', 'server'],
    [418, 'newer_than_this_client', 'api'],
  ])('raises for %d %s what says what to do next: %s', async (status, code, kind) => {
    const error = await refused(status, JSON.stringify({ code, message: 'No' }));
    expect(error).toMatchObject({ kind, code, status, message: 'No' });
  });

  it.each([
    [404, '404 page not found', 'such as /auth/v1'],
    [422, '{"code":"mfa_factor_name_conflict","message":"No"}', 'another name'],
    [403, '{"code":"bad_jwt","message":"No"}', 'check the key'],
  ])('has a remedy for %d %s that names what to change', async (status, body, named) => {
    expect((await refused(status, body)).remedy).toContain(named);
  });

  it('tells what stood in the place of a refusal that cannot be read, and none of the secrets in it (NET-07)', async () => {
    const error = await refused(403, '<p>correct horse is blocked</p>', { 'content-type': 'text/html' });
    expect(error).toMatchObject({ kind: 'permission-denied', status: 403, code: undefined });
    expect(error.cause).toMatchObject({ kind: 'invalid-response', message: expect.stringContaining('is blocked') });
    expect(inspect(error)).not.toContain('correct horse');
    expect((await refused(403, '{"msg":"No"}')).cause).toBeUndefined();
  });

  it('reads from the text how long to wait, since the wire says it nowhere else', async () => {
    const message = 'For security purposes, you can only request this after 55 seconds.';
    const error = await refused(429, JSON.stringify({ code: 'over_email_send_rate_limit', message }));
    expect(error).toMatchObject({ kind: 'rate-limited', retryAfterMs: 55_000 });
  });

  it('reads no wait from the text where a header says it, or where nobody is asked to wait', async () => {
    const slow = JSON.stringify({ code: 'over_request_rate_limit', message: 'Wait 55 seconds.' });
    expect(await refused(429, slow, { 'retry-after': '7' })).toMatchObject({ retryAfterMs: 7_000 });
    const weak = JSON.stringify({ code: 'weak_password', message: 'It is guessed within 2 seconds.' });
    expect(await refused(422, weak)).toMatchObject({ retryAfterMs: null });
  });

  it('tells the refusals of OAuth by their own name', async () => {
    const body = '{"error":"invalid_request","error_description":"Unacceptable audience"}';
    await expect(refused(400, body)).resolves.toMatchObject({ kind: 'oauth', error: 'invalid_request' });
  });

  it('knows what a code means at one endpoint, and what a status means where there is no code', async () => {
    const { transport, rows } = setUp();
    const json = { 'content-type': 'application/json' };
    transport.answerRaw(400, json, '{"code":"validation_failed","message":"No"}');
    await expect(rows.refresh({ refresh_token: 'short' })).rejects.toMatchObject({ kind: 'unauthenticated' });
    transport.answerRaw(404, { 'content-type': 'text/plain' }, '404 page not found');
    await expect(rows.recoveryCodes()).rejects.toMatchObject({ kind: 'unsupported-by-server', status: 404 });
  });

  it('shows no secret of the request, whatever the server repeats', async () => {
    const error = await refused(400, '{"code":"correct horse","message":"correct horse is no password"}');
    expect(`${JSON.stringify(error)}${inspect(error)}`).not.toContain('correct horse');
    expect(error.code).toBeUndefined();
  });

  it.each([
    ['a page', 200, 'text/html', '<p>Sign in to the network</p>'],
    ['half an answer', 200, 'application/json', '{"access_token":"eyJ'],
    ['a redirect', 302, 'text/html', ''],
  ])('takes %s for no answer of the server', async (_, status, type, text) => {
    const { transport, rows } = setUp();
    transport.answerRaw(status, { 'content-type': type }, text);
    await expect(rows.signUp({})).rejects.toMatchObject({ kind: 'invalid-response' });
  });

  it.each([[undefined], [''], ['id.example'], ['ftp://id.example'], ['http://id.example']])(
    'is not opened to the address %j',
    (url) => {
      expect(() => connect({ url: url as string })).toThrow(/option url/); // what programs without types pass
    },
  );

  it('sends the emulator’s published keys to no other machine', () => {
    const apiKey = 'sallyport-development-anon-key';
    expect(() => connect({ url: 'https://id.example', apiKey })).toThrow(/apiKey/);
    expect(connect({ url: 'http://127.0.0.1:4455/auth/v1', apiKey }).apiKey).toBe(apiKey);
  });
});

describe('errors of the GoTrue wire', () => {
  it.each([['invalid'], ['credentials'], ['login'], ['invalid_credentials'], ['password'], ['wrong']])(
    'the error for a wrong password is the same when the password is %s',
    async (password) => {
      const { transport, rows } = setUp();
      const said = { code: 'invalid_credentials', message: 'Invalid login credentials' };
      transport.answerJson(said, 400);
      await expect(rows.signUp({ password })).rejects.toMatchObject({ kind: 'invalid-credentials', ...said });
    },
  );

  it.each([['short'], ['weak'], ['weak_password'], ['characters']])(
    'the error for a weak password is the same when the password is %s',
    async (password) => {
      const { transport, rows } = setUp();
      const said = { code: 'weak_password', message: 'Password should be at least 6 characters.' };
      transport.answerJson(said, 422);
      await expect(rows.signUp({ password })).rejects.toMatchObject(said);
    },
  );

  it.each([['constructor'], ['toString'], ['__proto__'], ['hasOwnProperty']])(
    'the code %s is a refusal like any other',
    async (code) => {
      for (const said of [
        { error_code: code, code: 400, msg: 'no' },
        { code, message: 'no' },
      ]) {
        const { transport, rows } = setUp();
        transport.answerJson(said, 400);
        await expect(rows.refresh({})).rejects.toMatchObject({ kind: 'api', code });
      }
    },
  );
});
