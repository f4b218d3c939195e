import { describe, expect, it } from '@jest/globals';
import type { Snapshot } from '../../control/snapshot.js';
import { emulator, wire } from '../../emulator-under-test.fixture.js';
import { canonicalJson, checksum } from '../../storage/checksum.js';
import { EMAIL, PASSWORD } from '../../wire-driver.fixture.js';
import type { UserFactors } from './factor.types.js';

/** The same state as servers wrote it that knew one authenticator for each user. */
function asWrittenEarlier({ checksum: _, ...state }: Snapshot): Snapshot {
  const records = state.collections.totpEnrollments as readonly UserFactors[]; // what the collection holds
  const totpEnrollments = records.flatMap(({ id, factors }) =>
    factors.flatMap((factor) => {
      if (factor.type !== 'totp') return [];
      const { id: enrollmentId, verified: enabled, friendlyName: _, lastChallengedAt: __, ...rest } = factor;
      return [{ ...rest, id, enrollmentId, enabled }];
    }),
  );
  const earlier = { ...state, collections: { ...state.collections, totpEnrollments } };
  return { ...earlier, checksum: checksum(canonicalJson(earlier)) };
}

describe('a state from when each user had one authenticator', () => {
  it('is read: the authenticator has its id, its secret and its recovery code', async () => {
    const { token, secret, recoveryCode } = await wire.bound(EMAIL, PASSWORD);
    const before = (await wire.authenticators(token)).body.data;
    await emulator.restore(asWrittenEarlier(emulator.snapshot()));
    expect((await wire.authenticators(token)).body.data).toEqual(before);
    const mfaToken = await wire.mfaToken(EMAIL, PASSWORD);
    expect((await wire.verifyTotp(mfaToken, await wire.totp(secret))).body.code).toBe(200);
    expect((await wire.recover(await wire.mfaToken(EMAIL, PASSWORD), recoveryCode)).body.code).toBe(200);
  });

  it('goes on: what was not confirmed is confirmed, and what is removed is gone', async () => {
    const { token } = (await wire.register(EMAIL, PASSWORD)).body;
    const { secret } = (await wire.associate(token)).body.data;
    await emulator.restore(asWrittenEarlier(emulator.snapshot()));
    expect((await wire.confirm(token, await wire.totp(secret))).body.code).toBe(200);
    expect((await wire.send('DELETE', '/api/v2/mfa/totp/associate', { bearer: token })).body.code).toBe(200);
    expect((await wire.authenticators(token)).body.data).toEqual([]);
  });
});
