import { describe, expect, it, jest } from '@jest/globals';
import * as validation from '@sallyport/core/validation';
import { isAuthRetryableFetchError } from '@supabase/auth-js';
import { mfaClient } from '../client/mfa-client.js';
import { totp } from '../factors/totp/totp.js';
import type { ListedFactor, MfaServer } from '../mfa-server.js';

const byFactor = { enroll: [], verify: [], stepUp: false, recoveryCodes: [] };
const capabilities = { verify: [], enroll: [], recoveryCodes: false, byFactor };
const list = jest.fn(async (): Promise<readonly ListedFactor[]> => []);
const server = { list } as Partial<MfaServer> as MfaServer; // no test calls the rest

const clientOf = (load: () => Promise<MfaServer>) =>
  mfaClient({ factors: [totp], capabilities: () => capabilities, server: load, signal: undefined });

describe('mfaClient', () => {
  it('mfaClient loads nothing before the first call, and one server for all calls', async () => {
    const load = jest.fn(async () => server);
    const mfa = clientOf(load);
    expect(load).not.toHaveBeenCalled();
    expect(validation).toBeDefined(); // linked before, because Jest cannot link a module for two late imports at once
    await Promise.all([mfa.listFactors(), mfa.listFactors(), mfa.getMfaAuthenticators()]);
    await mfa.listFactors();
    expect(load).toHaveBeenCalledTimes(1);
    expect(list).toHaveBeenCalledTimes(4);
  });

  it('listFactors answers that its code could not be loaded, and loads it again with the next call', async () => {
    const load = jest.fn(async () => server).mockRejectedValueOnce(new TypeError('Failed to fetch the module'));
    const mfa = clientOf(load);
    const { data, error } = await mfa.listFactors();
    expect([data, isAuthRetryableFetchError(error)]).toEqual([null, true]);
    expect(error).toMatchObject({ status: 0, cause: { kind: 'network' } });
    await expect(mfa.listFactors()).resolves.toMatchObject({ error: null, data: { all: [] } });
  });

  it('getMfaAuthenticators rejects if its code could not be loaded, and loads it again with the next call', async () => {
    const load = jest.fn(async () => server).mockRejectedValueOnce(new TypeError('Failed to fetch the module'));
    const mfa = clientOf(load);
    await expect(mfa.getMfaAuthenticators()).rejects.toMatchObject({ kind: 'network' });
    await expect(mfa.getMfaAuthenticators()).resolves.toEqual([]);
  });

  it('mfaClient has the methods of its factors and the GoTrue style, and no others', () => {
    expect(Object.keys(clientOf(async () => server)).sort()).toEqual(
      [
        'assosicateMfaAuthenticator',
        'associateMfaAuthenticator',
        'capabilities',
        'challenge',
        'challengeAndVerify',
        'confirmAssociateMfaAuthenticator',
        'confirmAssosicateMfaAuthenticator',
        'deleteMfaAuthenticator',
        'enroll',
        'getAuthenticatorAssuranceLevel',
        'getMfaAuthenticators',
        'listFactors',
        'unenroll',
        'verify',
        'verifyTotpMfa',
      ].sort(),
    );
  });
});

describe('listFactors', () => {
  it('listFactors shows a factor of an unknown type, and members under the names of the server', async () => {
    const factor = {
      id: 'f',
      factor_type: 'palm',
      status: 'verified',
      friendly_name: 'Left hand',
      created_at: '2026-01-01T00:00:00Z',
      updated_at: '2026-01-01T00:00:00Z',
      last_challenged_at: '2026-01-02T00:00:00Z',
      lines: 3,
    };
    list.mockResolvedValueOnce([{ factor }]);
    const { data } = await clientOf(async () => server).listFactors();
    expect(data).toEqual({ all: [factor], totp: [], phone: [], webauthn: [], recovery_code: [] });
  });
});
