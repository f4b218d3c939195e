import { expect, it, jest } from '@jest/globals';
import { setUpWebAuthn } from './mfa-server.fixture.js';

jest.unstable_mockModule('@simplewebauthn/browser', () => {
  throw new Error('Cannot find package');
});

it('a browser without the package is told which one is missing, and nothing is sent', async () => {
  Object.assign(globalThis, { PublicKeyCredential: function PublicKeyCredential() {} });
  const { mfa, server } = setUpWebAuthn();
  const { error } = await mfa.webauthn.register({ friendlyName: 'Key' });
  expect(error).toMatchObject({
    name: 'AuthUnknownError',
    cause: { kind: 'configuration', remedy: 'npm install @simplewebauthn/browser' },
  });
  expect(server.calls).toEqual([]);
});
