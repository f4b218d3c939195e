import { describe, expect, it } from '@jest/globals';
import { ABC, registration, request, setUpWebAuthn } from './mfa-server.fixture.js';

const bytes = (text: string): ArrayBuffer => Uint8Array.from(text, (character) => character.charCodeAt(0)).buffer;

describe('in Node', () => {
  it.each([
    ['register', { friendlyName: 'Key' }],
    ['authenticate', { factorId: 'f1' }],
    ['authenticate', { factorId: 'f1', webauthn: { rpId: 'localhost' } }],
    ['challenge', { factorId: 'f1', webauthn: { rpId: 'localhost' } }],
  ] as const)(
    'webauthn.%s(%j) says that a browser or an authenticator is needed, and sends nothing',
    async (name, params) => {
      const { mfa, server } = setUpWebAuthn();
      const { data, error } = await mfa.webauthn[name](params as never);
      expect(data).toBeNull();
      expect(error).toMatchObject({
        name: 'AuthUnknownError',
        message: expect.stringContaining('needs a browser or an authenticator'),
        cause: { kind: 'configuration', remedy: expect.stringContaining('mfa.verify') },
      });
      expect(server.calls).toEqual([]);
    },
  );

  it('an authenticator of the application’s own answers mfa.challenge', async () => {
    const { mfa, server } = setUpWebAuthn();
    const site = { rpId: 'localhost', rpOrigins: ['http://localhost'] };
    const { data } = await mfa.challenge({ factorId: 'f1', webauthn: site });
    expect(data).toEqual({
      id: 'c1',
      type: 'webauthn',
      expires_at: 1,
      webauthn: {
        type: 'create',
        credential_options: {
          publicKey: expect.objectContaining({
            challenge: bytes('abc'),
            user: { id: bytes('abc'), name: 'ada@example.com', displayName: 'Ada' },
            excludeCredentials: [{ type: 'public-key', id: bytes('abc') }],
          }),
        },
      },
    });
    const credential_response = {
      id: ABC,
      rawId: bytes('abc'),
      type: 'public-key',
      authenticatorAttachment: 'cross-platform',
      response: {
        clientDataJSON: bytes('abc'),
        attestationObject: new Uint8Array(bytes('xabcx')).subarray(1, 4),
        getTransports: () => ['usb'],
      },
      getClientExtensionResults: () => ({}),
    };
    const webauthn = { ...site, type: 'create', credential_response };
    const verified = await mfa.verify({ factorId: 'f1', challengeId: 'c1', webauthn } as never);
    expect(verified.data).toMatchObject({ access_token: 'at', refresh_token: 'rt' });
    const proof = { ...site, type: 'create', credential_response: registration };
    expect(server.calls).toEqual([
      ['challenge', 'f1', { webauthn: site }],
      ['verify', { factorId: 'f1', challengeId: 'c1', webauthn: proof }],
    ]);
  });

  it('options of a credential that is to be shown have buffers as well', async () => {
    const { mfa, server } = setUpWebAuthn();
    server.options = request;
    const { data } = await mfa.challenge({ factorId: 'f1', webauthn: { rpId: 'localhost' } });
    expect(data?.webauthn.credential_options.publicKey).toEqual({
      challenge: bytes('abc'),
      rpId: 'localhost',
      allowCredentials: [{ type: 'public-key', id: bytes('abc') }],
    });
  });

  it.each([
    ['its JSON form', registration],
    ['a credential that knows its JSON form', { response: {}, toJSON: () => registration }],
  ])('%s is taken for a credential', async (_, credential_response) => {
    const { mfa, server } = setUpWebAuthn();
    const webauthn = { rpId: 'localhost', type: 'create', credential_response };
    await mfa.webauthn.verify({ factorId: 'f1', challengeId: 'c1', webauthn } as never);
    expect(server.calls).toEqual([
      ['verify', expect.objectContaining({ webauthn: expect.objectContaining({ credential_response: registration }) })],
    ]);
  });

  it.each([['enroll', { friendlyName: 'Key' }]] as const)(
    'webauthn.%s binds a factor that waits',
    async (name, params) => {
      const { mfa } = setUpWebAuthn();
      await expect(mfa.webauthn[name](params)).resolves.toEqual({
        data: { id: 'f1', type: 'webauthn', friendly_name: 'Key' },
        error: null,
      });
    },
  );

  it('webauthn.verify takes no code in place of a credential', async () => {
    const { mfa, server } = setUpWebAuthn();
    const { error } = await mfa.webauthn.verify({ factorId: 'f1', challengeId: 'c1', code: '1' } as never);
    expect(error).toMatchObject({ code: 'validation_failed' });
    expect(server.calls).toEqual([]);
  });
});
