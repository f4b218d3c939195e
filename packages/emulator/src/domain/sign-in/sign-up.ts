import type { Account, AccountTexts, NewAccount } from '../accounts/account.types.js';
import type { Accounts } from '../accounts/accounts.js';
import type { Passwords } from '../accounts/passwords.js';
import type { OneTimeCodes } from '../messages/one-time-codes.js';
import { Refusal } from '../refusal.js';
import type { Settings } from '../settings/settings.js';
import type { IssuedToken } from '../tokens.js';
import { assertMayRegister } from './may-register.js';
import type { SignInOrigin } from './session.types.js';
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
export interface SignUpRequest extends SignInOrigin {
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
    this.#assertNew(this.#parts.accounts.find(key, identifier), { [key]: identifier });
    const kept = await this.#parts.passwords.keep(password);
    const identity = { [key]: identifier, ...kept, registerSource: [`basic:${key}`] };
    return this.#finish(accountOf(identity, request), request);
  }

  /** @throws {Refusal} The code is wrong or has expired; the number is taken or malformed. */
  async withPhoneCode(
    phone: { readonly number: string; readonly countryCode: string | null },
    code: string,
    password: string | null,
    request: SignUpRequest,
  ): Promise<SignUpResult> {
    const { accounts, codes, passwords } = this.#parts;
    const kept = password === null ? {} : await passwords.keep(password);
    // Nothing waits from here on: the code is used up when all else is right, and by one registration alone.
    const recipient = { channel: 'sms', address: phone.number, phoneCountryCode: phone.countryCode } as const;
    const identity = { phone: phone.number, phoneCountryCode: phone.countryCode, phoneVerified: true };
    this.#assertNew(accounts.findByRecipient(recipient), identity);
    const account = accountOf({ ...identity, ...kept, registerSource: ['basic:phone-code'] }, request);
    accounts.assertCreatable(account);
    // A code that was asked for without a purpose is one for signing in, and works here too.
    codes.redeem(recipient, ['register', 'login'], code);
    return this.#finish(account, request);
  }

  /** @throws {Refusal} The code is wrong or has expired; the email is taken or malformed. */
  async withEmailCode(email: string, code: string, request: SignUpRequest): Promise<SignUpResult> {
    const { accounts, codes } = this.#parts;
    const recipient = { channel: 'email', address: email } as const;
    const identity = { email, emailVerified: true };
    this.#assertNew(accounts.findByRecipient(recipient), identity);
    const account = accountOf({ ...identity, registerSource: ['basic:email-code'] }, request);
    accounts.assertCreatable(account);
    codes.redeem(recipient, ['REGISTER_VERIFY_CODE', 'VERIFY_CODE'], code);
    return this.#finish(account, request);
  }

  #assertNew(known: Account | undefined, identity: NewAccount): void {
    assertMayRegister(this.#parts.settings(), identity);
    if (known) throw new Refusal('user-exists', 'The user exists already');
  }

  async #finish(input: NewAccount, request: SignUpRequest): Promise<SignUpResult> {
    const { accounts, sessions, signIn } = this.#parts;
    const account = accounts.create(input);
    if (request.forceLogin) return signIn.enter(account, request);
    return { account, token: request.generateToken ? await sessions.start(account, request) : null };
  }
}

function accountOf(identity: NewAccount, { username, texts, customData }: SignUpRequest): NewAccount {
  return { ...(username ? { username } : {}), texts, customData, ...identity };
}
