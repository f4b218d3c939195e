import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { InvalidResponseError, type SallyportError } from '@sallyport/core/errors';
import { decrypt, NOW_SECONDS, publicKey, sessionToken, setUp, setUpSignedIn, wireUser } from '../../client.fixture.js';

interface GraphqlBody {
  readonly query: string;
  readonly variables: { readonly input: Readonly<Record<string, unknown>> };
}

const options = {
  autoRegister: true,
  captchaCode: 'xj72',
  clientIp: '1.2.3.4',
  customData: { school: 'x' },
  context: { k: 'v' },
};
const extra = { clientIp: '1.2.3.4', params: '[{"key":"school","value":"x"}]', context: '{"k":"v"}' };

describe.each([
  ['loginByEmail', 'email', 'ada@example.com'],
  ['loginByUsername', 'username', 'ada'],
  ['loginByPhonePassword', 'phone', '13800000000'],
] as const)('%s', (method, name, account) => {
  it('sends account, encrypted password and options', async () => {
    const { client, transport } = setUp();
    transport.answerGraphql(method, wireUser());
    await client[method](account, 'pä ss 😀', options);
    const { query, variables } = transport.lastBody as GraphqlBody;
    const type = `${method.charAt(0).toUpperCase()}${method.slice(1)}Input!`;
    expect(query).toMatch(
      new RegExp(`^mutation ${method}\\(\\$input: ${type}\\) \\{ ${method}\\(input: \\$input\\) \\{ id `),
    );
    const { password, ...rest } = variables.input;
    expect(rest).toEqual({ [name]: account, autoRegister: true, captchaCode: 'xj72', ...extra });
    expect(decrypt(password)).toBe('pä ss 😀');
  });

  it('sends what is left out as the wire expects it', async () => {
    const { client, transport } = setUp();
    transport.answerGraphql(method, wireUser());
    await client[method](account, 'pw');
    const { password: _, ...rest } = (transport.lastBody as GraphqlBody).variables.input;
    expect(rest).toEqual({ [name]: account, autoRegister: false, params: null, context: null });
  });

  it('never asks for the password field of the user', async () => {
    const { client, transport } = setUp();
    transport.answerGraphql(method, wireUser());
    await client[method](account, 'pw');
    expect((transport.lastBody as GraphqlBody).query).not.toMatch(/\{[^}]*\bpassword\b/);
  });

  it('leaves the options alone, also where they are frozen', async () => {
    const { client, transport } = setUp();
    transport.answerGraphql(method, wireUser());
    const frozen = Object.freeze({ ...options, customData: Object.freeze({ school: 'x' }) });
    await expect(client[method](account, 'pw', frozen)).resolves.toMatchObject({ id: 'ada' });
  });

  it('signs in: session, storage and event', async () => {
    const { client, transport, events } = setUp();
    transport.answerGraphql(method, wireUser());
    const user = await client[method](account, 'pw');
    expect(user).toMatchObject({ id: 'ada', token: sessionToken() });
    expect(client.snapshot).toMatchObject({ state: 'signedIn', userId: 'ada', assuranceLevel: 'aal1' });
    expect(client.expiresAt).toEqual(new Date((NOW_SECONDS + 3_600) * 1000));
    expect(events).toEqual([['signedIn', { userId: 'ada', assuranceLevel: 'aal1' }]]);
  });

  it('leaves the session that was there when the password is wrong', async () => {
    const { client, transport } = await setUpSignedIn();
    transport.refuseGraphql(2333, 'wrong');
    await expect(client[method](account, 'pw')).rejects.toMatchObject({ kind: 'invalid-credentials', code: 2333 });
    expect([client.state, client.checkLoggedIn()]).toEqual(['signedIn', 'ada']);
  });

  it.each([[''], [undefined], [null], [5], ['a\r\nb'], ['  ']])(
    'refuses the account %j before anything is sent',
    async (value) => {
      const { client, transport } = setUp({ publicKey: undefined });
      await expect(client[method](value as string, 'pw')).rejects.toMatchObject({
        kind: 'invalid-input',
        message: expect.stringContaining(name),
      });
      expect(transport.requests).toEqual([]);
    },
  );

  it.each([[''], [undefined], [5]])('refuses the password %j before anything is sent', async (value) => {
    const { client, transport } = setUp({ publicKey: undefined });
    await expect(client[method](account, value as string)).rejects.toMatchObject({
      kind: 'invalid-input',
      message: expect.stringContaining('password'),
    });
    expect(transport.requests).toEqual([]);
  });

  it('shows the password in no error, whatever the server does with it (CLI-22)', async () => {
    const { client, transport } = setUp();
    transport.answerRaw(500, { 'content-type': 'text/html' }, '<html></html>');
    const error = (await client[method](account, 'canary-pw').catch((reason: unknown) => reason)) as SallyportError;
    expect(`${error.stack}${JSON.stringify(error)}${inspect(error)}`).not.toContain('canary-pw');
    expect(JSON.stringify(transport.requests)).not.toContain('canary-pw');
  });
});

describe('sign-in by code', () => {
  it('loginByPhoneCode sends phone, code and country code', async () => {
    const { client, transport, events } = setUp();
    transport.answerGraphql('loginByPhoneCode', wireUser());
    await client.loginByPhoneCode('13800000000', ' １２ 34 ', { phoneCountryCode: '+86', customData: { a: 1 } });
    expect((transport.lastBody as GraphqlBody).variables.input).toEqual({
      phone: '13800000000',
      code: '1234',
      phoneCountryCode: '+86',
      params: '[{"key":"a","value":1}]',
      context: null,
    });
    expect(events).toEqual([['signedIn', { userId: 'ada', assuranceLevel: 'aal1' }]]);
  });

  it('loginByEmailCode posts email and code, with no bearer', async () => {
    const { client, transport } = await setUpSignedIn();
    transport.answer(wireUser('bob'));
    await client.loginByEmailCode('bob@example.com', '123 456');
    expect(transport.last).toMatchObject({ method: 'POST', url: 'https://id.example/api/v2/login/email-code' });
    expect(transport.lastBody).toEqual({ email: 'bob@example.com', code: '123456', params: null, context: null });
    expect('authorization' in transport.last.headers).toBe(false);
    expect(client.checkLoggedIn()).toBe('bob');
  });

  it.each([
    [2001, 'invalid-code'],
    [2300, 'challenge-expired'],
  ])('tells by %d what is wrong with the code', async (code, kind) => {
    const { client, transport } = setUp();
    transport.answerJson({ code, message: 'no' });
    await expect(client.loginByEmailCode('ada@example.com', '1234')).rejects.toMatchObject({ kind, code });
  });

  it.each([[''], ['  '], [1234], [undefined]])('refuses the code %j before anything is sent', async (code) => {
    const { client, transport } = setUp();
    await expect(client.loginByPhoneCode('1', code as string)).rejects.toMatchObject({
      message: expect.stringContaining('code'),
    });
    await expect(client.loginByEmailCode('a@b', code as string)).rejects.toMatchObject({
      message: expect.stringContaining('code'),
    });
    expect(transport.requests).toEqual([]);
  });

  it('sendSmsCode posts the phone number, and what else is given', async () => {
    const { client, transport } = setUp();
    transport.answer({ code: 200 }).answer({ code: 200 });
    await client.sendSmsCode('13800000000');
    expect(transport.last).toMatchObject({ method: 'POST', url: 'https://id.example/api/v2/sms/send' });
    expect(transport.lastBody).toEqual({ phone: '13800000000' });
    await client.sendSmsCode('13800000000', '+86', 'mfa-verify');
    expect(transport.lastBody).toEqual({ phone: '13800000000', phoneCountryCode: '+86', scene: 'mfa-verify' });
  });

  it('sendEmail names address and scene', async () => {
    const { client, transport } = setUp();
    transport.answerGraphql('sendEmail', { message: 'OK', code: 200 });
    await expect(client.sendEmail('ada@example.com', 'LOGIN_VERIFY_CODE')).resolves.toEqual({
      message: 'OK',
      code: 200,
    });
    expect(transport.lastBody).toEqual({
      query:
        'mutation sendEmail($email: String!, $scene: EmailScene!) { sendEmail(email: $email, scene: $scene) { message code } }',
      variables: { email: 'ada@example.com', scene: 'LOGIN_VERIFY_CODE' },
    });
  });

  it.each([[''], ['a@b\r\nBcc: c@d'], [undefined]])('sends nothing to the address %j', async (email) => {
    const { client, transport } = setUp();
    await expect(client.sendEmail(email as string, 'VERIFY_EMAIL')).rejects.toMatchObject({ kind: 'invalid-input' });
    await expect(client.sendSmsCode(email as string)).rejects.toMatchObject({ kind: 'invalid-input' });
    expect(transport.requests).toEqual([]);
  });
});

describe('the key for passwords', () => {
  it('is fetched once for a sign-up and two sign-ins at the same time', async () => {
    const { client, transport } = setUp({ publicKey: undefined });
    transport.answer({ publicKey });
    for (const root of ['loginByEmail', 'loginByUsername']) transport.answerGraphql(root, wireUser());
    await Promise.all([client.loginByEmail('a@b', 'pw'), client.loginByUsername('ada', 'pw')]);
    expect(transport.requests.filter(({ url }) => url.endsWith('/.well-known'))).toHaveLength(1);
  });

  it('that cannot be had keeps the password here (CLI-22)', async () => {
    const { client, transport } = setUp({ publicKey: undefined });
    transport.answerJson({ code: 404, message: 'no' }, 404);
    await expect(client.loginByEmail('a@b', 'canary')).rejects.toMatchObject({ kind: 'not-found' });
    expect(transport.requests).toHaveLength(1);
  });
});

describe('an answer to a sign-in', () => {
  it('without a token is no sign-in', async () => {
    const { client, transport } = setUp();
    transport.answerGraphql('loginByUsername', wireUser('ada', null));
    await expect(client.loginByUsername('ada', 'pw')).rejects.toBeInstanceOf(InvalidResponseError);
    expect(client.state).toBe('signedOut');
  });

  it('without a user is no sign-in either', async () => {
    const { client, transport } = setUp();
    transport.answerGraphql('loginByUsername', null);
    await expect(client.loginByUsername('ada', 'pw')).rejects.toBeInstanceOf(InvalidResponseError);
  });

  it('has its custom fields folded', async () => {
    const { client, transport } = setUp();
    transport.answerGraphql('loginByUsername', {
      ...wireUser(),
      customData: [{ key: 'age', value: '36', dataType: 'NUMBER' }],
    });
    await expect(client.loginByUsername('ada', 'pw')).resolves.toMatchObject({ customData: { age: 36 } });
  });

  it.each([
    ['set-password', 1639],
    ['solve-captcha', 2000],
  ])('may ask for the step %s', async (step, code) => {
    const { client, transport } = setUp();
    transport.refuseGraphql(code, 'more');
    await expect(client.loginByUsername('ada', 'pw')).rejects.toMatchObject({ kind: 'sign-in-step-required', step });
  });

  it.each([
    ['ten minutes fast', 10 * 60_000],
    ['ten minutes slow', -10 * 60_000],
  ])('is judged by the server’s clock when this machine’s is %s (F12)', async (_, offsetMs) => {
    const { client, transport, clock } = setUp();
    await clock.setTo(clock.now() + offsetMs);
    transport.answerGraphql('loginByUsername', wireUser());
    await client.loginByUsername('ada', 'pw');
    expect(client.expiresAt).toEqual(new Date((NOW_SECONDS + 3_600) * 1000));
    await clock.advance(3_599_000 / 2);
    expect([client.state, transport.requests.length]).toEqual(['signedIn', 1]);
    transport.answerGraphql('refreshToken', { token: sessionToken('ada', 'renewed') });
    await clock.advance(2_000);
    await transport.sent(2);
  });

  it('may carry a token that does not say when it ends', async () => {
    const { client, transport } = setUp();
    transport.answerGraphql('loginByUsername', wireUser('ada', 'opaque'));
    await client.loginByUsername('ada', 'pw');
    expect([client.state, client.expiresAt]).toEqual(['signedIn', null]);
  });
});

describe('a session that has ended', () => {
  const HOURS_MS = 3_600_000;

  it('is not renewed for a sign-in, which goes out without its token', async () => {
    const { client, transport, clock } = await setUpSignedIn();
    await clock.setTo(clock.now() + 5 * HOURS_MS);
    transport.requests.splice(0); // the timer's
    transport.answerGraphql('loginByUsername', wireUser('bob'));
    await client.loginByUsername('bob', 'pw');
    expect(transport.requests.map(({ headers }) => headers.authorization)).toEqual([undefined]);
  });

  it('and cannot be renewed for now keeps nobody from the next sign-in', async () => {
    const { client, transport, clock } = await setUpSignedIn();
    await clock.setTo(clock.now() + 5 * HOURS_MS);
    await expect(client.refreshToken()).rejects.toThrow('No answer was prepared');
    transport.answerGraphql('loginByUsername', wireUser('bob'));
    await expect(client.loginByUsername('bob', 'pw')).resolves.toMatchObject({ id: 'bob' });
  });
});
