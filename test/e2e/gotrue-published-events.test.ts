import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Emulator, startEmulator } from '@sallyport/emulator';
import { codeOf, done, email, Place, PublishedClient, password } from './gotrue-published.fixture.js';

// In which order @supabase/auth-js 2.119.1 tells of what happens at the emulator: the table of section 9 of the contract.

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.stop());
beforeEach(() => emulator.reset());

const now = (): number => Math.floor(emulator.clock.now() / 1000);

/** What an earlier page has stored, of a session that ends in so many seconds. */
async function stored(secondsLeft: number): Promise<Place> {
  const { auth, place } = await new PublishedClient(emulator).begun();
  await done(auth.signUp({ email, password }));
  place.change({ expires_at: now() + secondsLeft });
  return place;
}

/** Ends the sessions there are, so that none of them is refreshed. */
async function endSessions(): Promise<void> {
  const { auth } = await new PublishedClient(emulator).begun();
  await done(auth.signInWithPassword({ email, password }));
  expect((await auth.signOut({ scope: 'global' })).error).toBeNull();
}

/** A page that finds what an earlier one has stored. */
async function opened(storage: Place): Promise<PublishedClient> {
  const client = await new PublishedClient(emulator, { storage, autoRefreshToken: true }).begun();
  await client.auth.stopAutoRefresh();
  return client;
}

describe('the events', () => {
  it('of a sign-in where nothing is stored', async () => {
    const { auth, told } = await new PublishedClient(emulator).begun();
    await done(auth.signUp({ email, password }));
    expect(told).toEqual([
      ['INITIAL_SESSION', null],
      ['SIGNED_IN', 'session'],
    ]);
  });

  it('of a session that is stored and good', async () => {
    const { told, sent } = await opened(await stored(3600));
    expect(told).toEqual([
      ['SIGNED_IN', 'session'],
      ['INITIAL_SESSION', 'session'],
    ]);
    expect(sent).toEqual([]);
  });

  it('of one that has a minute left', async () => {
    const place = await stored(60);
    const before = place.getItem(Place.key);
    const { told, sent } = await opened(place);
    expect(told).toEqual([
      ['TOKEN_REFRESHED', 'session'],
      ['INITIAL_SESSION', 'session'],
    ]);
    expect(sent).toEqual(['POST /token?grant_type=refresh_token']);
    expect(place.getItem(Place.key)).not.toBe(before);
  });

  it('of one that has ended and is not refreshed', async () => {
    const place = await stored(-60);
    await endSessions();
    const { told } = await opened(place);
    expect(told).toEqual([
      ['SIGNED_OUT', null],
      ['INITIAL_SESSION', null],
    ]);
    expect(place.getItem(Place.key)).toBeNull();
  });

  it('of one that has a minute left and is not refreshed', async () => {
    const place = await stored(60);
    await endSessions();
    const before = place.getItem(Place.key);
    const { told } = await opened(place);
    expect(told).toEqual([['INITIAL_SESSION', 'session']]);
    expect(place.getItem(Place.key)).toBe(before);
  });

  it('of a second factor', async () => {
    const { auth, told } = await new PublishedClient(emulator).begun();
    await done(auth.signUp({ email, password }));
    const { id, totp } = await done(auth.mfa.enroll({ factorType: 'totp' }));
    const { id: challengeId } = await done(auth.mfa.challenge({ factorId: id }));
    told.length = 0;
    await done(auth.mfa.verify({ factorId: id, challengeId, code: codeOf(emulator, totp) }));
    expect(told).toEqual([['MFA_CHALLENGE_VERIFIED', 'session']]);
  });

  it('of a life: registered, signed in, changed, refreshed, signed out elsewhere, signed out', async () => {
    const { auth, told } = await new PublishedClient(emulator).begun();
    await done(auth.signUp({ email, password }));
    await done(auth.signInWithPassword({ email, password }));
    await done(auth.updateUser({ data: { name: 'Ada' } }));
    await done(auth.refreshSession());
    await auth.signOut({ scope: 'others' });
    await auth.signOut();
    expect(told.map(([event]) => event)).toEqual([
      'INITIAL_SESSION',
      'SIGNED_IN',
      'SIGNED_IN',
      'USER_UPDATED',
      'TOKEN_REFRESHED',
      'SIGNED_OUT',
    ]);
  });
});
