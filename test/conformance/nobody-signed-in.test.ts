import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { PortableAuthenticationClient } from '@sallyport/authentication-client';
import { type Emulator, startEmulator } from '@sallyport/emulator';
import { clientOf, SPEECHES } from './second-factor/server.fixture.js';

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator({ clock: 'manual' });
});
afterAll(() => emulator.stop());

const confirmation = { authenticatorType: 'totp', totp: '112233' };

describe.each(SPEECHES)('where nobody is signed in, a server that speaks %s', (server) => {
  it.each<[string, (client: PortableAuthenticationClient) => unknown]>([
    ['updateProfile', (client) => client.updateProfile({ nickname: 'Ada' })],
    ['updatePassword', (client) => client.updatePassword('correct horse')],
    ['refreshToken', (client) => client.refreshToken()],
    ['checkLoggedIn', (client) => client.checkLoggedIn()],
    ['mfa.getMfaAuthenticators', ({ mfa }) => mfa.getMfaAuthenticators()],
    ['mfa.associateMfaAuthenticator', ({ mfa }) => mfa.associateMfaAuthenticator()],
    ['mfa.confirmAssociateMfaAuthenticator', ({ mfa }) => mfa.confirmAssociateMfaAuthenticator(confirmation)],
    ['mfa.deleteMfaAuthenticator', ({ mfa }) => mfa.deleteMfaAuthenticator()],
  ])('has %s say so', async (_, call) => {
    const client = clientOf(emulator, server);
    await expect((async () => call(client))()).rejects.toMatchObject({
      name: 'NotSignedInError',
      kind: 'not-signed-in',
    });
    await client.dispose();
  });

  it('answers no user, and signs nobody out', async () => {
    const client = clientOf(emulator, server);
    await expect(client.getCurrentUser()).resolves.toBeNull();
    await expect(client.logout()).resolves.toBeUndefined();
    await client.dispose();
  });
});
