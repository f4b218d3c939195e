import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { ConflictError, InvalidCodeError } from '@sallyport/core/errors';
import { isAuthError } from '@supabase/auth-js';
import { ABC, registration, request, setUpWebAuthn } from './mfa-server.fixture.js';

type Ceremony = (options: { publicKey: Record<string, never>; signal: AbortSignal }) => Promise<unknown>;

const create = jest.fn<Ceremony>();
const get = jest.fn<Ceremony>();
const site = { rpId: 'localhost', rpOrigins: ['http://localhost'] };

/** Bytes as this page's own scripts would make them. */
const bytes = (text: string): ArrayBuffer => Uint8Array.from(text, (character) => character.charCodeAt(0)).buffer;

const made = {
  id: ABC,
  rawId: bytes('abc'),
  type: 'public-key',
  authenticatorAttachment: 'cross-platform',
  response: { clientDataJSON: bytes('abc'), attestationObject: bytes('abc'), getTransports: () => ['usb'] },
  getClientExtensionResults: () => ({}),
};
const shown = {
  ...made,
  response: {
    clientDataJSON: bytes('abc'),
    authenticatorData: bytes('abc'),
    signature: bytes('abc'),
    userHandle: null,
  },
};

/** A ceremony that goes on until it is given up. */
const untilAborted: Ceremony = ({ signal }) =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));

beforeEach(() => {
  Object.assign(globalThis, { PublicKeyCredential: function PublicKeyCredential() {} });
  Object.defineProperty(navigator, 'credentials', { configurable: true, value: { create, get } });
  create.mockReset().mockResolvedValue(made);
  get.mockReset().mockResolvedValue(shown);
});

afterEach(() => {
  Reflect.deleteProperty(globalThis, 'PublicKeyCredential');
});

describe('webauthn.register', () => {
  it('enrolls, has the browser make a credential for this page’s site, and verifies it', async () => {
    const { mfa, server } = setUpWebAuthn();
    const { data, error } = await mfa.webauthn.register({ friendlyName: 'Key' });
    expect([error, data?.access_token]).toEqual([null, 'at']);
    expect(server.calls).toEqual([
      ['enroll', { type: 'webauthn', friendlyName: 'Key' }],
      ['challenge', 'f1', { webauthn: site }],
      [
        'verify',
        {
          factorId: 'f1',
          challengeId: 'c1',
          webauthn: { ...site, type: 'create', credential_response: expect.objectContaining({ id: ABC, rawId: ABC }) },
        },
      ],
    ]);
    expect(create.mock.calls[0]?.[0].publicKey).toMatchObject({
      rp: { id: 'localhost' },
      user: { name: 'ada@example.com', displayName: 'Ada' },
    });
  });

  it('lets options of the caller’s go before the server’s, in depth', async () => {
    const { mfa } = setUpWebAuthn();
    const authenticatorSelection = { userVerification: 'required' } as const;
    await mfa.webauthn.register({ friendlyName: 'Key' }, { authenticatorSelection, timeout: 1_000 });
    expect(create.mock.calls[0]?.[0].publicKey).toMatchObject({
      authenticatorSelection: { userVerification: 'required', residentKey: 'discouraged' },
      timeout: 1_000,
    });
  });

  it('names the user where the server does not', async () => {
    const { mfa, server } = setUpWebAuthn();
    const { publicKey } = server.options?.credential_options ?? { publicKey: {} };
    const credential_options = { publicKey: { ...publicKey, user: { id: ABC, name: '', displayName: '' } } };
    server.options = { type: 'create', credential_options };
    await mfa.webauthn.register({ friendlyName: 'Key' });
    expect(create.mock.calls[0]?.[0].publicKey).toMatchObject({ user: { name: 'Key', displayName: 'Key' } });
  });

  it('leaves no factor behind when the user refuses', async () => {
    const { mfa, server } = setUpWebAuthn();
    create.mockRejectedValue(new DOMException('not allowed', 'NotAllowedError'));
    const { data, error } = await mfa.webauthn.register({ friendlyName: 'Key' });
    expect(data).toBeNull();
    expect(isAuthError(error)).toBe(false); // nor is it one to the published client
    expect(error).toMatchObject({
      name: 'NotAllowedError',
      __isWebAuthnError: true,
      code: 'ERROR_PASSTHROUGH_SEE_CAUSE_PROPERTY',
    });
    expect(server.calls.at(-1)).toEqual(['unenroll', 'f1']);
  });

  it('keeps a factor that the server might have verified', async () => {
    const { mfa, server } = setUpWebAuthn();
    jest.spyOn(server, 'verify').mockRejectedValue(new InvalidCodeError({ message: 'no' }));
    const { error } = await mfa.webauthn.register({ friendlyName: 'Key' });
    expect(error).toMatchObject({ code: 'mfa_verification_failed' });
    expect(server.calls.map(([name]) => name)).not.toContain('unenroll');
  });

  it.each([
    [false, ['enroll', 'unenroll', 'enroll', 'challenge', 'verify']],
    [true, ['enroll']],
  ])('replaces what a closed page has left, and never a credential that is verified: %p', async (isVerified, names) => {
    const { mfa, server } = setUpWebAuthn();
    server.refusals = [new ConflictError({ message: 'taken', code: 'mfa_factor_name_conflict', status: 422 })];
    const status = isVerified ? 'verified' : 'unverified';
    const at = '2026-01-01T00:00:00Z';
    const left = { id: 'old', factor_type: 'webauthn', status, friendly_name: 'Key', created_at: at, updated_at: at };
    server.factors = [{ factor: left }];
    const { error } = await mfa.webauthn.register({ friendlyName: 'Key' });
    expect(server.calls.map(([name]) => name)).toEqual(names);
    expect(error).toEqual(isVerified ? expect.objectContaining({ code: 'mfa_factor_name_conflict' }) : null);
  });

  it('is given up by a signal, while it goes on and before', async () => {
    const { mfa, server } = setUpWebAuthn();
    const controller = new AbortController();
    create.mockImplementation((options) => {
      const ceremony = untilAborted(options);
      controller.abort();
      return ceremony;
    });
    const webauthn = { signal: controller.signal };
    const aborted = { name: 'AbortError', code: 'ERROR_CEREMONY_ABORTED' };
    const first = await mfa.webauthn.register({ friendlyName: 'Key', webauthn });
    expect(first.error).toMatchObject(aborted);
    const second = await mfa.webauthn.register({ friendlyName: 'Key', webauthn });
    expect(second.error).toMatchObject(aborted);
    expect(create).toHaveBeenCalledTimes(1);
    expect(server.calls.at(-1)).toEqual(['unenroll', 'f1']);
  });
});

describe('webauthn.authenticate', () => {
  it('has the browser show a credential, for the site that the caller names', async () => {
    const { mfa, server } = setUpWebAuthn();
    server.options = request;
    const { error } = await mfa.webauthn.authenticate({ factorId: 'f1', webauthn: { rpId: 'app.example' } });
    expect(error).toBeNull();
    expect(server.calls[0]).toEqual([
      'challenge',
      'f1',
      { webauthn: { rpId: 'app.example', rpOrigins: ['http://localhost'] } },
    ]);
    expect(server.calls[1]).toMatchObject([
      'verify',
      { webauthn: { type: 'request', credential_response: { id: ABC } } },
    ]);
    expect(get.mock.calls[0]?.[0].publicKey).toMatchObject({ rpId: 'localhost' });
  });
});

describe('webauthn.challenge', () => {
  it('answers a credential with buffers, which webauthn.verify takes', async () => {
    const { mfa, server } = setUpWebAuthn();
    const { data } = await mfa.webauthn.challenge({ factorId: 'f1', webauthn: site });
    const credential = data?.webauthn.credential_response as PublicKeyCredential;
    expect(new TextDecoder().decode(credential.rawId)).toBe('abc');
    expect(new TextDecoder().decode(credential.response.clientDataJSON)).toBe('abc');
    expect(credential.getClientExtensionResults()).toEqual({});
    if (data) await mfa.webauthn.verify({ ...data, webauthn: { ...site, ...data.webauthn } });
    expect(server.calls.at(-1)).toMatchObject([
      'verify',
      { webauthn: { credential_response: { id: ABC, rawId: ABC, response: { attestationObject: ABC } } } },
    ]);
    expect(registration.rawId).toBe(ABC);
  });

  it('says that the factor is another one where the server demands no credential', async () => {
    const { mfa, server } = setUpWebAuthn();
    server.options = undefined;
    const { error } = await mfa.webauthn.challenge({ factorId: 'f1', webauthn: site });
    expect(error).toMatchObject({ code: 'validation_failed' });
    expect(create).not.toHaveBeenCalled();
  });
});
