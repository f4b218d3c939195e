import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Emulator } from '@sallyport/emulator';
import { tokenRefusal, wrongClaim, wrongSignature } from './refusals.fixture.js';
import { type Misbehavior, RelyingParty, startServer } from './relying-party.fixture.js';

// OpenID Foundation, oidcc-client-refreshtoken-test-plan: each test is named like its module.

let emulator: Emulator;
let party: RelyingParty;
beforeAll(async () => {
  emulator = await startServer();
});
afterAll(() => emulator.stop());
beforeEach(async () => {
  await emulator.reset();
  party = new RelyingParty(emulator);
  await party.signIn();
});
afterEach(() => party.client.dispose());

/** A renewal that goes wrong is refused, and nothing of it gets into the session. */
async function expectRefusal(misbehavior: Misbehavior, refusal: object): Promise<void> {
  const { userId, token } = party.standing;
  emulator.settings({ misbehave: [misbehavior] });
  await expect(party.client.refreshToken()).rejects.toMatchObject(refusal);
  expect(party.standing).toMatchObject({ userId, token });
}

describe('the relying-party profile Refresh', () => {
  it('oidcc-client-test-refresh-token', async () => {
    const { userId, token } = party.standing;
    await party.client.refreshToken();
    expect(party.standing).toMatchObject({ state: 'signedIn', userId });
    expect(party.standing.token).not.toBe(token);
  });

  it('oidcc-client-test-refresh-token-invalid-issuer', () => expectRefusal('id-token-wrong-iss', wrongClaim('iss')));
  it('oidcc-client-test-refresh-token-invalid-sub', () => expectRefusal('refresh-changed-sub', wrongClaim('sub')));
  it('oidcc-client-test-refresh-token-invalid-aud', () => expectRefusal('id-token-wrong-aud', wrongClaim('aud')));
});

describe('an ID token of a renewal', () => {
  it.each([
    ['id-token-without-iss', wrongClaim('iss')],
    ['id-token-without-sub', wrongClaim('sub')],
    ['id-token-without-aud', wrongClaim('aud')],
    ['id-token-without-iat', wrongClaim('iat')],
    ['id-token-without-exp', wrongClaim('exp')],
    ['id-token-wrong-nonce', wrongClaim('nonce')],
    ['id-token-wrong-at-hash', wrongClaim('at_hash')],
    ['id-token-expired', { name: 'TokenExpiredError', kind: 'token-expired' }],
    ['id-token-old-key', wrongSignature],
    ['id-token-forged', wrongSignature],
    ['id-token-alg-none', tokenRefusal('algorithm')],
  ] as const)('is judged as strictly as the first: %s (TOK-19)', expectRefusal);
});
