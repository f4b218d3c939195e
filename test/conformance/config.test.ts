import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ManualClock } from '@sallyport/authentication-client';
import type { Emulator } from '@sallyport/emulator';
import { tokenRefusal, wrongSignature } from './refusals.fixture.js';
import { RelyingParty, startServer } from './relying-party.fixture.js';

// OpenID Foundation, oidcc-client-config-certification-test-plan: each test is named like its module.

const clock = new ManualClock();

let emulator: Emulator;
let party: RelyingParty;
beforeAll(async () => {
  emulator = await startServer(clock);
});
afterAll(() => emulator.stop());
beforeEach(async () => {
  await emulator.reset();
  party = new RelyingParty(emulator, { clock });
});
afterEach(() => party.client.dispose());

describe('the relying-party profile Config', () => {
  it('oidcc-client-test-discovery-openid-config', async () => {
    await expect(party.signIn()).resolves.toMatchObject({ claims: { iss: emulator.oidc.issuer } });
  });

  it('oidcc-client-test-discovery-issuer-mismatch', async () => {
    emulator.settings({ misbehave: ['discovery-wrong-issuer'] });
    await expect(party.signIn()).rejects.toMatchObject({ name: 'IssuerMismatchError', kind: 'issuer-mismatch' });
    expect(party.visits).toBe(0);
  });

  it('oidcc-client-test-discovery-jwks-uri-keys', async () => {
    await emulator.rotateKeys({ keepOld: false }); // to keys that nobody could know but from there
    await expect(party.signIn()).resolves.toBeDefined();
  });

  it('oidcc-client-test-idtoken-sig-none', async () => {
    emulator.settings({ misbehave: ['id-token-alg-none'] });
    await expect(party.signIn()).rejects.toMatchObject(tokenRefusal('algorithm'));
  });

  it('oidcc-client-test-signing-key-rotation-just-before-signing', async () => {
    await party.signIn();
    await clock.advance(31_000);
    await emulator.rotateKeys({ keepOld: true });
    await expect(party.signIn()).resolves.toBeDefined();
  });

  it('oidcc-client-test-signing-key-rotation', async () => {
    await party.signIn();
    await emulator.rotateKeys({ keepOld: false });
    await clock.advance(11 * 60_000); // over the age of the keys that the client has
    await expect(party.signIn()).resolves.toBeDefined();
    emulator.settings({ misbehave: ['id-token-old-key'] });
    await expect(party.signIn()).rejects.toMatchObject(wrongSignature);
  });
});
