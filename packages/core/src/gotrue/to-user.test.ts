import { describe, expect, it } from '@jest/globals';
import type { GoTrueUser } from './gotrue.types.js';
import { toMetadata, toUser } from './to-user.js';

const raw: GoTrueUser = {
  id: 'ada',
  aud: 'authenticated',
  email: 'ada@example.com',
  email_confirmed_at: '2026-01-01T00:00:00Z',
  phone: '',
  app_metadata: {},
  user_metadata: { nickname: 'Ada', full_name: 'Ada Lovelace', avatar_url: 'p.png', plan: 'pro' },
  created_at: '2026-01-01T00:00:00Z',
};

describe('a user of a GoTrue server in the words of both wires', () => {
  it('has the profile from the metadata, and the original beside it', () => {
    expect(toUser(raw)).toMatchObject({
      id: 'ada',
      email: 'ada@example.com',
      emailVerified: true,
      phone: null,
      phoneVerified: false,
      nickname: 'Ada',
      name: 'Ada Lovelace',
      photo: 'p.png',
      customData: { plan: 'pro' },
      raw,
    });
  });

  it.each([null, undefined])('can do without metadata: %s', (user_metadata) => {
    expect(toUser({ ...raw, user_metadata: user_metadata as never })).toMatchObject({ nickname: null, customData: {} });
  });

  it('has no confirmed address where the wire says null', () => {
    expect(toUser({ ...raw, email_confirmed_at: null as never })).toMatchObject({ emailVerified: false });
  });

  it.each([undefined, null, '', 'ada', [], {}, { id: '' }, { id: 1 }])('is not made of %j (F08)', (answer) => {
    expect(() => toUser(answer as never)).toThrow(expect.objectContaining({ kind: 'invalid-response' }));
  });

  it.each([
    { factors: {} },
    { factors: [null] },
    { factors: [{ id: 'f', status: 'verified' }] },
    { identities: 'none' },
    { user_metadata: 'text' },
    { app_metadata: [] },
  ])('is not made of one who has %j: factors that cannot be read would be asked for by nobody (F08)', (members) => {
    expect(() => toUser({ ...raw, ...members } as never)).toThrow(
      expect.objectContaining({ kind: 'invalid-response' }),
    );
  });

  it('reads back what a profile was kept as', () => {
    const user_metadata = toMetadata({ nickname: 'Ada', photo: 'p.png', company: undefined });
    expect(user_metadata).toEqual({ nickname: 'Ada', avatar_url: 'p.png' });
    expect(toUser({ ...raw, user_metadata })).toMatchObject({ nickname: 'Ada', photo: 'p.png' });
  });

  it.each([['constructor'], ['toString'], ['__proto__']])('toMetadata keeps a field named %s', (name) => {
    expect(Object.entries(toMetadata(Object.fromEntries([[name, 'x']])))).toEqual([[name, 'x']]);
  });
});
