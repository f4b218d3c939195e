import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it, jest } from '@jest/globals';
import { SM2 } from 'gm-crypto';
import { ManualClock } from '../clock/index.js';
import { FakeTransport } from '../testing/index.js';
import { AuthingWire } from './authing-wire.js';
import { type EncryptFunction, PasswordEncryption, type PasswordEncryptionSettings } from './password-encryption.js';

const publicKey = generateKeyPairSync('rsa', { modulusLength: 1024 })
  .publicKey.export({ type: 'spki', format: 'pem' })
  .toString();

function setUp(key: string | null = null, settings: PasswordEncryptionSettings = {}) {
  const transport = new FakeTransport();
  const wire = new AuthingWire({
    baseUrl: 'https://id.example',
    transport,
    clock: new ManualClock(),
    credentials: { bearer: () => null },
    headers: {},
    clientValues: {},
    timeoutMs: 1_000,
    maxResponseBytes: 10_000,
    withCredentials: false,
  });
  return { transport, passwords: new PasswordEncryption(wire, { publicKey: key, ...settings }) };
}

describe('PasswordEncryption', () => {
  it('asks the server for its key', async () => {
    const { transport, passwords } = setUp();
    transport.answer({ publicKey });
    await passwords.encrypt('password', 'pw');
    expect(transport.last).toMatchObject({ method: 'GET', url: 'https://id.example/api/v2/.well-known' });
  });

  it('asks once, however many calls wait and follow', async () => {
    const { transport, passwords } = setUp();
    transport.answer({ publicKey });
    await Promise.all(Array.from({ length: 20 }, () => passwords.encrypt('password', 'pw')));
    await passwords.encrypt('password', 'pw');
    expect(transport.requests).toHaveLength(1);
  });

  it('does not ask where the key was given', async () => {
    const { transport, passwords } = setUp(publicKey);
    await expect(passwords.encrypt('password', 'pw')).resolves.toMatch(/^[A-Za-z0-9+/]{171}=$/);
    expect(transport.requests).toEqual([]);
  });

  it('fails for all who wait when the key cannot be had, and asks again at the next call (CLI-22)', async () => {
    const { transport, passwords } = setUp();
    transport.answerJson({ code: 403, message: 'no' }, 403);
    const first = await Promise.allSettled([passwords.encrypt('password', 'a'), passwords.encrypt('password', 'b')]);
    expect(first.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    transport.answer({ publicKey });
    await expect(passwords.encrypt('password', 'pw')).resolves.toEqual(expect.any(String));
  });

  it.each([[{}], [{ publicKey: '' }], [{ publicKey: 5 }], [null]])(
    'sends nothing in clear when the server publishes %j for a key (CLI-22)',
    async (data) => {
      const { transport, passwords } = setUp();
      transport.answer(data);
      await expect(passwords.encrypt('password', 'canary')).rejects.toMatchObject({ kind: 'invalid-response' });
      expect(JSON.stringify(transport.requests)).not.toContain('canary');
    },
  );

  it('lets one caller stop waiting without the others losing the key', async () => {
    const { transport, passwords } = setUp();
    const answer = transport.answerLater();
    const controller = new AbortController();
    const impatient = passwords.encrypt('password', 'a', controller.signal);
    const patient = passwords.encrypt('password', 'b');
    const reason = new Error('enough');
    controller.abort(reason);
    await expect(impatient).rejects.toBe(reason);
    answer({ code: 200, data: { publicKey } });
    await expect(patient).resolves.toEqual(expect.any(String));
  });

  it.each([[''], [undefined], [null], [5], [{}]])(
    'refuses the password %p before it asks for a key',
    async (password) => {
      const { transport, passwords } = setUp();
      await expect(passwords.encrypt('newPassword', password as string)).rejects.toMatchObject({
        kind: 'invalid-input',
        message: expect.stringContaining('newPassword'),
      });
      expect(transport.requests).toEqual([]);
    },
  );

  it('refuses a password that no key can carry, without showing it', async () => {
    const { passwords } = setUp(publicKey);
    const call = passwords.encrypt('password', 'canary'.repeat(1_000));
    await expect(call).rejects.toMatchObject({ kind: 'invalid-input', message: expect.not.stringContaining('canary') });
  });

  it('encrypts with SM2 where that was asked for, without asking the server for its key', async () => {
    const { publicKey: point, privateKey } = SM2.generateKeyPair();
    const { transport, passwords } = setUp(null, { encryption: { type: 'sm2', publicKey: point } });
    const encrypted = await passwords.encrypt('password', 'pä$$wörd 🐎');
    expect(encrypted).toMatch(/^sm2:[\da-f]+$/);
    const options = { mode: SM2.constants.C1C3C2, inputEncoding: 'hex', outputEncoding: 'utf8' } as const;
    expect(SM2.decrypt(encrypted.slice(4), privateKey, options)).toBe('pä$$wörd 🐎');
    expect(transport.requests).toEqual([]);
  });

  it('leaves it to the function that was passed', async () => {
    const encryption = { type: 'own', publicKey: 'k' };
    const encryptFunction = jest.fn<EncryptFunction>(async (plain) => `<${plain}>`);
    const { passwords } = setUp(publicKey, { encryption, encryptFunction });
    await expect(passwords.encrypt('password', 'pw')).resolves.toBe('<pw>');
    expect(encryptFunction.mock.calls).toEqual([['pw', publicKey, encryption]]);
  });

  it.each<[string, EncryptFunction]>([
    ['throws', () => raise('no key for canary')],
    ['rejects', async () => raise('no key for canary')],
    ['answers nothing', () => undefined as never],
    ['answers an empty text', () => ''],
  ])('sends nothing when that function %s, and shows no password (CLI-22)', async (_, encryptFunction) => {
    const { passwords } = setUp(publicKey, { encryptFunction });
    const send = jest.fn<() => Promise<void>>();
    const wire = { within: (_secrets: unknown, run: (wire: never) => unknown) => run(undefined as never) } as never;
    const call = passwords.within(wire, { password: 'canary' }, send);
    await expect(call).rejects.toMatchObject({
      kind: 'configuration',
      message: expect.not.stringContaining('canary'),
    });
    expect(send).not.toHaveBeenCalled();
  });
});

function raise(message: string): never {
  throw new Error(message);
}
