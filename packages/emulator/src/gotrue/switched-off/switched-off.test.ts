import { expect, it } from '@jest/globals';
import { emulator, gotrue } from '../../emulator-under-test.fixture.js';
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

it.each([
  ['GET', '/admin/sso/providers', { items: [] }],
  ['GET', '/admin/custom-providers', { providers: [] }],
  ['POST', '/admin/sso/providers', [404, 'saml_provider_disabled']],
  ['POST', '/admin/custom-providers', [400, 'feature_disabled']],
  ['GET', '/admin/users/1/passkeys', [404, 'passkey_disabled']],
  ['DELETE', '/admin/users/1/passkeys/1', [404, 'passkey_disabled']],
])('%s %s tells administrators alone that it is off (EMU-22)', async (method, path, told) => {
  const answer = await gotrue.send(method, path, undefined, { bearer: emulator.gotrue.serviceRoleKey });
  expect(answer.status === 200 ? answer.body : errorOf(answer)).toEqual(told);
  const { anonKey } = emulator.gotrue;
  expect(errorOf(await gotrue.send(method, path, undefined, { bearer: anonKey }))).toEqual([403, 'not_admin']);
});

it('has words of its own, which applications compare', async () => {
  expect((await gotrue.post('/sso', { domain: 'example.com' })).body.message).toBe('SAML 2.0 is disabled');
  expect((await gotrue.get('/passkeys')).body.message).toBe('Passkeys are disabled');
});
