import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { ChallengeExpiredError, InvalidCodeError, RateLimitError, type SallyportError } from '@sallyport/core/errors';
import { mfaToken, sessionToken, setUp, setUpPending, setUpSignedIn, wireUser } from '../../client.fixture.js';
import type { MfaClient } from '../client/mfa-client.js';

const authenticator = {
  id: 'authenticator',
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-01T00:00:00.000Z',
  userId: 'ada',
  enable: false,
  secret: 'JBSWY3DPEHPK3PXP',
  authenticatorType: 'totp',
  recoveryCode: '8477-a1a6-662c-a750-bbb4-72a9',
  source: 'SELF',
};

const association = {
  authenticator_type: 'totp',
  secret: 'JBSWY3DPEHPK3PXP',
  qrcode_uri: 'otpauth://totp/x?secret=JBSWY3DPEHPK3PXP',
  qrcode_data_url: 'data:image/png;base64,AAAA',
  recovery_code: '8477-a1a6-662c-a750-bbb4-72a9',
};

const url = (path: string): string => `https://id.example/api/v2/${path}`;

describe('getMfaAuthenticators', () => {
  it('lists the signed-in user’s by default', async () => {
    const { client, transport } = await setUpSignedIn();
    transport.answer([authenticator]);
    await expect(client.mfa.getMfaAuthenticators()).resolves.toEqual([authenticator]);
    expect(transport.last).toMatchObject({ method: 'GET', url: url('mfa/authenticator?type=totp&source=SELF') });
    expect(transport.last.headers.authorization).toBe(`Bearer ${sessionToken()}`);
  });

  it('lists those of a pending sign-in with its mfaToken', async () => {
    const { client, transport } = await setUpPending();
    transport.answer([]);
    await expect(client.mfa.getMfaAuthenticators({ type: 'totp', mfaToken, source: 'APPLICATION' })).resolves.toEqual(
      [],
    );
    expect(transport.last.url).toBe(url('mfa/authenticator?type=totp&source=APPLICATION'));
    expect(transport.last.headers.authorization).toBe(`Bearer ${mfaToken}`);
  });

  it('shows no secret of an enabled authenticator', async () => {
    const { client, transport } = await setUpSignedIn();
    const { source: _, ...enabled } = { ...authenticator, enable: true, secret: null, recoveryCode: null };
    transport.answer([enabled]);
    await expect(client.mfa.getMfaAuthenticators({ type: 'totp' })).resolves.toEqual([enabled]);
  });
});

describe.each(['assosicateMfaAuthenticator', 'associateMfaAuthenticator'] as const)('%s', (method) => {
  it('begins to bind for the signed-in user by default', async () => {
    const { client, transport } = await setUpSignedIn();
    transport.answer(association);
    await expect(client.mfa[method]()).resolves.toEqual(association);
    expect(transport.last).toMatchObject({ method: 'POST', url: url('mfa/totp/associate') });
    expect(transport.lastBody).toEqual({ authenticator_type: 'totp', source: 'SELF' });
    expect(transport.last.headers.authorization).toBe(`Bearer ${sessionToken()}`);
  });

  it('begins to bind on the way through a sign-in with its mfaToken', async () => {
    const { client, transport } = await setUpPending({}, 1636);
    transport.answer(association);
    await client.mfa[method]({ authenticatorType: 'totp', mfaToken, source: 'APPLICATION' });
    expect(transport.lastBody).toEqual({ authenticator_type: 'totp', source: 'APPLICATION' });
    expect(transport.last.headers.authorization).toBe(`Bearer ${mfaToken}`);
  });

  it('is no association when the server sends nothing', async () => {
    const { client, transport } = await setUpSignedIn();
    transport.answer(null);
    await expect(client.mfa[method]()).rejects.toMatchObject({ kind: 'invalid-response' });
  });

  it('rejects with a conflict when an authenticator is bound', async () => {
    const { client, transport } = await setUpSignedIn();
    const bound = { ...authenticator, enable: true, secret: null, recoveryCode: null };
    transport.answerJson({ code: 1001, message: 'An authenticator is bound already' }).answer([bound]);
    await expect(client.mfa[method]()).rejects.toMatchObject({
      kind: 'conflict',
      code: 1001,
      message: 'An authenticator is bound already',
      remedy: 'Remove the authenticator before binding another one.',
    });
    expect(transport.requests).toHaveLength(2);
  });

  it('rejects with the refusal of the server when no authenticator is bound', async () => {
    const { client, transport } = await setUpSignedIn();
    transport.answerJson({ code: 1001, message: 'no' }).answer([authenticator]);
    await expect(client.mfa[method]()).rejects.toMatchObject({ kind: 'permission-denied', code: 1001 });
  });

  it('rejects with the refusal of the server when the list cannot be read', async () => {
    const { client, transport } = await setUpSignedIn();
    transport.answerJson({ code: 1001, message: 'no' }).answerJson({ code: 500, message: 'down' }, 500);
    await expect(client.mfa[method]()).rejects.toMatchObject({ kind: 'permission-denied', code: 1001 });
  });
});

describe.each(['confirmAssosicateMfaAuthenticator', 'confirmAssociateMfaAuthenticator'] as const)('%s', (method) => {
  it('sends the code, and tells of the new factor', async () => {
    const { client, transport, events } = await setUpSignedIn();
    transport.answer(null);
    await expect(client.mfa[method]({ authenticatorType: 'totp', totp: '112 233', source: 'SELF' })).resolves.toEqual({
      code: 200,
      message: 'Authenticator bound',
    });
    expect(transport.last).toMatchObject({ method: 'POST', url: url('mfa/totp/associate/confirm') });
    expect(transport.lastBody).toEqual({ authenticator_type: 'totp', totp: '112233', source: 'SELF' });
    expect(events).toEqual([['factorEnrolled', { factor: 'totp' }]]);
  });

  it('really sends the mfaToken, which the published client does not', async () => {
    const { client, transport } = await setUpPending({}, 1636);
    transport.answer(null);
    await client.mfa[method]({ authenticatorType: 'totp', totp: '112233', mfaToken });
    expect(transport.last.headers.authorization).toBe(`Bearer ${mfaToken}`);
  });

  it('tells a wrong code, which is HTTP 400 here', async () => {
    const { client, transport, events } = await setUpSignedIn();
    transport.answerJson({ code: 400, message: 'wrong' }, 400);
    const call = client.mfa[method]({ authenticatorType: 'totp', totp: '000000' });
    await expect(call).rejects.toMatchObject({ kind: 'invalid-code', code: 400, status: 400 });
    expect(events).toEqual([]);
  });

  it('refuses a call without a code, naming it', async () => {
    const { client, transport } = await setUpSignedIn();
    await expect(client.mfa[method]()).rejects.toMatchObject({ message: expect.stringContaining('totp') });
    expect(transport.requests).toEqual([]);
  });
});

describe('deleteMfaAuthenticator', () => {
  it('unbinds with the session’s own token, and tells of it', async () => {
    const { client, transport, events } = await setUpSignedIn();
    transport.answer(null);
    await expect(client.mfa.deleteMfaAuthenticator()).resolves.toEqual({ code: 200, message: 'Authenticator unbound' });
    expect(transport.last).toMatchObject({ method: 'DELETE', url: url('mfa/totp/associate'), body: undefined });
    expect(transport.last.headers.authorization).toBe(`Bearer ${sessionToken()}`);
    expect(events).toEqual([['factorRemoved', { factor: 'totp' }]]);
  });
});

interface Verification {
  readonly method: keyof MfaClient;
  readonly path: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly body: unknown;
  readonly amr: string;
}

const sms = {
  path: 'applications/mfa/sms/verify',
  input: { phone: '13800000000', code: '12 34', phoneCountryCode: '+86' },
  body: { phone: '13800000000', code: '1234', phoneCountryCode: '+86' },
  amr: 'sms',
};
const email = {
  path: 'applications/mfa/email/verify',
  input: { email: 'ada@example.com', code: '１２３４' },
  body: { email: 'ada@example.com', code: '1234' },
  amr: 'email',
};
const verifications: readonly Verification[] = [
  {
    method: 'verifyTotpMfa',
    path: 'mfa/totp/verify',
    input: { totp: '112 233' },
    body: { totp: '112233' },
    amr: 'otp',
  },
  { method: 'verifyAppSmsMfa', ...sms },
  { method: 'verifySmsMfa', ...sms },
  { method: 'verifyAppEmailMfa', ...email },
  { method: 'verifyEmailMfa', ...email },
  {
    method: 'verifyTotpRecoveryCode',
    path: 'mfa/totp/recovery',
    input: { recoveryCode: ' 8477-a1a6 ' },
    body: { recoveryCode: '8477-a1a6' },
    amr: 'recovery_code',
  },
];

/** Calls by name, as a table of calls has to. */
function verify(mfa: MfaClient, method: keyof MfaClient, input: unknown): Promise<{ id: string }> {
  const methods = mfa as unknown as Record<string, (input: unknown) => Promise<{ id: string }>>;
  return methods[method]?.(input) ?? Promise.reject(new Error(`no method ${method}`));
}

describe.each(verifications)('$method', ({ method, path, input, body, amr }) => {
  it('sends what the person typed, with the mfaToken for a bearer', async () => {
    const { client, transport } = await setUpPending();
    transport.answer(wireUser());
    await verify(client.mfa, method, { ...input, mfaToken });
    expect(transport.last).toMatchObject({ method: 'POST', url: url(path) });
    expect(transport.lastBody).toEqual(body);
    expect(transport.last.headers.authorization).toBe(`Bearer ${mfaToken}`);
  });

  it('signs in at the second level, and says so', async () => {
    const { client, transport, storage, events } = await setUpPending();
    transport.answer(wireUser());
    const user = await verify(client.mfa, method, { ...input, mfaToken });
    expect(user).toMatchObject({ id: 'ada', token: sessionToken() });
    expect(client.snapshot).toMatchObject({ state: 'signedIn', userId: 'ada', assuranceLevel: 'aal2' });
    expect(client.pendingSignIn).toBeNull();
    expect(events).toEqual([['signedIn', { userId: 'ada', assuranceLevel: 'aal2' }]]);
    const stored = JSON.parse(storage.get('sallyport:v1:session:https%3A%2F%2Fid.example:app:pool:') ?? '{}');
    expect(stored).toMatchObject({ token: sessionToken(), amr: ['pwd', amr] });
  });

  it.each([
    [
      200,
      { code: 6001, message: 'wrong' },
      InvalidCodeError,
      { code: 6001, retryable: false, remedy: expect.stringMatching(/./) },
    ],
    [200, { code: 6002, message: 'wrong' }, InvalidCodeError, { code: 6002, retryable: false }],
    [200, { code: 2001, message: 'wrong' }, InvalidCodeError, { code: 2001, retryable: false }],
    [200, { code: 2300, message: 'late' }, ChallengeExpiredError, { code: 2300 }],
    [200, { code: 2206, message: 'expired' }, ChallengeExpiredError, { code: 2206, retryable: false }],
    [200, { statusCode: 499, apiCode: '2207', message: 'used' }, ChallengeExpiredError, { code: '2207' }],
    [401, { code: 2206, message: 'expired' }, ChallengeExpiredError, { code: 2206 }],
  ])('answers the refusal %d %j with a typed error', async (status, refusal, type, fields) => {
    const { client, transport } = await setUpPending();
    transport.answerJson(refusal, status);
    const error = (await verify(client.mfa, method, { ...input, mfaToken }).catch(
      (reason: unknown) => reason,
    )) as SallyportError;
    expect(error).toBeInstanceOf(type);
    expect(error).toMatchObject(fields);
  });

  it('says when to try again after too many attempts', async () => {
    const { client, transport } = await setUpPending();
    transport.answerJson({ code: 429, message: 'slow down' }, 429, { 'retry-after': '30' });
    const error = (await verify(client.mfa, method, { ...input, mfaToken }).catch(
      (reason: unknown) => reason,
    )) as SallyportError;
    expect(error).toBeInstanceOf(RateLimitError);
    expect(error).toMatchObject({ code: 429, retryAfterMs: 30_000, retryable: true });
  });

  it('keeps the sign-in pending, and who was signed in, when the code is wrong', async () => {
    const { client, transport } = await setUpSignedIn();
    transport.refuseGraphql(1635, 'second factor', { mfaToken }).answerJson({ code: 6001, message: 'wrong' });
    await client.loginByUsername('bob', 'pw').catch(() => {});
    await verify(client.mfa, method, { ...input, mfaToken }).catch(() => {});
    expect([client.state, client.pendingSignIn?.mfaToken, client.checkLoggedIn()]).toEqual([
      'mfaRequired',
      mfaToken,
      'ada',
    ]);
  });

  it('is not repeated when its answer is lost: a code works once (NET-06)', async () => {
    const { client, transport } = await setUpPending();
    transport.answerRaw(503, {}, '');
    await expect(verify(client.mfa, method, { ...input, mfaToken })).rejects.toMatchObject({ kind: 'server' });
    expect(transport.requests).toHaveLength(1);
  });

  it.each([[undefined], [null], [''], [' '], [5], ['a\r\nb']])(
    'refuses the mfaToken %j before anything is sent',
    async (token) => {
      const { client, transport } = await setUpPending();
      await expect(verify(client.mfa, method, { ...input, mfaToken: token })).rejects.toMatchObject({
        kind: 'invalid-input',
        message: expect.stringContaining('mfaToken'),
      });
      expect(transport.requests).toEqual([]);
    },
  );

  const required = Object.keys(input).filter((name) => name !== 'phoneCountryCode');
  it.each(required.flatMap((name) => [undefined, null, '', '  ', 112233].map((value) => [name, value] as const)))(
    'refuses as %s the value %j before anything is sent',
    async (name, value) => {
      const { client, transport } = await setUpPending();
      await expect(verify(client.mfa, method, { ...input, mfaToken, [name]: value })).rejects.toMatchObject({
        kind: 'invalid-input',
        message: expect.stringContaining(name),
        remedy: expect.stringContaining(name),
      });
      expect(transport.requests).toEqual([]);
    },
  );

  it.each([[undefined], [null]])('refuses the argument %p, typed', async (argument) => {
    await expect(verify(setUp().client.mfa, method, argument)).rejects.toMatchObject({ kind: 'invalid-input' });
  });

  it('shows neither code nor mfaToken in an error, also where the server repeats them (NET-07)', async () => {
    const { client, transport } = await setUpPending();
    const canaries = Object.fromEntries(Object.keys(input).map((name) => [name, `canary-${name}`]));
    transport.answerJson({ code: 6001, message: `no: ${Object.values(canaries).join()} canary-token`, data: canaries });
    const call = verify(client.mfa, method, { ...canaries, mfaToken: 'canary-token' });
    const error = (await call.catch((reason: unknown) => reason)) as SallyportError;
    const shown = `${error.stack}${JSON.stringify(error)}${JSON.stringify({ ...error })}${inspect(error)}${String(error.cause)}`;
    for (const name of ['totp', 'code', 'recoveryCode', 'token']) expect(shown).not.toContain(`canary-${name}`);
  });
});

describe('verifyTotpMfa', () => {
  it.each([['112233'], ['112 233'], [' 112233 '], ['１１２２３３'], ['１１２　２３３']])(
    'makes of %j the code 112233',
    async (totp) => {
      const { client, transport } = await setUpPending();
      transport.answer(wireUser());
      await client.mfa.verifyTotpMfa({ totp, mfaToken });
      expect(transport.lastBody).toEqual({ totp: '112233' });
    },
  );

  it('does not know what was passed before with an mfaToken from elsewhere', async () => {
    const { client, transport, storage } = setUp();
    transport.answer(wireUser());
    await client.mfa.verifyTotpMfa({ totp: '112233', mfaToken: 'from-elsewhere' });
    expect(storage.get('sallyport:v1:session:https%3A%2F%2Fid.example:app:pool:')).toContain('["unknown","otp"]');
  });
});

describe('verifyAppSmsMfa', () => {
  it.each([[undefined], [null]])('sends no country code where it is %p', async (phoneCountryCode) => {
    const { client, transport } = await setUpPending();
    transport.answer(wireUser());
    await client.mfa.verifyAppSmsMfa({
      phone: '1',
      code: '1234',
      mfaToken,
      phoneCountryCode: phoneCountryCode as undefined,
    });
    expect(transport.lastBody).toEqual({ phone: '1', code: '1234' });
  });
});

describe('verifyTotpRecoveryCode', () => {
  it('hands out the new recovery code, and neither stores nor tells it', async () => {
    const { client, transport, storage, events } = await setUpPending();
    const told: unknown[] = [];
    client.on('stateChanged', (snapshot) => told.push(snapshot));
    transport.answer(wireUser(), { recoveryCode: 'canary-new-code' });
    await expect(client.mfa.verifyTotpRecoveryCode({ recoveryCode: 'old', mfaToken })).resolves.toMatchObject({
      id: 'ada',
      recoveryCode: 'canary-new-code',
    });
    const key = 'sallyport:v1:session:https%3A%2F%2Fid.example:app:pool:';
    expect(JSON.stringify([storage.get(key), events, told])).not.toContain('canary');
  });

  it('says null where the server hands out no new one', async () => {
    const { client, transport } = await setUpPending();
    transport.answer(wireUser());
    await expect(client.mfa.verifyTotpRecoveryCode({ recoveryCode: 'old', mfaToken })).resolves.toMatchObject({
      recoveryCode: null,
    });
  });

  it('answers the documented but wrong shape with the right field’s name, and sends nothing', async () => {
    const { client, transport } = await setUpPending();
    const documented = { authenticatorType: 'totp', totp: '8477-a1a6', mfaToken };
    await expect(client.mfa.verifyTotpRecoveryCode(documented as never)).rejects.toMatchObject({
      kind: 'invalid-input',
      message: expect.stringContaining('recoveryCode is missing'),
      remedy: expect.stringContaining('recoveryCode'),
    });
    expect(transport.requests).toEqual([]);
  });
});

describe('phoneOrEmailBindable', () => {
  it.each([
    [{ phone: '13800000000' }, { phone: '13800000000' }],
    [{ email: 'ada@example.com' }, { email: 'ada@example.com' }],
    [{ phone: null, email: 'ada@example.com' }, { email: 'ada@example.com' }],
  ])('asks about %j', async (address, body) => {
    const { client, transport } = await setUpPending();
    transport.answer(true);
    await expect(client.mfa.phoneOrEmailBindable({ ...(address as { phone: string }), mfaToken })).resolves.toBe(true);
    expect(transport.last).toMatchObject({ method: 'POST', url: url('applications/mfa/check') });
    expect(transport.lastBody).toEqual(body);
    expect(transport.last.headers.authorization).toBe(`Bearer ${mfaToken}`);
  });

  it.each([
    [undefined, 'phone or email'],
    [null, 'phone or email'],
    [{ mfaToken }, 'phone or email'],
    [{ phone: '', mfaToken }, 'phone'],
    [{ email: 'a\nb', mfaToken }, 'email'],
    [{ phone: '1' }, 'mfaToken'],
    [{ phone: '1', mfaToken: '' }, 'mfaToken'],
  ])('refuses %j, naming %s, before anything is sent', async (options, name) => {
    const { client, transport } = await setUpPending();
    await expect(client.mfa.phoneOrEmailBindable(options as never)).rejects.toMatchObject({
      kind: 'invalid-input',
      message: expect.stringContaining(name),
    });
    expect(transport.requests).toEqual([]);
  });
});

describe('malformed arguments of binding', () => {
  it.each([
    ['getMfaAuthenticators', null, 'type'],
    ['getMfaAuthenticators', {}, 'type'],
    ['getMfaAuthenticators', { type: 'totp', mfaToken: '' }, 'mfaToken'],
    ['getMfaAuthenticators', { type: 'totp', mfaToken: 5 }, 'mfaToken'],
    ['getMfaAuthenticators', { type: 'totp', source: 'ME' }, 'source'],
    ['associateMfaAuthenticator', null, 'authenticatorType'],
    ['associateMfaAuthenticator', { authenticatorType: 'sms' }, 'authenticatorType'],
    ['associateMfaAuthenticator', { authenticatorType: 'totp', source: '' }, 'source'],
    ['associateMfaAuthenticator', { authenticatorType: 'totp', mfaToken: '' }, 'mfaToken'],
    ['confirmAssociateMfaAuthenticator', null, 'authenticatorType'],
    ['confirmAssociateMfaAuthenticator', { authenticatorType: 'totp', totp: 112233 }, 'totp'],
    ['confirmAssociateMfaAuthenticator', { authenticatorType: 'totp', totp: '' }, 'totp'],
    ['confirmAssociateMfaAuthenticator', { authenticatorType: 'totp', totp: '1', mfaToken: ' ' }, 'mfaToken'],
  ] as const)('%s(%j) is refused, naming %s, before anything is sent', async (method, argument, name) => {
    const { client, transport } = await setUpSignedIn();
    await expect(verify(client.mfa, method, argument)).rejects.toMatchObject({
      kind: 'invalid-input',
      message: expect.stringContaining(name),
    });
    expect(transport.requests).toEqual([]);
  });
});

describe('capabilities', () => {
  it('say what the wire can do', () => {
    expect(setUp().client.mfa.capabilities).toEqual({
      verify: ['totp', 'sms', 'email', 'face', 'recovery_code'],
      enroll: ['totp', 'face'],
      recoveryCodes: true,
      byFactor: { enroll: ['totp'], verify: ['totp', 'phone', 'email'], stepUp: false, recoveryCodes: ['verify'] },
    });
  });
});
