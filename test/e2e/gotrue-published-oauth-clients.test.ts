import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Emulator, startEmulator } from '@sallyport/emulator';
import { GoTrueAdminApi } from '@supabase/auth-js';
import { done, failed, refusal } from './gotrue-published.fixture.js';

// The administration of OAuth clients by @supabase/auth-js 2.119.1 against the emulator.

const NOBODYS = '00000000-0000-4000-8000-000000000000';
const registration = {
  client_name: 'App',
  redirect_uris: ['https://app.example/callback', 'http://localhost:3000/callback'],
};

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.stop());
beforeEach(() => emulator.reset());

const clients = () => {
  const { url, serviceRoleKey } = emulator.gotrue;
  return new GoTrueAdminApi({ url, headers: { Authorization: `Bearer ${serviceRoleKey}` } }).oauth;
};

describe('an administrator of OAuth clients', () => {
  it('creates, reads, changes and deletes one', async () => {
    const { client_secret, ...created } = await done(clients().createClient(registration));
    expect(client_secret).toEqual(expect.any(String));
    expect(created).toMatchObject({
      ...registration,
      client_type: 'confidential',
      registration_type: 'manual',
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
    });
    const { client_id: id } = created;
    expect(await done(clients().getClient(id))).toEqual(created);
    const logo_uri = 'https://app.example/logo.png';
    expect(await done(clients().updateClient(id, { logo_uri }))).toMatchObject({ client_name: 'App', logo_uri });
    expect(await clients().deleteClient(id)).toEqual({ data: null, error: null });
    expect(await failed(clients().getClient(id))).toEqual(refusal(404, 'oauth_client_not_found'));
  });

  it('gives one another secret', async () => {
    const { client_id, client_secret } = await done(clients().createClient(registration));
    const renewed = await done(clients().regenerateClientSecret(client_id));
    expect(renewed).toMatchObject({ client_id, client_secret: expect.any(String) });
    expect(renewed.client_secret).not.toBe(client_secret);
  });

  it('lists them in pages', async () => {
    for (let count = 0; count < 3; count += 1) await done(clients().createClient(registration));
    const page = await done(clients().listClients({ page: 1, perPage: 2 }));
    expect(page).toMatchObject({ total: 3, nextPage: 2, lastPage: 2, aud: 'authenticated' });
    expect(page.clients).toHaveLength(2);
    expect((await done(clients().listClients())).clients).toHaveLength(3);
  });

  it('is told what cannot be', async () => {
    expect(await failed(clients().createClient({ ...registration, redirect_uris: [] }))).toEqual(
      refusal(400, 'validation_failed'),
    );
    expect(await failed(clients().updateClient(NOBODYS, { client_name: 'x' }))).toEqual(
      refusal(404, 'oauth_client_not_found'),
    );
    expect(await failed(clients().regenerateClientSecret(NOBODYS))).toEqual(refusal(404, 'oauth_client_not_found'));
  });
});
