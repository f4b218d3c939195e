import { describe, expect, it, jest } from '@jest/globals';
import { isAuthRetryableFetchError } from '@supabase/auth-js';
import type { FactorGateway } from '../domain/factor-gateway.js';
import { gotrueWords } from './gotrue-words.js';

const capabilities = { enroll: [], verify: [], stepUp: false, recoveryCodes: [] };
const listFactors = jest.fn(async () => []);
const gateway = { listFactors } as Partial<FactorGateway> as FactorGateway; // nobody calls the rest

describe('GoTrue’s words', () => {
  it('load nothing before the first call, and one gateway for all calls', async () => {
    const load = jest.fn(async () => gateway);
    const words = gotrueWords({ capabilities, gateway: load });
    expect(load).not.toHaveBeenCalled();
    await Promise.all([words.listFactors(), words.listFactors()]);
    await words.listFactors();
    expect(load).toHaveBeenCalledTimes(1);
    expect(listFactors).toHaveBeenCalledTimes(3);
  });

  it('answer that their code could not be loaded, and try again with the next call', async () => {
    const load = jest.fn(async () => gateway).mockRejectedValueOnce(new TypeError('Failed to fetch the module'));
    const words = gotrueWords({ capabilities, gateway: load });
    const { data, error } = await words.listFactors();
    expect([data, isAuthRetryableFetchError(error)]).toEqual([null, true]);
    expect(error).toMatchObject({ status: 0, cause: { kind: 'network' } });
    await expect(words.listFactors()).resolves.toMatchObject({ error: null, data: { all: [] } });
  });
});

describe('what a server says beyond what we know', () => {
  it('is shown: a factor of an unknown type, and members under its own names', async () => {
    const record = {
      id: 'f',
      type: 'palm',
      isVerified: true,
      friendlyName: 'Left hand',
      createdAt: '2026-01-01T00:00:00Z',
      updatedAt: '2026-01-01T00:00:00Z',
      further: { last_challenged_at: '2026-01-02T00:00:00Z', lines: 3 },
    };
    listFactors.mockResolvedValueOnce([record] as never);
    const { data } = await gotrueWords({ capabilities, gateway: async () => gateway }).listFactors();
    expect(data).toEqual({
      all: [
        {
          id: 'f',
          factor_type: 'palm',
          status: 'verified',
          friendly_name: 'Left hand',
          created_at: '2026-01-01T00:00:00Z',
          updated_at: '2026-01-01T00:00:00Z',
          last_challenged_at: '2026-01-02T00:00:00Z',
          lines: 3,
        },
      ],
      totp: [],
      phone: [],
      webauthn: [],
      recovery_code: [],
    });
  });
});
