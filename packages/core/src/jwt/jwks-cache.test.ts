import { describe, expect, it, jest } from '@jest/globals';
import { ManualClock } from '../clock/index.js';
import { InvalidResponseError, NetworkError } from '../errors/index.js';
import { type Jwk, JwksCache } from './jwks-cache.js';

const key = (kid: string | undefined, rest: Readonly<Record<string, unknown>> = {}): Jwk => ({
  kty: 'RSA',
  n: 'n',
  e: 'AQAB',
  ...(kid === undefined ? {} : { kid }),
  ...rest,
});

function setUp(...documents: unknown[]) {
  const clock = new ManualClock(0);
  const fetchJwks = jest.fn<() => Promise<unknown>>();
  for (const document of documents) {
    if (document instanceof Error) fetchJwks.mockRejectedValueOnce(document);
    else fetchJwks.mockResolvedValueOnce(document);
  }
  const last = documents.at(-1);
  if (!(last instanceof Error)) fetchJwks.mockResolvedValue(last);
  return { clock, fetchJwks, cache: new JwksCache(fetchJwks, clock) };
}

describe('JwksCache', () => {
  it('fetches nothing before it is asked', () => {
    expect(setUp({ keys: [] }).fetchJwks).not.toHaveBeenCalled();
  });

  it('shares one fetch between all who ask at the same time (TOK-06)', async () => {
    const { cache, fetchJwks } = setUp({ keys: [key('a')] });
    const found = await Promise.all(Array.from({ length: 20 }, () => cache.candidates('RS256', 'a')));
    expect([fetchJwks.mock.calls.length, found.every(({ length }) => length === 1)]).toEqual([1, true]);
  });

  it('finds a new key by one fetch more, without restart (TOK-06, TOK-07)', async () => {
    const { cache, clock, fetchJwks } = setUp({ keys: [key('a')] }, { keys: [key('a'), key('b')] });
    await cache.candidates('RS256', 'a');
    await clock.advance(30_000);
    await expect(cache.candidates('RS256', 'b')).resolves.toHaveLength(1);
    expect(fetchJwks).toHaveBeenCalledTimes(2);
  });

  it('fetches for fifty unknown keys within a minute five times at most (TOK-06)', async () => {
    const { cache, clock, fetchJwks } = setUp({ keys: [key('a')] });
    for (let attempt = 0; attempt < 50; attempt += 1) {
      await expect(cache.candidates('RS256', `unknown-${attempt}`)).resolves.toEqual([]);
      await clock.advance(1_250);
    }
    expect(fetchJwks.mock.calls.length).toBeLessThanOrEqual(5);
  });

  it('fetches for fifty unknown keys at once no more often (TOK-06)', async () => {
    const { cache, fetchJwks } = setUp({ keys: [key('a')] });
    await Promise.all(Array.from({ length: 50 }, (_, index) => cache.candidates('RS256', `unknown-${index}`)));
    expect(fetchJwks).toHaveBeenCalledTimes(1);
  });

  it('forgets a key that the issuer took back within ten minutes (TOK-07)', async () => {
    const { cache, clock } = setUp({ keys: [key('a')] }, { keys: [key('b')] });
    await cache.candidates('RS256', 'a');
    await clock.advance(10 * 60_000);
    await expect(cache.candidates('RS256', 'a')).resolves.toEqual([]);
  });

  it('asks again at once for a new key when the clock was set back', async () => {
    const { cache, clock, fetchJwks } = setUp({ keys: [key('a')] }, { keys: [key('b')] }, { keys: [key('c')] });
    await clock.setTo(86_400_000);
    await cache.candidates('RS256', 'a');
    await clock.setTo(0);
    await expect(cache.candidates('RS256', 'b')).resolves.toHaveLength(1);
    await clock.advance(10 * 60_000);
    await expect(cache.candidates('RS256', 'c')).resolves.toHaveLength(1);
    expect(fetchJwks).toHaveBeenCalledTimes(3);
  });

  it('forgets a key that the issuer took back though the clock was set back (TOK-07)', async () => {
    const { cache, clock } = setUp({ keys: [key('a')] }, { keys: [key('b')] });
    await clock.setTo(86_400_000);
    await cache.candidates('RS256', 'a');
    await clock.setTo(0);
    await expect(cache.candidates('RS256', 'a')).resolves.toEqual([]);
  });

  it('does not ask again while the keys are young', async () => {
    const { cache, clock, fetchJwks } = setUp({ keys: [key('a')] });
    await cache.candidates('RS256', 'a');
    await clock.advance(10 * 60_000 - 1);
    await cache.candidates('RS256', 'a');
    expect(fetchJwks).toHaveBeenCalledTimes(1);
  });

  it.each([
    ['the issuer cannot be reached', new NetworkError({ message: '', sent: true })],
    ['what it answers is no key set', { error: 'down' }],
    ['what it answers is nothing', null],
  ])('goes on with the keys it has when %s (TOK-06, F27)', async (_, failure) => {
    const { cache, clock } = setUp({ keys: [key('a')] }, failure);
    await cache.candidates('RS256', 'a');
    await clock.advance(10 * 60_000);
    await expect(cache.candidates('RS256', 'a')).resolves.toHaveLength(1);
  });

  it('does not ask an issuer that is down more often than every half minute once it has keys (F27)', async () => {
    const { cache, clock, fetchJwks } = setUp({ keys: [key('a')] }, new NetworkError({ message: '', sent: true }), {
      keys: [],
    });
    await cache.candidates('RS256', 'a');
    await clock.advance(10 * 60_000);
    for (let attempt = 0; attempt < 10; attempt += 1) await cache.candidates('RS256', 'a');
    expect(fetchJwks).toHaveBeenCalledTimes(2);
  });

  it('rejects with the reason while it has no keys, and asks again after 30 seconds (F27)', async () => {
    const failure = new NetworkError({ message: '', sent: true });
    const { cache, clock, fetchJwks } = setUp(failure, { keys: [key('a')] });
    for (let attempt = 0; attempt < 50; attempt += 1) {
      await expect(cache.candidates('RS256', 'a')).rejects.toBe(failure);
    }
    await clock.advance(29_999);
    await expect(cache.candidates('RS256', 'a')).rejects.toBe(failure);
    expect(fetchJwks).toHaveBeenCalledTimes(1);
    await clock.advance(1);
    await expect(cache.candidates('RS256', 'a')).resolves.toHaveLength(1);
    expect(fetchJwks).toHaveBeenCalledTimes(2);
  });

  it('asks again at once when the user causes the fetch, and then for tokens too', async () => {
    const failure = new NetworkError({ message: '', sent: true });
    const { cache } = setUp(failure, { keys: [key('a')] });
    await expect(cache.load()).rejects.toBe(failure);
    await cache.load();
    await expect(cache.candidates('RS256', 'a')).resolves.toHaveLength(1);
  });

  it('offers each algorithm the keys of its own type and curve (TOK-04)', async () => {
    const keys = [
      key('a'),
      key('a', { kty: 'EC', crv: 'P-256' }),
      key('a', { kty: 'EC', crv: 'P-384' }),
      key('a', { kty: 'OKP', crv: 'Ed25519' }),
      key('a', { kty: 'OKP', crv: 'X25519' }),
    ];
    const { cache } = setUp({ keys });
    for (const [algorithm, index] of [
      ['RS256', 0],
      ['PS256', 0],
      ['ES256', 1],
      ['EdDSA', 3],
    ] as const) {
      await expect(cache.candidates(algorithm, 'a')).resolves.toEqual([keys[index]]);
    }
  });

  it.each([[{}], [null], ['keys'], [{ keys: 'a' }], [[]]])('does not take %j for a key set', async (document) => {
    await expect(setUp(document).cache.candidates('RS256', 'a')).rejects.toBeInstanceOf(InvalidResponseError);
  });

  it('ends the waiting of one caller, not of the others', async () => {
    const { cache } = setUp({ keys: [key('a')] });
    const controller = new AbortController();
    const impatient = cache.candidates('RS256', 'a', controller.signal);
    const patient = cache.candidates('RS256', 'a');
    const reason = new Error('enough');
    controller.abort(reason);
    await expect(impatient).rejects.toBe(reason);
    await expect(patient).resolves.toHaveLength(1);
  });

  it.each([
    ['is of another type', key('a', { kty: 'EC' })],
    ['is symmetric (TOK-02)', key('a', { kty: 'oct', k: 'c2VjcmV0' })],
    ['is for encryption', key('a', { use: 'enc' })],
    ['is not for verifying', key('a', { key_ops: ['encrypt'] })],
    ['is for another algorithm', key('a', { alg: 'RS512' })],
    ['has another name', key('b')],
    ['has no name where the token gives one', key(undefined)],
    ['has a name that is no text', { ...key(undefined), kid: 5 }],
    ['is a list of operations that is none', { ...key('a'), key_ops: 'verify' }],
    ['is no object', 'key'],
    ['has no type', { kid: 'a' }],
    ['is null', null],
  ])('passes over a key that %s (TOK-04)', async (_, unusable) => {
    const usable = key('a', { use: 'sig', key_ops: ['verify'], alg: 'RS256' });
    const { cache } = setUp({ keys: [unusable, usable] });
    await expect(cache.candidates('RS256', 'a')).resolves.toEqual([usable]);
  });

  it('offers every fitting key where the token names none', async () => {
    const { cache } = setUp({ keys: [key('a'), key('b'), key('c', { kty: 'EC' })] });
    await expect(cache.candidates('RS256', undefined)).resolves.toHaveLength(2);
  });

  it.each([['__proto__'], ['constructor'], ['toString']])('takes the name %s for a name (TOK-05)', async (kid) => {
    const { cache } = setUp({ keys: [key('a')] });
    await expect(cache.candidates('RS256', kid)).resolves.toEqual([]);
  });
});
