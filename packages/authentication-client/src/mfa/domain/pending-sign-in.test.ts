import { inspect } from 'node:util';
import { describe, expect, it, jest } from '@jest/globals';
import { MfaRequiredError } from '@sallyport/core/errors';
import { MemoryStorage } from '@sallyport/core/storage';
import {
  jwt,
  mfaToken,
  NOW_SECONDS,
  sessionToken,
  setUp,
  setUpPending,
  setUpSignedIn,
  wireUser,
} from '../../client.fixture.js';
import { PendingSignIn } from './pending-sign-in.js';

const demand = {
  applicationMfa: [
    { mfaPolicy: 'EMAIL', status: 1, sort: 2 },
    { mfaPolicy: 'SMS', status: 1, sort: 1 },
    { mfaPolicy: 'OTP', status: 1, sort: 0 },
    { mfaPolicy: 'FACE', status: 0, sort: 3 },
    { mfaPolicy: 'PASSKEY', status: 1, sort: 4 },
  ],
  totpMfaEnabled: true,
  email: 'ada@example.com',
  mfaEmail: null,
  phone: '13800000000',
  phoneCountryCode: '+86',
  mfaPhone: '13900000000',
  mfaPhoneCountryCode: '+852',
  nickname: 'Ada',
  username: 'ada',
  avatar: '',
};

describe('a sign-in that asks for a second factor', () => {
  it.each([[1635], [1636]] as const)(
    'rejects with %d and an mfaToken, as code for the vendor’s SDK expects',
    async (code) => {
      const { client, transport } = setUp();
      transport.refuseGraphql(code, 'second factor', { mfaToken });
      const error = (await client.loginByUsername('ada', 'pw').catch((reason: unknown) => reason)) as MfaRequiredError;
      expect(error).toBeInstanceOf(MfaRequiredError);
      expect(error).toMatchObject({ code, message: 'second factor', data: { mfaToken } });
      expect(`${JSON.stringify(error)}${inspect(error)}`).not.toContain(mfaToken);
    },
  );

  it('is a state, and tells of it without a token', async () => {
    const { client, transport, events } = setUp();
    transport.refuseGraphql(1636, 'second factor', { mfaToken, ...demand });
    await client.loginByUsername('ada', 'pw').catch(() => {});
    expect(client.state).toBe('mfaRequired');
    const expiresAt = new Date((NOW_SECONDS + 360) * 1000);
    expect(events).toEqual([['mfaRequired', { offered: ['totp', 'sms', 'email', 'passkey'], expiresAt }]]);
    expect(client.pendingSignIn?.expiresAt).toEqual(expiresAt);
  });

  it('comes through REST sign-ins alike', async () => {
    const { client, transport } = setUp();
    transport.answerJson({ code: 1635, message: 'second factor', data: { mfaToken } });
    await expect(client.loginByEmailCode('a@b', '1234')).rejects.toBeInstanceOf(MfaRequiredError);
    expect(client.pendingSignIn).toMatchObject({ mfaToken, passed: ['email'] });
  });

  it('offers what the application does, in its order, with the addresses bound for it', async () => {
    const { client } = await setUpPending(demand, 1636);
    expect(client.pendingSignIn).toMatchObject({
      passed: ['pwd'],
      user: { identifier: 'a•••@example.com', username: 'ada', name: null, nickname: 'Ada', avatar: null },
      offered: [
        { type: 'totp', isEnrolled: true, address: null, phoneCountryCode: null },
        { type: 'sms', isEnrolled: true, address: '13900000000', phoneCountryCode: '+852' },
        { type: 'email', isEnrolled: true, address: 'ada@example.com', phoneCountryCode: null },
        { type: 'passkey', isEnrolled: false, address: null, phoneCountryCode: null },
      ],
    });
  });

  it.each([
    [
      { phone: '13800000042', photo: 'https://img.example/1', name: 'Ada L.' },
      ['•••42', 'Ada L.', 'https://img.example/1'],
    ],
    [
      { email: 'a***@example.com', avatar: 'https://img.example/2' },
      ['a***@example.com', null, 'https://img.example/2'],
    ],
    [{}, [null, null, null]],
  ])('has what a page can show of the user in %j (issue 10, A8)', async (sent, [identifier, name, avatar]) => {
    const { client } = await setUpPending(sent);
    const user = { identifier, username: null, name, nickname: null, avatar };
    expect(client.pendingSignIn?.user).toEqual(user);
    expect(PendingSignIn.import(client.pendingSignIn?.export() ?? '').user).toEqual(user);
  });

  it('offers the personal authenticator for 1635', async () => {
    const { client } = await setUpPending();
    expect(client.pendingSignIn?.offered).toEqual([
      { type: 'totp', isEnrolled: true, address: null, phoneCountryCode: null },
    ]);
  });

  it.each([[null], [undefined], ['text'], [{}], [{ mfaToken: '' }], [{ mfaToken: 5 }]])(
    'is no state without an mfaToken: %j',
    async (data) => {
      const { client, transport, events } = setUp();
      transport.refuseGraphql(1635, 'second factor', data);
      await expect(client.loginByUsername('ada', 'pw')).rejects.toBeInstanceOf(MfaRequiredError);
      expect([client.state, client.pendingSignIn, events]).toEqual(['signedOut', null, []]);
    },
  );

  it.each([[{ applicationMfa: 'all' }], [{ applicationMfa: [null, 5, {}, { mfaPolicy: 5 }] }]])(
    'offers nothing where the server offers rubbish: %j',
    async (rubbish) => {
      const { client } = await setUpPending(rubbish, 1636);
      expect(client.pendingSignIn?.offered).toEqual([]);
    },
  );

  it('lives for six minutes where its token does not say', async () => {
    const { client, clock } = await setUpPending({ mfaToken: 'opaque' });
    expect(client.pendingSignIn?.expiresAt).toEqual(new Date(clock.now() + 360_000));
  });

  it('lives for as long as its token says, counted from now', async () => {
    const { client, clock } = await setUpPending({ mfaToken: jwt({ iat: 1_000, exp: 1_060 }) });
    expect(client.pendingSignIn?.expiresAt).toEqual(new Date(clock.now() + 60_000));
  });

  it('is over when its time is', async () => {
    const { client, clock } = await setUpPending();
    await clock.advance(359_999);
    expect(client.state).toBe('mfaRequired');
    await clock.advance(1);
    expect([client.state, client.pendingSignIn]).toEqual(['signedOut', null]);
  });

  it('costs nobody the session that was there', async () => {
    const { client, transport, storage } = await setUpSignedIn();
    const write = jest.spyOn(storage, 'set');
    transport.refuseGraphql(1635, 'second factor', { mfaToken });
    await client.loginByUsername('bob', 'pw').catch(() => {});
    expect([client.checkLoggedIn(), client.snapshot.assuranceLevel, write.mock.calls]).toEqual(['ada', 'aal1', []]);
    transport.answerGraphql('user', wireUser());
    await client.getCurrentUser();
    expect(transport.last.headers.authorization).toBe(`Bearer ${sessionToken()}`);
  });

  it('replaces that session in one write when the second factor succeeds', async () => {
    const { client, transport, storage } = await setUpSignedIn();
    transport.refuseGraphql(1635, 'second factor', { mfaToken }).answer(wireUser('bob'));
    await client.loginByUsername('bob', 'pw').catch(() => {});
    const [write, remove] = [jest.spyOn(storage, 'set'), jest.spyOn(storage, 'remove')];
    await client.mfa.verifyTotpMfa({ totp: '112233', mfaToken });
    expect([write.mock.calls.length, remove.mock.calls.length, client.checkLoggedIn()]).toEqual([1, 0, 'bob']);
  });

  it('gives way to the next sign-in', async () => {
    const { client, transport } = await setUpPending();
    transport.answerGraphql('loginByUsername', wireUser('bob'));
    await client.loginByUsername('bob', 'pw');
    expect([client.state, client.pendingSignIn]).toEqual(['signedIn', null]);
  });

  it('stays out of the storage that keeps the session', async () => {
    const storage = new MemoryStorage();
    const write = jest.spyOn(storage, 'set');
    await setUpPending({}, 1635, { storage });
    expect(write).not.toHaveBeenCalled();
  });
});

describe('PendingSignIn', () => {
  it('goes on elsewhere by its exported text', async () => {
    const { client } = await setUpPending(demand, 1636);
    const exported = client.pendingSignIn?.export() ?? '';
    const other = setUp();
    expect(other.client.resumeSignIn(exported)).toMatchObject({ mfaToken, passed: ['pwd'], user: { username: 'ada' } });
    expect(other.client.state).toBe('mfaRequired');
    other.transport.answer(wireUser());
    await other.client.mfa.verifyTotpMfa({ totp: '112233', mfaToken: other.client.pendingSignIn?.mfaToken ?? '' });
    expect(other.client.snapshot).toMatchObject({ state: 'signedIn', assuranceLevel: 'aal2' });
  });

  it('is not resumed when its time is over', async () => {
    const { client } = await setUpPending();
    const exported = client.pendingSignIn?.export() ?? '';
    const other = setUp();
    await other.clock.advance(360_000);
    expect([other.client.resumeSignIn(exported), other.client.state]).toEqual([null, 'signedOut']);
  });

  it('keeps its bearer out of JSON, inspection and spread', async () => {
    const { client } = await setUpPending();
    const pending = client.pendingSignIn;
    expect(pending?.mfaToken).toBe(mfaToken);
    expect(
      `${JSON.stringify(pending)}${inspect(pending, { showHidden: true })}${JSON.stringify({ ...pending })}`,
    ).not.toContain(mfaToken);
  });

  const good = { version: 1, mfaToken: 'm', passed: [], offered: [], user: {}, expiresAt: 1 };
  it.each([
    ['nothing', ''],
    ['a word', 'x'],
    ['null', 'null'],
    ['a newer version', JSON.stringify({ ...good, version: 2 })],
    ['no mfaToken', JSON.stringify({ ...good, mfaToken: '' })],
    ['an mfaToken that is no text', JSON.stringify({ ...good, mfaToken: 5 })],
    ['no list of what was passed', JSON.stringify({ ...good, passed: 'pwd' })],
    ['no list of what is offered', JSON.stringify({ ...good, offered: null })],
    ['no user', JSON.stringify({ ...good, user: null })],
    ['no expiry', JSON.stringify({ ...good, expiresAt: 'soon' })],
  ])('is not made of %s', (_, text) => {
    expect(() => PendingSignIn.import(text)).toThrow(expect.objectContaining({ kind: 'invalid-input' }));
  });
});

describe('a pending sign-in that is over', () => {
  it.each([2206, 2207])('is dropped when the server says so with %d, and listeners hear of the state', async (code) => {
    const { client, transport } = await setUpPending();
    const states: string[] = [];
    client.on('stateChanged', ({ state }) => states.push(state));
    transport.answerJson({ code, message: 'over', data: null });
    await expect(client.mfa.verifyTotpMfa({ totp: '112233', mfaToken })).rejects.toMatchObject({
      kind: 'challenge-expired',
      expired: 'sign-in',
    });
    expect([client.pendingSignIn, states]).toEqual([null, ['mfaRequired', 'signedOut']]);
  });

  it('stays when only the code that was sent is over', async () => {
    const { client, transport } = await setUpPending();
    transport.answerJson({ code: 2300, message: 'expired', data: null });
    const answer = { email: 'ada@example.com', code: '1234', mfaToken };
    await expect(client.mfa.verifyAppEmailMfa(answer)).rejects.toMatchObject({
      kind: 'challenge-expired',
      expired: 'code',
    });
    expect(client.state).toBe('mfaRequired');
  });

  it('stays when another one than that was answered', async () => {
    const { client, transport } = await setUpPending();
    transport.answerJson({ code: 2206, message: 'over', data: null });
    await expect(client.mfa.verifyTotpMfa({ totp: '112233', mfaToken: 'another' })).rejects.toThrow();
    expect(client.state).toBe('mfaRequired');
  });

  it('tells listeners at the moment its time is over', async () => {
    const { client, clock } = await setUpPending();
    const states: string[] = [];
    client.on('stateChanged', ({ state }) => states.push(state));
    await clock.advance(359_999);
    expect(states).toEqual(['mfaRequired']);
    await clock.advance(1);
    expect(states).toEqual(['mfaRequired', 'signedOut']);
  });

  it('leaves no timer behind when the client is disposed of', async () => {
    const { client, clock } = await setUpPending();
    const states: string[] = [];
    await client.dispose();
    client.on('stateChanged', ({ state }) => states.push(state));
    await clock.advance(400_000);
    expect(states).toEqual([]);
  });
});
