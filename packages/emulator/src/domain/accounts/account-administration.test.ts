import { describe, expect, it } from '@jest/globals';
import { setUpDomain } from '../domain.fixture.js';
import { detailsOf } from './account-details.js';

const PASSWORD = 'correct horse';

describe('an administrator’s change with a password, which takes a while to hash', () => {
  it('is made of the account as it is then', async () => {
    const { accounts, administration, caller } = setUpDomain();
    const { id } = caller.account;
    const changing = administration.change(
      id,
      (present) => ({ details: { userMetadata: { ...detailsOf(present).userMetadata, plan: 'pro' } } }),
      PASSWORD,
    );
    accounts.change(id, { details: { userMetadata: { name: 'Ada' } } });
    expect(detailsOf(await changing).userMetadata).toEqual({ name: 'Ada', plan: 'pro' });
  });

  it('forgets no password, of two that are set at once', async () => {
    const { accounts, administration, caller, passwords, settings, store } = setUpDomain();
    store.settings.current = { ...settings(), passwordHistory: 3 };
    const { id } = caller.account;
    const [first, second] = [PASSWORD, 'battery staple'];
    await Promise.all([first, second].map((password) => administration.change(id, () => ({}), password)));
    for (const password of [first, second]) {
      await expect(passwords.keep(password, accounts.require(id))).rejects.toThrow('The password was used before');
    }
  });
});

describe('one’s own new password', () => {
  it('is none of a session that ends while it is hashed (EMU-20)', async () => {
    const { accounts, administration, accountSessions, caller } = setUpDomain();
    const changing = administration.changeOwnPassword(caller, PASSWORD, null);
    accountSessions.endAllOf(caller.account.id);
    await expect(changing).rejects.toMatchObject({ reason: 'session-invalid' });
    expect(accounts.require(caller.account.id).passwordHash).toBeNull();
  });
});

describe('accounts', () => {
  it('have each an id of their own', () => {
    const { accounts, caller } = setUpDomain();
    const { id } = caller.account;
    expect(() => accounts.create({ id, email: 'eve@example.com' })).toThrow('A user with this id exists already');
    expect(accounts.require(id).email).toBe('ada@example.com');
  });

  it('keep what either was given, when they are linked on the word of one who had to wait', () => {
    const {
      accounts,
      identities,
      caller: { account },
    } = setUpDomain();
    const identityOf = (userIdInIdp: string) => ({
      provider: 'github',
      userIdInIdp,
      openid: null,
      isSocial: true,
      connectionId: null,
    });
    const other = accounts.create({ email: 'eve@example.com', identities: [identityOf('1')] });
    identities.add(account.id, identityOf('2'));
    identities.add(other.id, identityOf('3'));
    identities.merge(account, other);
    expect(accounts.require(account.id).identities.map(({ userIdInIdp }) => userIdInIdp)).toEqual(['2', '1', '3']);
  });

  it('count every sign-in, of those at once too', () => {
    const {
      accounts,
      assuredSessions,
      caller: { account },
    } = setUpDomain();
    const origin = { applicationId: 'app', ip: null, userAgent: null };
    assuredSessions.open(account, origin, 'password');
    assuredSessions.open(account, origin, 'password');
    expect(accounts.require(account.id).loginsCount).toBe(3);
  });
});
