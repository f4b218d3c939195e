import { randomUUID } from 'node:crypto';
import type { Clock } from '@sallyport/core/clock';
import type { MemoryStore } from '../../storage/memory-store.js';
import { identityOf, type Recipient } from '../messages/recipient.js';
import { Refusal } from '../refusal.js';
import type { Account, AccountChange, NewAccount } from './account.types.js';
import {
  assertCountryCode,
  assertEmail,
  assertPhone,
  assertUsername,
  canonicalPhone,
  normalizeEmail,
  normalizePhone,
} from './identifiers.js';

/** By what an account can be found. */
export type AccountKey = 'username' | 'email' | 'phone' | 'externalId';

const EMPTY: Omit<Account, 'id' | 'sequence' | 'createdAt' | 'updatedAt'> = {
  username: null,
  email: null,
  emailVerified: false,
  phone: null,
  phoneCountryCode: null,
  phoneVerified: false,
  mfaEmail: null,
  mfaPhone: null,
  mfaPhoneCountryCode: null,
  externalId: null,
  passwordHash: null,
  passwordLevel: null,
  formerPasswordHashes: [],
  mustSetPassword: false,
  mustResetPassword: false,
  wrongPasswords: 0,
  isLockedOut: false,
  directory: null,
  principal: null,
  status: 'Activated',
  blocked: false,
  texts: {},
  customData: {},
  identities: [],
  registerSource: [],
  loginsCount: 0,
  lastLoginAt: null,
  lastIp: null,
};

/** The users of the pool. */
export class Accounts {
  readonly #store: MemoryStore;
  readonly #clock: Clock;

  constructor(store: MemoryStore, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  get size(): number {
    return this.#store.accounts.size;
  }

  get(id: string): Account | undefined {
    return this.#store.accounts.get(id);
  }

  /** Finds an account by its id where ids are UUIDs: by that id, or by the one that stands for it. */
  findByUuid(uuid: string): Account | undefined {
    return this.#store.accounts.findBy('uuid', uuid.toLowerCase());
  }

  find(key: AccountKey, value: string): Account | undefined {
    return this.#store.accounts.findBy(key, identifierOf(key, value));
  }

  /** The account whose own address it is. */
  findByRecipient(recipient: Recipient): Account | undefined {
    return this.#store.accounts.findBy(recipient.channel === 'sms' ? 'phone' : 'email', identityOf(recipient));
  }

  findByIdentity(provider: string | null, userIdInIdp: string): Account | undefined {
    return this.#store.accounts
      .values()
      .find(({ identities }) =>
        identities.some(
          (identity) => identity.userIdInIdp === userIdInIdp && (provider ?? identity.provider) === identity.provider,
        ),
      );
  }

  /** In the order they were created. */
  all(): Account[] {
    return this.#store.accounts.values();
  }

  /**
   * Adds an account.
   *
   * @throws {Refusal} An identifier is missing, malformed or taken, or the id is.
   */
  create(input: NewAccount): Account {
    const account = this.#draft(input);
    this.#store.accountsCreated.current = account.sequence;
    this.#store.accounts.put(account);
    return account;
  }

  /** @throws {Refusal} `create` would refuse it as well. */
  assertCreatable(input: NewAccount): void {
    this.#draft(input);
  }

  #draft(input: NewAccount): Account {
    const now = this.#clock.now();
    const id = input.id ?? randomUUID();
    if (this.get(id) ?? this.findByUuid(id)) throw new Refusal('user-exists', 'A user with this id exists already');
    const account: Account = {
      ...EMPTY,
      ...normalized(input),
      id,
      sequence: this.#store.accountsCreated.current + 1,
      createdAt: input.createdAt ?? now,
      updatedAt: input.createdAt ?? now,
    };
    const isNamed = account.username !== null || account.email !== null || account.phone !== null;
    if (!isNamed && account.identities.length === 0 && !account.details?.isAnonymous) {
      throw new Refusal('identifier-missing', 'A user needs a user name, an email or a phone number');
    }
    this.#assertFree(account);
    return account;
  }

  /**
   * Changes an account. Texts and details that are left out stay as they are.
   *
   * @throws {Refusal} There is no such account; an identifier is malformed or taken.
   */
  change(id: string, change: AccountChange): Account {
    const before = this.require(id);
    const texts = { ...before.texts, ...change.texts };
    const details = { ...before.details, ...change.details };
    const account: Account = { ...before, ...normalized(change), texts, details, updatedAt: this.#clock.now() };
    this.#assertFree(account, before);
    this.#store.accounts.put(account);
    return account;
  }

  /** @throws {Refusal} There is no such account. */
  require(id: string): Account {
    const account = this.get(id);
    if (!account) throw new Refusal('user-unknown', 'The user does not exist');
    return account;
  }

  delete(id: string): void {
    this.#store.accounts.delete(id);
  }

  /** Whether no other account uses this address, for whatever purpose. */
  isFree(recipient: Recipient, exceptId: string): boolean {
    const identity = identityOf(recipient);
    const owner = this.findByRecipient(recipient);
    if (owner && owner.id !== exceptId) return false;
    return !this.all().some(({ id, mfaEmail, mfaPhone, mfaPhoneCountryCode }) => {
      if (recipient.channel === 'email') return mfaEmail === identity && id !== exceptId;
      return mfaPhone !== null && canonicalPhone(mfaPhone, mfaPhoneCountryCode) === identity && id !== exceptId;
    });
  }

  #assertFree(account: Account, before?: Account): void {
    if (account.username !== null && account.username !== before?.username) assertUsername(account.username);
    if (account.email !== null && account.email !== before?.email) assertEmail(account.email);
    if (account.phone !== null && account.phone !== before?.phone) assertPhone(account.phone);
    for (const field of ['phoneCountryCode', 'mfaPhoneCountryCode'] as const) {
      const countryCode = account[field];
      if (countryCode !== null && countryCode !== before?.[field]) assertCountryCode(countryCode);
    }
    const taken = (key: AccountKey): boolean => {
      const value = account[key];
      const countryCode = key === 'phone' ? account.phoneCountryCode : null;
      const owner =
        value === null ? undefined : this.#store.accounts.findBy(key, identifierOf(key, value, countryCode));
      return owner !== undefined && owner.id !== account.id;
    };
    if (taken('username')) throw new Refusal('username-taken', 'The user name is taken');
    if (taken('email')) throw new Refusal('email-taken', 'The email is taken');
    if (taken('phone')) throw new Refusal('phone-taken', 'The phone number is taken');
    if (taken('externalId')) throw new Refusal('user-exists', 'A user with this external id exists already');
  }
}

const same = (text: string): string => text;

/** An identifier as accounts are found by it: one for all spellings of one thing. */
export function identifierOf(key: AccountKey, value: string, countryCode?: string | null): string {
  if (key === 'phone') return canonicalPhone(value, countryCode);
  return key === 'email' ? normalizeEmail(value) : value;
}

/** Without what is not given, with addresses as they are stored, and with empty identifiers as none. */
function normalized<T extends NewAccount | AccountChange>(input: T): T {
  const given = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)) as T; // fewer keys
  const text = (value: string | null | undefined, normalize: (text: string) => string): string | null =>
    value === null || value === undefined || value === '' ? null : normalize(value);
  return {
    ...given,
    ...('username' in given ? { username: text(given.username, same) } : {}),
    ...('email' in given ? { email: text(given.email, normalizeEmail) } : {}),
    ...('mfaEmail' in given ? { mfaEmail: text(given.mfaEmail, normalizeEmail) } : {}),
    ...('phone' in given ? { phone: text(given.phone, normalizePhone) } : {}),
    ...('phoneCountryCode' in given ? { phoneCountryCode: text(given.phoneCountryCode, same) } : {}),
    ...('mfaPhoneCountryCode' in given ? { mfaPhoneCountryCode: text(given.mfaPhoneCountryCode, same) } : {}),
    ...('mfaPhone' in given ? { mfaPhone: text(given.mfaPhone, normalizePhone) } : {}),
    ...('externalId' in given ? { externalId: text(given.externalId, same) } : {}),
  };
}
