import { randomUUID } from 'node:crypto';
import type { Account } from '../domain/accounts/account.types.js';
import { detailsOf } from '../domain/accounts/account-details.js';
import type { KeptPassword } from '../domain/accounts/passwords.js';
import type { Domain } from '../domain/create-domain.js';
import { Refusal } from '../domain/refusal.js';
import { assertMayRegister } from '../domain/sign-in/may-register.js';
import type { JsonObject } from '../http/json-body.js';
import type { Address } from './addresses.js';
import { GotrueRefusal } from './gotrue-refusal.js';

/** What a new user starts with. */
interface Newcomer {
  readonly address: Address | null;
  readonly password?: KeptPassword | undefined;
  readonly data?: JsonObject | undefined;
}

/**
 * Adds a user who came by themselves: confirmed at once where that is the rule.
 *
 * @throws {GotrueRefusal} Nobody may, or this one may not.
 */
export function register(domain: Domain, { address, password, data = {} }: Newcomer): Account {
  const { accounts, clock, settings } = domain;
  assertMaySignUp(domain, address);
  const { autoconfirm } = settings();
  const confirmedAt = autoconfirm ? clock.now() : null;
  const isMail = address?.channel === 'email';
  const identity = address === null ? {} : { [isMail ? 'email' : 'phone']: address.value };
  const id = randomUUID();
  const signUpData = merged({}, data);
  const own = address === null ? {} : ownMetadata(id, address, autoconfirm);
  return accounts.create({
    id,
    ...identity,
    ...password,
    ...(isMail ? { emailVerified: autoconfirm } : {}),
    ...(address?.channel === 'sms' ? { phoneVerified: autoconfirm } : {}),
    registerSource: [address === null ? 'anonymous' : `basic:${isMail ? 'email' : 'phone'}`],
    details: {
      userMetadata: { ...signUpData, ...own },
      ...(address === null ? {} : { signUpData }),
      // Where sign-ups count as confirmed at once, no code has verified the identity.
      verifiedIdentities: { email: false, phone: false },
      isAnonymous: address === null,
      ...(isMail ? { emailConfirmedAt: confirmedAt } : { phoneConfirmedAt: confirmedAt }),
    },
  });
}

/** The members that the wire adds to the metadata of a user who signs up by an address. */
export function ownMetadata(id: string, { channel, value }: Address, isConfirmed: boolean): JsonObject {
  const own = { sub: id, email_verified: false, phone_verified: false };
  return channel === 'email' ? { ...own, email: value, email_verified: isConfirmed } : own;
}

/** @throws {GotrueRefusal} Nobody may register, or not by this address. */
export function assertMaySignUp({ settings }: Domain, address: Address | null): void {
  const identity = address === null ? {} : { [address.channel === 'email' ? 'email' : 'phone']: address.value };
  try {
    assertMayRegister(settings(), identity);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new GotrueRefusal(422, 'signup_disabled', 'Signups not allowed for this instance');
  }
}

/** The user reads what is sent to the email. */
export function confirmEmail({ accounts, clock }: Domain, account: Account): Account {
  const { emailConfirmedAt, userMetadata } = detailsOf(account);
  return accounts.change(account.id, {
    emailVerified: true,
    details: {
      emailConfirmedAt: (account.emailVerified ? emailConfirmedAt : null) ?? clock.now(),
      userMetadata: { ...userMetadata, email_verified: true },
    },
  });
}

/** The user reads what is sent to the number. */
export function confirmPhone({ accounts, clock }: Domain, account: Account): Account {
  const { phoneConfirmedAt } = detailsOf(account);
  const since = (account.phoneVerified ? phoneConfirmedAt : null) ?? clock.now();
  return accounts.change(account.id, { phoneVerified: true, details: { phoneConfirmedAt: since } });
}

/** A code that came back verifies the identity of its kind, and has the metadata name all providers. */
export function noteVerified({ accounts }: Domain, account: Account, kind: 'email' | 'phone'): Account {
  const { verifiedIdentities } = detailsOf(account);
  const verified = verifiedIdentities && { ...verifiedIdentities, [kind]: true };
  return accounts.change(account.id, { details: { providers: null, verifiedIdentities: verified } });
}

/** Metadata with changes: member by member, where `null` takes one away. */
export function merged(before: JsonObject, changes: JsonObject): JsonObject {
  // Own members all, even one named `__proto__`.
  const entries = new Map([...Object.entries(before), ...Object.entries(changes)]);
  return Object.fromEntries([...entries].filter(([, value]) => value !== null));
}
