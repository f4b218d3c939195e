import { describe, expect, it } from '@jest/globals';
import { isAuthError } from '@supabase/auth-js';
import fc from 'fast-check';
import { setUpPending, setUpSignedIn } from '../../client.fixture.js';
import { GOTRUE_METHODS } from './answering.js';

const throwing = new Proxy(
  {},
  {
    get() {
      throw new Error('canary: nobody reads me');
    },
  },
);

/** What code without types might pass: anything at all, and objects with the right names and the wrong values. */
const rubbish = fc.oneof(
  fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true, withObjectString: true }),
  fc.constant(throwing),
  fc.constant(() => {}),
  fc.record(
    {
      factorType: fc.oneof(fc.constantFrom('totp', 'phone', 'webauthn'), fc.anything()),
      factorId: fc.oneof(fc.constantFrom('totp:SELF', 'sms:1', 'email:a'), fc.anything()),
      challengeId: fc.anything(),
      code: fc.anything(),
      phone: fc.anything(),
      friendlyName: fc.anything(),
      issuer: fc.anything(),
      channel: fc.oneof(fc.constantFrom('sms', 'whatsapp'), fc.anything()),
      webauthn: fc.oneof(
        fc.record({
          type: fc.oneof(fc.constantFrom('create', 'request'), fc.anything()),
          rpId: fc.anything(),
          rpOrigins: fc.anything(),
          signal: fc.anything(),
          credential_response: fc.oneof(fc.anything(), fc.record({ response: fc.anything(), toJSON: fc.anything() })),
        }),
        fc.anything(),
      ),
    },
    { requiredKeys: [] },
  ),
);

const PLACES = ['', 'webauthn', 'recoveryCodes'] as const;

/** Every method of the GoTrue style, by its path. */
function methodsOf(mfa: object): readonly (readonly [path: string, call: (...args: unknown[]) => Promise<unknown>])[] {
  return PLACES.flatMap((place) => {
    const words = (place === '' ? mfa : Reflect.get(mfa, place)) as Record<string, unknown>;
    return Object.entries(words).flatMap(([name, member]) =>
      typeof member === 'function' && (place !== '' || name in GOTRUE_METHODS)
        ? [[`${place}.${name}`, member as (...args: unknown[]) => Promise<unknown>] as const]
        : [],
    );
  });
}

describe.each([
  ['signed in', setUpSignedIn],
  ['while a sign-in is pending', setUpPending],
])('%s', (_, begin: () => ReturnType<typeof setUpSignedIn>) => {
  it('no method throws or rejects, whatever it is passed and whatever the server does', async () => {
    const { client } = await begin(); // whose server has no answer prepared: each call that gets so far fails
    const methods = methodsOf(client.mfa);
    expect(methods).toHaveLength(17);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...methods), rubbish, rubbish, async ([, call], one, other) => {
        const returned = call(one, other);
        expect(returned).toBeInstanceOf(Promise);
        const { data, error } = (await returned) as { data: unknown; error: unknown };
        expect(data === null).toBe(error !== null);
        if (error !== null) expect(isAuthError(error)).toBe(true);
        expect(JSON.stringify(error)).not.toContain('canary');
      }),
      { numRuns: 600 },
    );
  });
});

describe('an argument that can never be right', () => {
  const code = 'validation_failed';

  it.each([
    ['enroll', undefined],
    ['enroll', null],
    ['enroll', 'totp'],
    ['enroll', { factorType: 'horoscope' }],
    ['enroll', { factorType: 'phone' }],
    ['enroll', { factorType: 'totp', friendlyName: 5 }],
    ['challenge', {}],
    ['challenge', { factorId: '' }],
    ['challenge', { factorId: 'totp:SELF', channel: 'pigeon' }],
    ['challenge', { factorId: 'totp:SELF', webauthn: {} }],
    ['verify', { factorId: 'totp:SELF', code: '1' }],
    ['verify', { factorId: 'totp:SELF', challengeId: 'c' }],
    ['verify', { factorId: 'totp:SELF', challengeId: 'c', code: 112233 }],
    ['verify', { factorId: 'f', challengeId: 'c', webauthn: { type: 'create', rpId: 'x' } }],
    ['verify', { factorId: 'f', challengeId: 'c', webauthn: { type: 'both', rpId: 'x', credential_response: {} } }],
    ['challengeAndVerify', { code: '112233' }],
    ['unenroll', {}],
    ['unenroll', { factorId: 'a\r\nb' }],
    ['getAuthenticatorAssuranceLevel', 5],
    ['getAuthenticatorAssuranceLevel', ''],
  ])('%s(%j) answers so, and sends nothing', async (name, argument) => {
    const { client, transport } = await setUpSignedIn();
    const call = Reflect.get(client.mfa, name) as (argument: unknown) => Promise<unknown>;
    await expect(call(argument)).resolves.toEqual({
      data: null,
      error: expect.objectContaining({
        name: 'AuthApiError',
        status: 400,
        code,
        cause: expect.objectContaining({ kind: 'invalid-input', remedy: expect.stringMatching(/./) }),
      }),
    });
    expect(transport.requests).toEqual([]);
  });
});

describe('a signal that aborts', () => {
  it('is an error as well, with its reason', async () => {
    const { client, transport } = await setUpSignedIn();
    const reason = new Error('enough');
    const { error } = await client.with({ signal: AbortSignal.abort(reason) }).mfa.listFactors();
    expect(error).toMatchObject({ name: 'AuthUnknownError', cause: reason });
    expect(transport.requests).toEqual([]);
  });
});
