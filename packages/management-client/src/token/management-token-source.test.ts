import { describe, expect, it } from '@jest/globals';
import { FakeTransport } from '@sallyport/core/testing';
import { NOW_SECONDS, setUp } from '../client.fixture.js';
import { ManagementClient } from '../management-client.js';

const withSecret = { accessToken: undefined, secret: 'canary-secret' };
const issued = (accessToken: string, lifeSeconds: number | null) => ({
  accessToken,
  ...(lifeSeconds === null ? {} : { iat: NOW_SECONDS, exp: NOW_SECONDS + lifeSeconds }),
});
const status = { OTP: false, FACE: false };

/** A token in form only; it has no signature. */
const jwt = (claims: object): string => `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.e30`;

/** Which requests asked for a token. */
const asked = (transport: FakeTransport): number =>
  transport.requests.filter(({ url }) => url.endsWith('/graphql/v2')).length;

describe('the management token', () => {
  it('is got by pool and secret, without a bearer', async () => {
    const { client, transport } = setUp(withSecret);
    transport.answerGraphql('accessToken', issued('token', 7_200)).answer(status);
    await client.mfa.getStatus('u');
    const [first, second] = transport.requests;
    expect(JSON.parse(first?.body ?? '')).toEqual({
      query:
        'query accessToken($userPoolId: String!, $secret: String!) { accessToken(userPoolId: $userPoolId, secret: $secret) { accessToken exp iat } }',
      variables: { userPoolId: 'pool', secret: 'canary-secret' },
    });
    expect([first?.headers.authorization, second?.headers.authorization]).toEqual([undefined, 'Bearer token']);
  });

  it('is got by the application where there is no pool', async () => {
    const { client, transport } = setUp({ ...withSecret, userPoolId: undefined, appId: 'app' });
    transport.answerGraphql('accessToken', issued('token', 7_200)).answer(status);
    await client.mfa.getStatus('u');
    expect(JSON.parse(transport.requests[0]?.body ?? '').variables).toEqual({
      userPoolId: 'app',
      secret: 'canary-secret',
    });
  });

  it('is got once for a hundred calls (MGT-02)', async () => {
    const { client, transport } = setUp(withSecret);
    transport.answerGraphql('accessToken', issued('token', 7_200));
    for (let call = 0; call < 101; call += 1) transport.answer(status);
    await Promise.all(Array.from({ length: 100 }, () => client.mfa.getStatus('u')));
    await client.mfa.getStatus('u');
    expect(asked(transport)).toBe(1);
  });

  it.each([
    [7_200, 7_140],
    [600, 540],
    [300, 270],
    [10, 9],
  ])('that lives %d s is used for %d s: less a minute or a tenth (MGT-02)', async (lifeSeconds, usableSeconds) => {
    const { client, transport, clock } = setUp(withSecret);
    transport.answerGraphql('accessToken', issued('one', lifeSeconds)).answer(status).answer(status);
    await client.mfa.getStatus('u');
    await clock.advance(usableSeconds * 1000 - 1);
    await client.mfa.getStatus('u');
    expect(asked(transport)).toBe(1);
    await clock.advance(1);
    transport.answerGraphql('accessToken', issued('two', lifeSeconds)).answer(status);
    await client.mfa.getStatus('u');
    expect([asked(transport), transport.last.headers.authorization]).toEqual([2, 'Bearer two']);
  });

  it('counts its life from now, whatever either clock says (F12)', async () => {
    const { client, transport, clock } = setUp(withSecret);
    await clock.advance(86_400_000);
    transport.answerGraphql('accessToken', issued('token', 7_200)).answer(status).answer(status);
    await client.mfa.getStatus('u');
    await client.mfa.getStatus('u');
    expect(asked(transport)).toBe(1);
  });

  it('may be opaque, and is then used until it is refused', async () => {
    const { client, transport, clock } = setUp(withSecret);
    transport.answerGraphql('accessToken', issued('opaque', null)).answer(status).answer(status);
    await client.mfa.getStatus('u');
    await clock.advance(30 * 86_400_000);
    await client.mfa.getStatus('u');
    expect(asked(transport)).toBe(1);
  });

  it.each([
    [0, 0],
    [NOW_SECONDS, NOW_SECONDS],
    [NOW_SECONDS - 1, NOW_SECONDS],
  ])('is used until it is refused when its answer has exp %d and iat %d', async (exp, iat) => {
    const { client, transport } = setUp(withSecret);
    transport.answerGraphql('accessToken', { accessToken: 'opaque', exp, iat });
    transport.answer(status).answer(status);
    await client.mfa.getStatus('u');
    await client.mfa.getStatus('u');
    expect(asked(transport)).toBe(1);
  });

  it('lives as long as its own claims say when its answer has exp 0 and iat 0', async () => {
    const { client, transport, clock } = setUp(withSecret);
    const token = jwt({ iat: NOW_SECONDS, exp: NOW_SECONDS + 7_200 });
    transport.answerGraphql('accessToken', { accessToken: token, exp: 0, iat: 0 }).answer(status);
    await client.mfa.getStatus('u');
    await clock.advance(7_200_000);
    transport.answerGraphql('accessToken', issued('two', 7_200)).answer(status);
    await client.mfa.getStatus('u');
    expect(asked(transport)).toBe(2);
  });

  it('is asked for again after a failure', async () => {
    const { client, transport } = setUp(withSecret);
    transport.answerJson({ errors: [{ message: { code: 1001, message: 'wrong secret' } }] });
    await expect(client.mfa.getStatus('u')).rejects.toMatchObject({ kind: 'permission-denied' });
    transport.answerGraphql('accessToken', issued('token', 7_200)).answer(status);
    await expect(client.mfa.getStatus('u')).resolves.toEqual(status);
  });

  it.each([[null], [{}], [{ accessToken: '' }]])('is not %j', async (answer) => {
    const { client, transport } = setUp(withSecret);
    transport.answerGraphql('accessToken', answer);
    await expect(client.mfa.getStatus('u')).rejects.toMatchObject({ kind: 'invalid-response' });
  });

  it('is got for the others when one caller stops waiting', async () => {
    const { client, transport } = setUp(withSecret);
    const answer = transport.answerLater();
    transport.answer(status);
    const controller = new AbortController();
    const impatient = client.with({ signal: controller.signal }).mfa.getStatus('u');
    const patient = client.mfa.getStatus('u');
    const reason = new Error('enough');
    controller.abort(reason);
    await expect(impatient).rejects.toBe(reason);
    answer({ data: { accessToken: issued('token', 7_200) } });
    await expect(patient).resolves.toEqual(status);
  });

  it('shows up in no error, and neither does the secret (NET-07)', async () => {
    const { client, transport } = setUp(withSecret);
    transport.answerJson({ errors: [{ message: { code: 1001, message: 'not canary-secret' } }] });
    const error = (await client.mfa.getStatus('u').catch((reason: unknown) => reason)) as Error;
    expect(`${error.stack}${JSON.stringify(error)}`).not.toContain('canary');
  });
});

describe('a management token that the server refuses', () => {
  const refusals = [
    [401, { code: 401, message: 'no' }],
    [200, { code: 2206, message: 'expired' }],
  ] as const;

  it.each(refusals)('is replaced once, and the call repeated: %d %j (MGT-03)', async (httpStatus, refusal) => {
    const { client, transport } = setUp(withSecret);
    transport.answerGraphql('accessToken', issued('one', 7_200)).answerJson(refusal, httpStatus);
    transport.answerGraphql('accessToken', issued('two', 7_200)).answer(status);
    await expect(client.mfa.getStatus('u')).resolves.toEqual(status);
    expect([asked(transport), transport.last.headers.authorization]).toEqual([2, 'Bearer two']);
  });

  it.each(refusals)('twice is an error: %d %j (MGT-03)', async (httpStatus, refusal) => {
    const { client, transport } = setUp(withSecret);
    transport.answerGraphql('accessToken', issued('one', 7_200)).answerJson(refusal, httpStatus);
    transport.answerGraphql('accessToken', issued('two', 7_200)).answerJson(refusal, httpStatus);
    await expect(client.mfa.getStatus('u')).rejects.toMatchObject({ kind: 'unauthenticated', code: refusal.code });
    expect(transport.requests).toHaveLength(4);
  });

  it('is replaced once for all calls that it was refused to', async () => {
    const { client, transport } = setUp(withSecret);
    const refusal = { code: 2206, message: 'expired' };
    transport.answerGraphql('accessToken', issued('one', 7_200)).answerJson(refusal).answerJson(refusal);
    transport.answerGraphql('accessToken', issued('two', 7_200)).answer(status).answer(status);
    await Promise.all([client.mfa.getStatus('u'), client.mfa.getStatus('u')]);
    expect(asked(transport)).toBe(2);
  });

  it('is used as it stands where it was given', async () => {
    const { client, transport } = setUp();
    transport.answerJson({ code: 2206, message: 'expired' });
    await expect(client.mfa.getStatus('u')).rejects.toMatchObject({ kind: 'unauthenticated' });
    expect(transport.requests.map(({ headers }) => headers.authorization)).toEqual(['Bearer management-token']);
  });
});

describe('two clients', () => {
  it('never share token, pool or headers (MGT-04)', async () => {
    const transport = new FakeTransport();
    const make = (userPoolId: string, tenantId: string) =>
      new ManagementClient({
        userPoolId,
        tenantId,
        secret: `secret-${userPoolId}`,
        host: 'https://id.example',
        transport,
      });
    const [one, two] = [make('one', 't1'), make('two', 't2')];
    transport.answerGraphql('accessToken', issued('token-one', 7_200)).answer(status);
    transport.answerGraphql('accessToken', issued('token-two', 7_200)).answer(status);
    transport.answer(status).answer(status);
    for (const client of [one, two, one, two]) await client.mfa.getStatus('u');
    const seen = transport.requests.map(({ headers }) => [
      headers.authorization,
      headers['x-authing-userpool-id'],
      headers['x-authing-app-tenant-id'],
    ]);
    expect(seen).toEqual([
      [undefined, 'one', 't1'],
      ['Bearer token-one', 'one', 't1'],
      [undefined, 'two', 't2'],
      ['Bearer token-two', 'two', 't2'],
      ['Bearer token-one', 'one', 't1'],
      ['Bearer token-two', 'two', 't2'],
    ]);
  });

  it('share one token where one is a view of the other', async () => {
    const { client, transport } = setUp(withSecret);
    transport.answerGraphql('accessToken', issued('token', 7_200)).answer(status).answer(status);
    await client.mfa.getStatus('u');
    await client.with({ headers: { 'x-trace': 't' } }).mfa.getStatus('u');
    expect([asked(transport), transport.last.headers['x-trace']]).toEqual([1, 't']);
  });
});
