import type { Account, AccountTexts, NewAccount } from '../accounts/account.types.js';
import type { Accounts } from '../accounts/accounts.js';
import type { Passwords } from '../accounts/passwords.js';
import type { OneTimeCodes } from '../messages/one-time-codes.js';
import { Refusal } from '../refusal.js';
import type { Settings } from '../settings/settings.js';
import type { IssuedToken } from '../tokens.js';
import type { Sessions } from './sessions.js';
import type { SignIn } from './sign-in.js';

interface Collaborators {
  readonly accounts: Accounts;
  readonly passwords: Passwords;
  readonly codes: OneTimeCodes;
  readonly sessions: Sessions;
  readonly signIn: SignIn;
  readonly settings: () => Settings;
}

/** What people say of themselves, and what shall happen next. */
export interface SignUpRequest {
  readonly applicationId: string;
  readonly ip: string | null;
  readonly username?: string | undefined;
  readonly texts: AccountTexts;
  readonly customData: Readonly<Record<string, unknown>>;
  /** Whether it counts as a sign-in, and gives a token. */
  readonly forceLogin: boolean;
  /** Whether it gives a token. */
  readonly generateToken: boolean;
}

/** A new user, and their token if one was wished for. */
export interface SignUpResult {
  readonly account: Account;
  readonly token: IssuedToken | null;
}

/**
 * Registrations. The token that one gives asks for no second factor, though the application may demand one: nobody
 * could have bound it yet.
 */
export class SignUp {
  readonly #parts: Collaborators;

  constructor(parts: Collaborators) {
    this.#parts = parts;
  }

  /** @throws {Refusal} The identifier is taken or malformed, or the password is too short. */
  async withPassword(
    key: 'email' | 'username',
    identifier: string,
    password: string,
    request: SignUpRequest,
  ): Promise<SignUpResult> {
    this.#assertNew(key, identifier);
    const passwordHash = await this.#parts.passwords.hash(password);
    return this.#finish({ [key]: identifier, passwordHash, registerSource: [`basic:${key}`] }, request);
  }

  /** @throws {Refusal} The code is wrong or has expired; the number is taken or malformed. */
  async withPhoneCode(
    phone: { readonly number: string; readonly countryCode: string | null },
    code: string,
    password: string | null,
    request: SignUpRequest,
  ): Promise<SignUpResult> {
    const { codes, passwords } = this.#parts;
    const passwordHash = password === null ? null : await passwords.hash(password);
    // A code that was asked for without a purpose is one for signing in, and works here too.
    codes.redeem('sms', phone.number, ['register', 'login'], code);
    this.#assertNew('phone', phone.number);
    const identity = { phone: phone.number, phoneCountryCode: phone.countryCode, phoneVerified: true };
    return this.#finish({ ...identity, passwordHash, registerSource: ['basic:phone-code'] }, request);
  }

  #assertNew(key: 'email' | 'username' | 'phone', identifier: string): void {
    const { accounts, settings } = this.#parts;
    if (!settings().registrationEnabled) throw new Refusal('registration-disabled', 'Registration is disabled');
    if (accounts.find(key, identifier)) throw new Refusal('user-exists', 'The user exists already');
  }

  async #finish(identity: NewAccount, request: SignUpRequest): Promise<SignUpResult> {
    const { accounts, sessions, signIn } = this.#parts;
    const { username, texts, customData, applicationId } = request;
    const account = accounts.create({ ...(username ? { username } : {}), texts, customData, ...identity });
    if (request.forceLogin) return signIn.enter(account, request);
    return { account, token: request.generateToken ? await sessions.start(account, applicationId) : null };
  }
}
