import { Refusal } from '../refusal.js';
import type { Account, LinkedIdentity } from './account.types.js';
import type { AccountAdministration } from './account-administration.js';
import type { Accounts } from './accounts.js';
import { assertSignInMethodLeft } from './sign-in-methods.js';

interface Collaborators {
  readonly accounts: Accounts;
  readonly administration: AccountAdministration;
}

/** The users' identities at other providers. */
export class Identities {
  readonly #parts: Collaborators;

  constructor(parts: Collaborators) {
    this.#parts = parts;
  }

  /** @throws {Refusal} The identity belongs to an account already. */
  assertFree({ provider, userIdInIdp }: LinkedIdentity): void {
    if (!this.#parts.accounts.findByIdentity(provider, userIdInIdp)) return;
    throw new Refusal('user-exists', 'The identity is linked to an account already');
  }

  /** @throws {Refusal} There is no such account, or the identity belongs to one. */
  add(userId: string, identity: LinkedIdentity): void {
    this.assertFree(identity);
    const { identities } = this.#parts.accounts.require(userId);
    this.#parts.accounts.change(userId, { identities: [...identities, identity] });
  }

  /**
   * Moves all identities of an account to another one. The account that had them is no more.
   *
   * @throws {Refusal} It has none, or the two are one.
   */
  merge(primary: Account, secondary: Account): void {
    if (primary.id === secondary.id) throw new Refusal('input-malformed', 'The accounts are one and the same');
    const { accounts, administration } = this.#parts;
    // As they are now: whoever links them had to wait for one of the two.
    const [kept, given] = [accounts.require(primary.id), accounts.require(secondary.id)];
    if (given.identities.length === 0) {
      throw new Refusal('input-malformed', 'The account to link has no identity of another provider');
    }
    administration.delete(given.id);
    accounts.change(kept.id, { identities: [...kept.identities, ...given.identities] });
  }

  /** @throws {Refusal} There is no such identity, or the user could sign in no more. */
  part(account: Account, isMeant: (identity: LinkedIdentity) => boolean): void {
    const identities = account.identities.filter((identity) => !isMeant(identity));
    if (identities.length === account.identities.length) {
      throw new Refusal('input-malformed', 'The account has no such identity');
    }
    assertSignInMethodLeft({ ...account, identities });
    this.#parts.accounts.change(account.id, { identities });
  }
}
