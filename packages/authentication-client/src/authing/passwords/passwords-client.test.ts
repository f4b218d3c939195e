import { describe, expect, it } from '@jest/globals';
import { decrypt, setUp } from '../../client.fixture.js';

interface Body {
  readonly variables: Readonly<Record<string, unknown>>;
}

const done = { code: 200, message: 'OK' };

describe('resetting a password', () => {
  it('by a code that was sent to the phone', async () => {
    const { client, transport } = setUp();
    transport.answerGraphql('resetPassword', done);
    await expect(client.resetPasswordByPhoneCode('138', '１２ 34', 'new', '+86')).resolves.toEqual(done);
    const { variables } = transport.lastBody as Body;
    expect(variables).toMatchObject({ phone: '138', code: '1234', phoneCountryCode: '+86' });
    expect(decrypt(variables.newPassword)).toBe('new');
  });

  it('by a code that was sent to the email address', async () => {
    const { client, transport } = setUp();
    transport.answerGraphql('resetPassword', done);
    await client.resetPasswordByEmailCode('a@example.com', '1234', 'new');
    expect((transport.lastBody as Body).variables).toMatchObject({ email: 'a@example.com', code: '1234' });
  });

  it('by the token of a first sign-in', async () => {
    const { client, transport } = setUp();
    transport.answerGraphql('resetPasswordByFirstLoginToken', done);
    await client.resetPasswordByFirstLoginToken({ token: 'flt', password: 'new' });
    const { variables } = transport.lastBody as Body;
    expect([variables.token, decrypt(variables.password)]).toEqual(['flt', 'new']);
  });

  it('by the token of a forced reset, with the old one', async () => {
    const { client, transport } = setUp();
    transport.answerGraphql('resetPasswordByForceResetToken', done);
    await client.resetPasswordByForceResetToken({ token: 'frt', oldPassword: 'old', newPassword: 'new' });
    const { variables } = transport.lastBody as Body;
    expect([decrypt(variables.oldPassword), decrypt(variables.newPassword)]).toEqual(['old', 'new']);
  });

  it.each<[string, (client: ReturnType<typeof setUp>['client']) => Promise<unknown>]>([
    ['phone', (client) => client.resetPasswordByPhoneCode('', '1111', 'new')],
    ['code', (client) => client.resetPasswordByPhoneCode('138', ' ', 'new')],
    ['newPassword', (client) => client.resetPasswordByPhoneCode('138', '1111', undefined as never)],
    ['email', (client) => client.resetPasswordByEmailCode('a@b\r\nBcc: c@d', '1111', 'new')],
    ['newPassword', (client) => client.resetPasswordByEmailCode('a@b', '1111', '')],
    ['token', (client) => client.resetPasswordByFirstLoginToken(null as never)],
    ['password', (client) => client.resetPasswordByFirstLoginToken({ token: 't' } as never)],
    ['oldPassword', (client) => client.resetPasswordByForceResetToken({ token: 't', newPassword: 'n' } as never)],
    ['password', (client) => client.checkPasswordStrength('')],
  ])('refuses a bad %s before it sends anything', async (name, call) => {
    const { client, transport } = setUp();
    await expect(call(client)).rejects.toMatchObject({
      kind: 'invalid-input',
      message: expect.stringContaining(name),
    });
    expect(transport.requests).toEqual([]);
  });

  it('sends nothing where the server has no key (CLI-22)', async () => {
    const { client, transport } = setUp({ publicKey: undefined });
    transport.answer({});
    await expect(client.resetPasswordByEmailCode('a@b', '1111', 'canary')).rejects.toMatchObject({
      kind: 'invalid-response',
    });
    expect(JSON.stringify(transport.requests)).not.toContain('canary');
  });

  it('goes through the caller’s encryptFunction, as every password does', async () => {
    const { client, transport } = setUp({ encryptFunction: async (plain) => `<${plain}>` });
    transport.answerGraphql('resetPassword', done);
    await client.resetPasswordByEmailCode('a@b', '1111', 'new');
    expect((transport.lastBody as Body).variables.newPassword).toBe('<new>');
  });
});

describe('checkPasswordStrength', () => {
  it('hands out what the server says of it, no for an answer too', async () => {
    const { client, transport } = setUp();
    transport.answerGraphql('checkPasswordStrength', { valid: false, message: 'too short' });
    await expect(client.checkPasswordStrength('pw')).resolves.toEqual({ valid: false, message: 'too short' });
  });
});

describe('computedPasswordSecurityLevel', () => {
  it.each([
    ['', 1],
    ['abcdefgh', 1],
    ['abcdef1', 1],
    ['abcdefg1', 2],
    ['abcdefghijk1', 2],
    ['Abcdefghijk1', 3],
    ['Abcdefghij1', 2],
  ])('is of %j %d', (password, level) => {
    expect(setUp().client.computedPasswordSecurityLevel(password)).toBe(level);
  });

  it.each([[undefined], [null], [5], [{}]])('refuses %j', (password) => {
    expect(() => setUp().client.computedPasswordSecurityLevel(password as never)).toThrow(/password/);
  });
});
