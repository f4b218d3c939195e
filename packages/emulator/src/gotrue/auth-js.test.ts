import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type AuthChangeEvent, AuthClient } from '@supabase/auth-js';
import type { Emulator } from '../emulator.types.js';
import { startEmulator } from '../start-emulator.js';

const EMAIL = 'ada@example.com';
const PASSWORD = 'correct horse';

let emulator: Emulator;

beforeEach(async () => {
  // The published client goes by the machine's clock.
  emulator = await startEmulator();
});

afterEach(() => emulator.stop());

function clientOf(options: ConstructorParameters<typeof AuthClient>[0] = {}) {
  const events: AuthChangeEvent[] = [];
  const memory = new Map<string, string>();
  const storage = {
    getItem: (key: string) => memory.get(key) ?? null,
    setItem: (key: string, value: string) => void memory.set(key, value),
    removeItem: (key: string) => void memory.delete(key),
  };
  const { url, anonKey } = emulator.gotrue;
  const client = new AuthClient({ url, headers: { apikey: anonKey }, autoRefreshToken: false, storage, ...options });
  client.onAuthStateChange((event) => void events.push(event));
  return { client, events };
}

/** The data of an answer, whose error fails the test. */
async function done<A extends { readonly data: unknown; readonly error: unknown }>(
  call: Promise<A>,
): Promise<Extract<A, { readonly error: null }>['data']> {
  const { data, error } = await call;
  expect(error).toBeNull();
  return data;
}

describe('the published client', () => {
  it('signs up, signs in, reads and changes the user, and signs out, with the events in their order', async () => {
    const { client, events } = clientOf();
    const { user, session } = await done(
      client.signUp({ email: EMAIL, password: PASSWORD, options: { data: { name: 'Ada' } } }),
    );
    expect(user).toMatchObject({ email: EMAIL, user_metadata: { name: 'Ada', email_verified: true } });
    expect(session?.user).toEqual(user);
    await done(client.signInWithPassword({ email: EMAIL, password: PASSWORD }));
    expect((await done(client.getUser())).user).toMatchObject({ id: user?.id, is_anonymous: false });
    const updated = await done(client.updateUser({ data: { name: null, city: 'London' } }));
    expect(updated.user.user_metadata).toMatchObject({ city: 'London', email_verified: true });
    await done(client.refreshSession());
    expect((await client.signOut()).error).toBeNull();
    expect(events).toEqual([
      'INITIAL_SESSION',
      'SIGNED_IN',
      'SIGNED_IN',
      'USER_UPDATED',
      'TOKEN_REFRESHED',
      'SIGNED_OUT',
    ]);
  });

  it.each(['RS256', 'ES256', 'HS256'] as const)(
    'reads the claims of a token signed with %s',
    async (tokenAlgorithm) => {
      emulator.settings({ tokenAlgorithm });
      const { client } = clientOf();
      await done(client.signUp({ email: EMAIL, password: PASSWORD }));
      const data = await done(client.getClaims());
      expect(data?.header.alg).toBe(tokenAlgorithm);
      expect(data?.claims).toMatchObject({ email: EMAIL, aal: 'aal1', amr: [{ method: 'password' }] });
    },
  );

  it('signs in with a code, and with a link that brings a code', async () => {
    const { client } = clientOf({ flowType: 'pkce' });
    await done(client.signInWithOtp({ email: EMAIL }));
    const token = emulator.messages.latest({ to: EMAIL })?.code ?? '';
    expect((await done(client.verifyOtp({ email: EMAIL, token, type: 'email' }))).user?.email).toBe(EMAIL);
    await emulator.clock.advance('61s');
    await done(client.signInWithOtp({ email: EMAIL, options: { emailRedirectTo: 'http://localhost:5173/in' } }));
    const response = await fetch(emulator.messages.latest({ to: EMAIL })?.link ?? '', { redirect: 'manual' });
    const code = new URL(response.headers.get('location') ?? '').searchParams.get('code') ?? '';
    expect((await done(client.exchangeCodeForSession(code))).session.user.email).toBe(EMAIL);
  });

  it('signs in anonymously, and becomes somebody', async () => {
    const { client } = clientOf();
    expect((await done(client.signInAnonymously())).user?.is_anonymous).toBe(true);
    const { user } = await done(client.updateUser({ email: EMAIL, password: PASSWORD }));
    expect(user).toMatchObject({ email: EMAIL, is_anonymous: false });
    await done(client.signInWithPassword({ email: EMAIL, password: PASSWORD }));
  });

  it('has errors that its guards know', async () => {
    const { client } = clientOf();
    expect((await client.signUp({ email: EMAIL, password: 'abc' })).error).toMatchObject({
      name: 'AuthWeakPasswordError',
      reasons: ['length'],
      status: 422,
    });
    expect((await client.signInWithPassword({ email: EMAIL, password: PASSWORD })).error).toMatchObject({
      name: 'AuthApiError',
      status: 400,
      code: 'invalid_credentials',
    });
    expect((await client.signInWithIdToken({ provider: 'google', token: 'x' })).error).toMatchObject({
      code: 'provider_disabled',
    });
    expect((await client.getUser()).error).toMatchObject({ name: 'AuthSessionMissingError' });
  });
});
