import { describe, expect, it, jest } from '@jest/globals';
import { mfaToken, publicKey, sessionToken, setUp, setUpPending, setUpSignedIn, wireUser } from '../client.fixture.js';
import { type AuthenticationClient, InputError } from '../index.js';

describe('with', () => {
  it('adds headers to its own calls alone', async () => {
    const { client, transport } = setUp();
    transport.answer({ code: 200 }).answer({ code: 200 });
    await client.with({ headers: { 'X-Trace': 't' } }).sendSmsCode('1');
    await client.sendSmsCode('1');
    expect(transport.requests.map(({ headers }) => headers['x-trace'])).toEqual(['t', undefined]);
  });

  it('cannot replace the headers that say who calls', async () => {
    const { client, transport } = await setUpSignedIn();
    transport.answerGraphql('user', wireUser());
    await client.with({ headers: { 'x-authing-app-id': 'evil' } }).getCurrentUser();
    expect(JSON.stringify(transport.last.headers)).not.toContain('evil');
  });

  it('is another view of the same session', async () => {
    const { client, transport } = setUp();
    const view = client.with({ timeout: 1_000 });
    transport.answerGraphql('loginByUsername', wireUser());
    await view.loginByUsername('ada', 'pw');
    expect([client.state, client.checkLoggedIn(), view.snapshot.userId]).toEqual(['signedIn', 'ada', 'ada']);
  });

  it('reaches the second factor too', async () => {
    const { client, transport } = await setUpPending();
    transport.answer(wireUser());
    await client.with({ headers: { 'x-trace': 't' } }).mfa.verifyTotpMfa({ totp: '112233', mfaToken });
    expect([transport.last.headers['x-trace'], client.state]).toEqual(['t', 'signedIn']);
  });

  it.each([
    ['a sign-in', (client: ReturnType<AuthenticationClient['with']>) => client.loginByUsername('ada', 'pw')],
    ['a row', (client: ReturnType<AuthenticationClient['with']>) => client.sendSmsCode('1')],
    [
      'a second factor',
      (client: ReturnType<AuthenticationClient['with']>) => client.mfa.verifyTotpMfa({ totp: '112233', mfaToken: 'm' }),
    ],
  ])('rejects %s with the reason of a signal that has aborted', async (_, call) => {
    const { client, transport } = setUp();
    const reason = { why: 'any value will do' };
    await expect(call(client.with({ signal: AbortSignal.abort(reason) }))).rejects.toBe(reason);
    expect(transport.requests).toEqual([]);
  });

  it('ends the wait for the key of passwords when its signal aborts', async () => {
    const { client, transport } = setUp({ publicKey: undefined });
    const answer = transport.answerLater();
    const controller = new AbortController();
    const signingIn = client.with({ signal: controller.signal }).loginByUsername('ada', 'pw');
    const reason = new Error('enough');
    controller.abort(reason);
    await expect(signingIn).rejects.toBe(reason);
    answer({ code: 200, data: { publicKey } });
  });

  it('refuses options that can never be right', () => {
    expect(() => setUp().client.with({ timeout: -1 })).toThrow(InputError);
  });

  it('with makes a view that holds nothing before its first use', () => {
    const view = setUp().client.with({});
    expect(Object.keys(view)).toEqual([]);
    expect(view.social).toBe(view.social);
  });
});

describe('events', () => {
  it('are each followed by the state that they left', async () => {
    const { client, transport } = setUp();
    const states: unknown[] = [];
    client.on('stateChanged', (snapshot) => states.push([snapshot.state, snapshot.assuranceLevel]));
    transport.refuseGraphql(1635, 'second factor', { mfaToken }).answer(wireUser()).answer(null);
    await client.loginByUsername('ada', 'pw').catch(() => {});
    await client.mfa.verifyTotpMfa({ totp: '112233', mfaToken });
    await client.logout();
    expect(states).toEqual([
      ['signedOut', null],
      ['mfaRequired', null],
      ['signedIn', 'aal2'],
      ['signedOut', null],
    ]);
  });

  it('fire after the state is stored', async () => {
    const { client, transport, storage } = setUp();
    const stored: boolean[] = [];
    client.on('signedIn', () => stored.push(setUp({ storage }).client.state === 'signedIn'));
    transport.answerGraphql('loginByUsername', wireUser());
    await client.loginByUsername('ada', 'pw');
    expect(stored).toEqual([true]);
  });

  it('never carry a token, a code or a password', async () => {
    const { client, transport, logger, events } = setUp();
    const told: unknown[] = [];
    client.on('stateChanged', (snapshot) => told.push(snapshot));
    transport
      .refuseGraphql(1635, 'second factor', { mfaToken: 'canary-mfa' })
      .answer(wireUser('ada', 'canary-token'), { recoveryCode: 'canary-recovery' })
      .answerGraphql('refreshToken', { token: 'canary-renewed' })
      .answerGraphql('user', { ...wireUser('ada', 'canary-token'), nickname: 'Ada' })
      .answer(null)
      .answer(null);
    await client.loginByUsername('ada', 'canary-password').catch(() => {});
    await client.mfa.verifyTotpRecoveryCode({ recoveryCode: 'canary-used', mfaToken: 'canary-mfa' });
    await client.refreshToken();
    await client.getCurrentUser();
    await client.mfa.deleteMfaAuthenticator();
    await client.logout();
    const names = events.map(([name]) => name);
    expect(names).toEqual(['mfaRequired', 'signedIn', 'sessionRefreshed', 'userUpdated', 'factorRemoved', 'signedOut']);
    expect(JSON.stringify([events, told, logger.lines])).not.toContain('canary');
  });

  it('stop neither the operation nor other listeners when one throws (CLI-24)', async () => {
    const { client, transport, logger, events } = setUp();
    client.on('signedIn', () => {
      throw new Error('canary');
    });
    client.on('stateChanged', async () => {
      throw new Error('canary');
    });
    const other = jest.fn();
    client.on('signedIn', other);
    await client.ready();
    logger.lines.splice(0); // the first known snapshot
    transport.answerGraphql('loginByUsername', wireUser());
    await expect(client.loginByUsername('ada', 'pw')).resolves.toMatchObject({ id: 'ada' });
    expect([other.mock.calls.length, events.length]).toEqual([1, 1]);
    expect(logger.lines).toHaveLength(2);
    expect(JSON.stringify(logger.lines)).not.toContain('canary');
  });

  it('let a listener ask for more without a deadlock (F18)', async () => {
    const { client, transport } = setUp();
    const renewed = new Promise((resolve) => {
      client.on('signedIn', () => resolve(client.refreshToken()));
    });
    transport
      .answerGraphql('loginByUsername', wireUser())
      .answerGraphql('refreshToken', { token: sessionToken('ada', '2') });
    await client.loginByUsername('ada', 'pw');
    await expect(renewed).resolves.toMatchObject({ token: sessionToken('ada', '2') });
  });

  it('are heard until the function that `on` returned is called', async () => {
    const { client, transport } = setUp();
    const heard = jest.fn();
    const off = client.on('signedIn', heard);
    off();
    transport.answerGraphql('loginByUsername', wireUser());
    await client.loginByUsername('ada', 'pw');
    expect(heard).not.toHaveBeenCalled();
  });

  it('have names; any other is refused', () => {
    expect(() => setUp().client.on('login' as 'signedIn', () => {})).toThrow(
      expect.objectContaining({ kind: 'invalid-input', remedy: expect.stringContaining('signedIn') }),
    );
  });
});

describe('dispose', () => {
  it('forgets listeners and keeps the stored session', async () => {
    const { client, transport, storage, events } = await setUpSignedIn();
    await client.dispose();
    transport.answer(null);
    client.setToken(sessionToken('bob'));
    expect([events, setUp({ storage }).client.checkLoggedIn()]).toEqual([[], 'bob']);
  });

  it('leaves a transport alone that is the caller’s', async () => {
    const { client, transport } = setUp();
    const dispose = jest.spyOn(transport, 'dispose');
    await client.dispose();
    expect(dispose).not.toHaveBeenCalled();
  });
});

describe('a client that as() makes', () => {
  it('refuses calls once it is disposed of, and leaves the client that made it alone', async () => {
    const { client, transport } = setUp();
    const acting = client.as({ token: sessionToken('bob') });
    transport.answerGraphql('user', wireUser('bob', null)).answerJson({ code: 200, data: true });
    await acting.getCurrentUser();
    await acting.dispose();
    await expect(acting.getCurrentUser()).rejects.toMatchObject({ kind: 'disposed' });
    await expect(acting.sendSmsCode('13800000000')).rejects.toMatchObject({ kind: 'disposed' });
    await expect(client.sendSmsCode('13800000000')).resolves.toBeDefined();
  });
});

describe('a client', () => {
  it('shares nothing with another one', async () => {
    await setUpSignedIn();
    expect(setUp().client.state).toBe('signedOut');
  });

  it('shows no token to JSON, inspection or spread', async () => {
    const { client } = await setUpSignedIn({ secret: 'canary-secret' });
    const { inspect } = await import('node:util');
    expect(`${JSON.stringify(client)}${inspect(client, { depth: 10, showHidden: true })}`).not.toMatch(/canary|eyJ/);
  });

  it('is one flat class: each method once, none of them forwarded by hand', () => {
    const { client } = setUp();
    const names = ['registerByEmail', 'loginByEmail', 'sendSmsCode', 'getCurrentUser', 'logout', 'checkLoginStatus'];
    expect(names.map((name) => typeof (client as unknown as Record<string, unknown>)[name])).toEqual(
      names.map(() => 'function'),
    );
  });

  it('gives each call an answer that nobody else can change', async () => {
    const { client } = await setUpSignedIn();
    expect(Object.isFrozen(client.snapshot)).toBe(true);
  });
});
