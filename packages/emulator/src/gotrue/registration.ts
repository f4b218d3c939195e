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
  return accounts.create({
    ...identity,
    ...password,
    ...(isMail ? { emailVerified: autoconfirm } : {}),
    ...(address?.channel === 'sms' ? { phoneVerified: autoconfirm } : {}),
    registerSource: [address === null ? 'anonymous' : `basic:${isMail ? 'email' : 'phone'}`],
    details: {
      userMetadata: { ...merged({}, data), ...(isMail && autoconfirm ? { email_verified: true } : {}) },
      isAnonymous: address === null,
      ...(isMail ? { emailConfirmedAt: confirmedAt } : { phoneConfirmedAt: confirmedAt }),
    },
  });
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

/** Metadata with changes: member by member, where `null` takes one away. */
export function merged(before: JsonObject, changes: JsonObject): JsonObject {
  // Own members all, even one named `__proto__`.
  const entries = new Map([...Object.entries(before), ...Object.entries(changes)]);
  return Object.fromEntries([...entries].filter(([, value]) => value !== null));
}
