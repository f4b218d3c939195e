import { describe, expect, it } from '@jest/globals';
import { decrypt, mfaToken, setUp, setUpSignedIn, wireUser } from '../../client.fixture.js';

interface GraphqlBody {
  readonly query: string;
  readonly variables: { readonly input: Readonly<Record<string, unknown>> };
}

const profile = Object.freeze({ nickname: 'Ada' });
const bare = { profile: {}, forceLogin: false, generateToken: false, params: null, context: null };

describe('sign-up', () => {
  it('registerByEmail sends email, encrypted password, profile and options', async () => {
    const { client, transport } = setUp();
    transport.answerGraphql('registerByEmail', wireUser('ada', null));
    const options = Object.freeze({
      forceLogin: true,
      generateToken: true,
      clientIp: '1.2.3.4',
      phoneToken: 'pt',
      context: { k: 'v' },
    });
    await client.registerByEmail('ada@example.com', 'pw', profile, options);
    const { query, variables } = transport.lastBody as GraphqlBody;
    expect(query).toMatch(
      /^mutation registerByEmail\(\$input: RegisterByEmailInput!\) \{ registerByEmail\(input: \$input\) \{ id /,
    );
    const { password, ...rest } = variables.input;
    expect(rest).toEqual({
      email: 'ada@example.com',
      profile: { nickname: 'Ada' },
      forceLogin: true,
      generateToken: true,
      clientIp: '1.2.3.4',
      phoneToken: 'pt',
      params: null,
      context: '{"k":"v"}',
    });
    expect(decrypt(password)).toBe('pw');
  });

  it('registerByUsername sends what is left out as the wire expects it', async () => {
    const { client, transport } = setUp();
    transport.answerGraphql('registerByUsername', wireUser('ada', null));
    await client.registerByUsername('ada', 'pw');
    const { password, ...rest } = (transport.lastBody as GraphqlBody).variables.input;
    expect(rest).toEqual({ username: 'ada', ...bare });
    expect(decrypt(password)).toBe('pw');
  });

  it('registerByPhoneCode sends phone and code, and no password where there is none', async () => {
    const { client, transport } = setUp();
    transport.answerGraphql('registerByPhoneCode', wireUser('ada', null));
    await client.registerByPhoneCode('13800000000', '12 34', undefined, undefined, { phoneCountryCode: '+86' });
    expect((transport.lastBody as GraphqlBody).variables.input).toEqual({
      phone: '13800000000',
      code: '1234',
      phoneCountryCode: '+86',
      ...bare,
    });
  });

  it('registerByPhoneCode encrypts a password that is there', async () => {
    const { client, transport } = setUp();
    transport.answerGraphql('registerByPhoneCode', wireUser('ada', null));
    await client.registerByPhoneCode('13800000000', '1234', 'pw');
    expect(decrypt((transport.lastBody as GraphqlBody).variables.input.password)).toBe('pw');
  });

  it('signs nobody in and nobody out where no token comes back', async () => {
    const { client, transport, events } = await setUpSignedIn();
    transport.answerGraphql('registerByUsername', wireUser('bob', null));
    await expect(client.registerByUsername('bob', 'pw')).resolves.toMatchObject({ id: 'bob' });
    expect([client.checkLoggedIn(), events]).toEqual(['ada', []]);
  });

  it('signs in where a token comes back', async () => {
    const { client, transport, events } = setUp();
    transport.answerGraphql('registerByUsername', wireUser('bob'));
    await client.registerByUsername('bob', 'pw', null, { generateToken: true });
    expect([client.checkLoggedIn(), events]).toEqual([
      'bob',
      [['signedIn', { userId: 'bob', assuranceLevel: 'aal1' }]],
    ]);
  });

  it('tells when the name is taken', async () => {
    const { client, transport } = setUp();
    transport.refuseGraphql(2026, 'exists');
    await expect(client.registerByUsername('ada', 'pw')).rejects.toMatchObject({ kind: 'conflict', code: 2026 });
  });

  it('is not repeated when its answer is lost (F26)', async () => {
    const { client, transport } = setUp();
    transport.answerRaw(503, {}, '');
    await expect(client.registerByUsername('ada', 'pw')).rejects.toMatchObject({ kind: 'server' });
    expect(transport.requests).toHaveLength(1);
  });

  it.each([
    ['email', (value: string) => setUp({ publicKey: undefined }).client.registerByEmail(value, 'pw')],
    ['username', (value: string) => setUp({ publicKey: undefined }).client.registerByUsername(value, 'pw')],
    ['phone', (value: string) => setUp({ publicKey: undefined }).client.registerByPhoneCode(value, '1234')],
    ['code', (value: string) => setUp({ publicKey: undefined }).client.registerByPhoneCode('1', value)],
    ['password', (value: string) => setUp({ publicKey: undefined }).client.registerByUsername('ada', value)],
    ['password', (value: string) => setUp({ publicKey: undefined }).client.registerByPhoneCode('1', '1234', value)],
  ])('refuses an empty %s before anything is sent', async (name, register) => {
    await expect(register('')).rejects.toMatchObject({ kind: 'invalid-input', message: expect.stringContaining(name) });
  });

  it('is continued like a sign-in where the server asks for the second factor', async () => {
    const { client, transport } = setUp();
    transport.refuseGraphql(1636, 'second factor', { mfaToken, applicationMfa: [] });
    const call = client.registerByEmail('ada@example.com', 'pw', null, { forceLogin: true });
    await expect(call).rejects.toMatchObject({ kind: 'mfa-required' });
    expect([client.state, client.pendingSignIn?.mfaToken]).toEqual(['mfaRequired', mfaToken]);
  });
});
