import type { Clock } from '@sallyport/core';
import { MemoryStore } from '../storage/memory-store.js';
import { AccountAdministration } from './accounts/account-administration.js';
import { Accounts } from './accounts/accounts.js';
import { type PasswordKey, Passwords } from './accounts/passwords.js';
import type { Application } from './applications/application.types.js';
import { Applications } from './applications/applications.js';
import { AttemptLimits } from './limits/attempt-limits.js';
import { ManagementTokens } from './management-tokens.js';
import { Mailbox } from './messages/mailbox.js';
import { OneTimeCodes } from './messages/one-time-codes.js';
import { SecondFactor } from './second-factor/second-factor.js';
import { TotpEnrollments } from './second-factor/totp-enrollments.js';
import type { Settings } from './settings/settings.js';
import { PendingSignIns } from './sign-in/pending-sign-ins.js';
import { Sessions } from './sign-in/sessions.js';
import { SignIn } from './sign-in/sign-in.js';
import { SignUp } from './sign-in/sign-up.js';
import { type TokenSigner, Tokens } from './tokens.js';
import type { UserPool } from './user-pool.js';

interface DomainParts {
  readonly clock: Clock;
  readonly userPool: UserPool;
  readonly defaultApplication: Application;
  readonly signer: TokenSigner;
  readonly passwordKey: PasswordKey;
}

/** An identity server without a wire. */
export interface Domain {
  readonly clock: Clock;
  readonly userPool: UserPool;
  readonly store: MemoryStore;
  readonly settings: () => Settings;
  readonly applications: Applications;
  readonly accounts: Accounts;
  readonly administration: AccountAdministration;
  readonly passwords: Passwords;
  readonly passwordKey: PasswordKey;
  readonly limits: AttemptLimits;
  readonly mailbox: Mailbox;
  readonly codes: OneTimeCodes;
  readonly tokens: Tokens;
  readonly sessions: Sessions;
  readonly pendingSignIns: PendingSignIns;
  readonly managementTokens: ManagementTokens;
  readonly totp: TotpEnrollments;
  readonly secondFactor: SecondFactor;
  readonly signIn: SignIn;
  readonly signUp: SignUp;
}

/** Wires the parts of an identity server together, without any wire to speak it. */
export function createDomain({ clock, userPool, defaultApplication, signer, passwordKey }: DomainParts): Domain {
  const store = new MemoryStore();
  const settings = (): Settings => store.settings.current;
  const applications = new Applications(store, defaultApplication);
  const tokens = new Tokens(signer, clock);
  const limits = new AttemptLimits(store, clock, settings);
  const mailbox = new Mailbox(store, clock);
  const codes = new OneTimeCodes(store, clock, settings, { mailbox, limits });
  const accounts = new Accounts(store, clock);
  const passwords = new Passwords(settings);
  const sessions = new Sessions(store, tokens, settings, userPool);
  const pendingSignIns = new PendingSignIns(store, clock, settings, { tokens, userPool });
  const totp = new TotpEnrollments(store, clock, limits);
  const shared = { accounts, applications, clock, codes, limits, passwords, pendingSignIns, sessions, settings, totp };
  const signIn = new SignIn(shared);
  return {
    ...shared,
    store,
    tokens,
    mailbox,
    passwordKey,
    userPool,
    signIn,
    signUp: new SignUp({ ...shared, signIn }),
    secondFactor: new SecondFactor(shared),
    administration: new AccountAdministration(shared),
    managementTokens: new ManagementTokens(tokens, settings, userPool, applications),
  };
}
