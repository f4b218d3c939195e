import { expect, it } from '@jest/globals';
import { gotrue } from '../../emulator-under-test.fixture.js';
import { errorOf } from '../gotrue-driver.fixture.js';

it.each([
  ['POST', '/sso', 'saml_provider_disabled'],
  ['GET', '/sso/saml/metadata', 'saml_provider_disabled'],
  ['POST', '/passkeys/authentication/options', 'passkey_disabled'],
  ['POST', '/passkeys/registration/verify', 'passkey_disabled'],
  ['GET', '/passkeys', 'passkey_disabled'],
  ['DELETE', '/passkeys/1', 'passkey_disabled'],
])('%s %s is off, whatever is sent', async (method, path, code) => {
  for (const body of [undefined, {}, 'rubbish']) {
    if (method === 'GET' && body !== undefined) continue;
    expect(errorOf(await gotrue.send(method, path, body))).toEqual([404, code]);
  }
});

it('has words of its own, which applications compare', async () => {
  expect((await gotrue.post('/sso', { domain: 'example.com' })).body.message).toBe('SAML 2.0 is disabled');
  expect((await gotrue.get('/passkeys')).body.message).toBe('Passkeys are disabled');
});
