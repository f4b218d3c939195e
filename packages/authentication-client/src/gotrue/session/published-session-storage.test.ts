import { describe, expect, it } from '@jest/globals';
import { MemoryStorage, type SynchronousTokenStorage, type TokenStorage } from '@sallyport/core/storage';
import { FailingStorage, SlowStorage } from '@sallyport/core/testing';
import {
  accessToken,
  calls,
  jwt,
  NOW_SECONDS,
  names,
  setUp,
  setUpSignedIn,
  tokenAnswer,
  turn,
  wireUser,
  withFactor,
} from '../gotrue-client.fixture.js';

const KEY = 'supabase.auth.token';
const now = NOW_SECONDS * 1000;

/** A client over a storage that holds this text. */
function setUpStored(text: string, storage: SynchronousTokenStorage = new MemoryStorage()) {
  storage.set(KEY, text);
  return { ...setUp({ storage, storageKey: KEY }), storage };
}

const storedIn = (storage: SynchronousTokenStorage): unknown => JSON.parse(storage.get(KEY) ?? 'null');

describe('a session in the format of @supabase/auth-js', () => {
  it('is what a sign-in stores, to the member', async () => {
    const { storage } = await setUpSignedIn({ storageKey: KEY });
    expect(storedIn(storage)).toEqual(tokenAnswer());
  });

  it('is taken over without a request', async () => {
    const { client, transport, events } = setUpStored(JSON.stringify(tokenAnswer()));
    expect(client.snapshot).toMatchObject({ state: 'signedIn', userId: 'ada', assuranceLevel: 'aal1' });
    expect(client.expiresAt).toEqual(new Date(now + 3_600_000));
    await client.ready();
    expect(client.checkLoggedIn()).toBe('ada');
    expect(transport.requests).toEqual([]);
    expect(events).toEqual([]);
  });

  it('waits for a second factor as any other', () => {
    expect(setUpStored(JSON.stringify(tokenAnswer({}, withFactor))).client.state).toBe('mfaRequired');
  });

  it('keeps what the other client keeps beside the tokens, until there are others', async () => {
    const beside = { provider_token: 'p', provider_refresh_token: 'pr', expires_in: 3600.25 };
    const { client, transport, storage } = setUpStored(JSON.stringify({ ...tokenAnswer(), ...beside }));
    const changed = { ...wireUser(), user_metadata: { nickname: 'Countess' } };
    transport.answerJson(changed);
    await client.updateProfile({ nickname: 'Countess' });
    expect(storedIn(storage)).toEqual({ ...tokenAnswer(), ...beside, expires_in: 3600, user: changed });
    transport.answerJson(tokenAnswer({ jti: '2' }, changed));
    await client.refreshToken();
    expect(storedIn(storage)).toEqual(tokenAnswer({ jti: '2' }, changed));
  });

  it('follows the other client, which has renewed it', async () => {
    const { client, storage, events, transport } = setUpStored(JSON.stringify(tokenAnswer()));
    await client.ready();
    storage.set(KEY, JSON.stringify(tokenAnswer({ jti: '2' })));
    await turn();
    transport.answerJson(wireUser());
    await client.getCurrentUser();
    expect(transport.last.headers.authorization).toBe(`Bearer ${accessToken({ jti: '2' })}`);
    expect(names(events)).toEqual(['sessionRefreshed']);
    storage.remove(KEY);
    await turn();
    expect(client.state).toBe('signedOut');
  });

  it('is renewed by what the other client has stored meanwhile, and by no token that is used up', async () => {
    const inner = new MemoryStorage();
    const deaf: SynchronousTokenStorage = {
      get: (key) => inner.get(key),
      set: (key, value) => inner.set(key, value),
      remove: (key) => inner.remove(key),
    };
    const { client, transport } = setUpStored(JSON.stringify(tokenAnswer()), deaf);
    await client.ready();
    inner.set(KEY, JSON.stringify(tokenAnswer({ jti: '2' })));
    await expect(client.refreshToken()).resolves.toMatchObject({ token: accessToken({ jti: '2' }) });
    expect(transport.requests).toEqual([]);
  });

  it('tells of a user who is kept apart with its renewal, and demands a factor then', async () => {
    const { user: _, ...split } = tokenAnswer();
    const { client, transport, storage } = setUpStored(JSON.stringify(split));
    expect(client.state).toBe('stale');
    transport.answerJson(tokenAnswer({ jti: '2' }, withFactor));
    await expect(client.getUserIdentities()).rejects.toMatchObject({ kind: 'mfa-required' });
    expect(calls(transport)).toEqual(['POST /token?grant_type=refresh_token']);
    expect(client.snapshot).toMatchObject({ state: 'mfaRequired', userId: 'ada' });
    expect(storedIn(storage)).toEqual(tokenAnswer({ jti: '2' }, withFactor));
  });

  it.each([
    ['no JSON', 'nonsense'],
    ['nothing', 'null'],
    ['a list', '[]'],
    ['a number', '5'],
    ['no tokens', JSON.stringify({ user: wireUser() })],
    ['no refresh token', JSON.stringify({ ...tokenAnswer(), refresh_token: '' })],
    ['a token that no header carries', JSON.stringify({ ...tokenAnswer(), access_token: 'a\nb' })],
    ['older client’s', JSON.stringify({ currentSession: tokenAnswer(), expiresAt: 5 })],
  ])('is nobody’s where the text is none, and the text is removed: %s (F21, CLI-15)', async (_, text) => {
    const { client, storage, logger } = setUpStored(text);
    expect(client.state).toBe('signedOut');
    await turn();
    expect(storage.get(KEY)).toBeNull();
    expect(logger.lines).toHaveLength(1);
    expect(JSON.stringify(logger.lines)).not.toContain('refresh-ada');
  });

  it.each([
    ['the tokens alone say when it ends', { expires_at: undefined }, 3_600_000],
    ['it says itself', { expires_at: NOW_SECONDS + 60 }, 60_000],
  ])('ends when %s', (_, more, after) => {
    const { client } = setUpStored(JSON.stringify({ ...tokenAnswer(), ...more }));
    expect(client.expiresAt).toEqual(new Date(now + after));
  });

  it('has a name, also where its token has none', async () => {
    const token = jwt({ sub: 'ada', exp: NOW_SECONDS + 3_600 });
    const { client, events, storage } = setUpStored(JSON.stringify({ ...tokenAnswer(), access_token: token }));
    expect(client.state).toBe('signedIn');
    storage.set(KEY, JSON.stringify({ ...tokenAnswer(), access_token: token, user: withFactor }));
    await turn();
    expect(names(events)).toEqual(['userUpdated', 'mfaRequired']);
  });

  it('is read from a storage that takes its time, whatever its promises are made of', async () => {
    const slow = new SlowStorage();
    slow.values.set(KEY, JSON.stringify(tokenAnswer()));
    const { client } = setUp({ storage: slow, storageKey: KEY });
    const ready = client.ready();
    await turn();
    slow.answer();
    await ready;
    expect(client.state).toBe('signedIn');
    const thenable = {
      // biome-ignore lint/suspicious/noThenProperty: a promise that is no instance of this realm's own
      get: () => ({ then: (use: (text: string) => void) => use(JSON.stringify(tokenAnswer())) }),
      set: () => {},
      remove: () => {},
    };
    const foreign = setUp({ storage: thenable as unknown as TokenStorage, storageKey: KEY }); // as a library's could be
    await foreign.client.ready();
    expect(foreign.client.state).toBe('signedIn');
  });

  it('lives on in memory where it cannot be stored (F20)', async () => {
    const storage = new FailingStorage().fail(new Error('full'), 'set', 'swap');
    const { client, transport, events } = setUp({ storage, storageKey: KEY });
    transport.answerJson(tokenAnswer());
    await client.loginByEmail('ada@example.com', 'pw');
    expect(client.state).toBe('signedIn');
    expect(names(events)).toEqual(['storageFailed', 'signedIn']);
    storage.mend();
    transport.answerJson(tokenAnswer({ jti: '2' }));
    await client.refreshToken();
    expect(JSON.parse(storage.values.get(KEY) ?? '')).toEqual(tokenAnswer({ jti: '2' }));
  });

  it('is no news to who has written it, however little of our record it tells', async () => {
    const { client, transport, events } = await setUpSignedIn({ storageKey: KEY });
    for (const seconds of [10, 20]) {
      transport.answerJson(tokenAnswer({ jti: `${seconds}`, iat: NOW_SECONDS + seconds }));
      await client.refreshToken();
      await turn();
    }
    expect(names(events)).toEqual(['sessionRefreshed', 'sessionRefreshed']);
  });

  it('is another one under another key', async () => {
    const storage = new MemoryStorage();
    await setUpSignedIn({ storage, storageKey: 'sb-one-auth-token' });
    expect(setUp({ storage, storageKey: 'sb-two-auth-token' }).client.state).toBe('signedOut');
  });
});
