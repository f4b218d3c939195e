import type { Clock } from '@sallyport/core/clock';
import type { Account, Directory, LinkedIdentity, NewAccount } from '../accounts/account.types.js';
import { isUsable } from '../accounts/account-details.js';
import { type AccountKey, type Accounts, identifierOf } from '../accounts/accounts.js';
import type { PasswordResets } from '../accounts/password-resets.js';
import type { Passwords } from '../accounts/passwords.js';
import type { Applications } from '../applications/applications.js';
import type { Channel } from '../messages/message.types.js';
import type { OneTimeCodes } from '../messages/one-time-codes.js';
import type { Recipient } from '../messages/recipient.js';
import { Refusal } from '../refusal.js';
import type { Faces } from '../second-factor/faces.js';
import type { TotpEnrollments } from '../second-factor/totp-enrollments.js';
import type { Settings } from '../settings/settings.js';
import type { IssuedToken } from '../tokens.js';
import { assertMayRegister } from './may-register.js';
import { MfaDemand } from './mfa-demand.js';
import type { PasswordCheck } from './password-check.js';
import type { PendingSignIns } from './pending-sign-ins.js';
import type { SignInOrigin } from './session.types.js';
import type { Sessions } from './sessions.js';

interface Collaborators {
  readonly accounts: Accounts;
  readonly applications: Applications;
  readonly passwords: Passwords;
  readonly codes: OneTimeCodes;
  readonly passwordCheck: PasswordCheck;
  readonly sessions: Sessions;
  readonly pendingSignIns: PendingSignIns;
  readonly totp: TotpEnrollments;
  readonly faces: Faces;
  readonly passwordResets: PasswordResets;
  readonly clock: Clock;
  readonly settings: () => Settings;
}

/** Where a sign-in comes from, and what it wishes. */
export interface SignInRequest extends SignInOrigin {
  /** Whether an unknown user is registered on the way. */
  readonly autoRegister?: boolean | undefined;
  /** Custom values of a user that is registered on the way. */
  readonly customData?: Readonly<Record<string, unknown>> | undefined;
}

/** A user who is in. */
export interface SignInResult {
  readonly account: Account;
  readonly token: IssuedToken;
  readonly newlyCreated: boolean;
}

// In this order, where a name may be any of them: a user name can be anything, somebody else's email too.
const ANY_KEY = ['email', 'phone', 'username'] as const;

// What a code may have been sent for, to be taken as a first factor.
const SCENES: Readonly<Record<Channel, readonly string[]>> = {
  sms: ['login'],
  email: ['LOGIN_VERIFY_CODE', 'VERIFY_CODE'],
};

/** The first door, and the policy that decides whether there is a second. */
export class SignIn {
  readonly #parts: Collaborators;

  constructor(parts: Collaborators) {
    this.#parts = parts;
  }

  /** @throws {Refusal} Name or password are wrong, the account is locked, or a second factor is needed. */
  withPassword(key: AccountKey, name: string, password: string, request: SignInRequest): Promise<SignInResult> {
    return this.#withPassword([key], name, password, request);
  }

  /**
   * Asks a directory for the password. Its accounts sign in this way alone. They are found by user name, email or phone.
   *
   * @throws {Refusal} As `withPassword`.
   */
  withDirectory(directory: Directory, name: string, password: string, request: SignInRequest): Promise<SignInResult> {
    return this.#withPassword(ANY_KEY, name, password, { ...request, autoRegister: false }, directory);
  }

  /** @throws {Refusal} As `withPassword`. The name may be a user name, an email or a phone number. */
  withAnyName(name: string, password: string, request: SignInRequest): Promise<SignInResult> {
    return this.#withPassword(ANY_KEY, name, password, { ...request, autoRegister: false });
  }

  async #withPassword(
    keys: readonly AccountKey[],
    name: string,
    password: string,
    request: SignInRequest,
    directory: Directory | null = null,
  ): Promise<SignInResult> {
    const { accounts, passwordCheck } = this.#parts;
    const [key = 'email'] = keys;
    const found = keys.map((each) => accounts.find(each, name)).find((account) => account !== undefined);
    const known = found?.directory === directory ? found : undefined;
    if (!found && request.autoRegister) return this.#register({ [key]: name }, request, password);
    const account = await passwordCheck.check(known, `${key}:${identifierOf(key, name)}`, password);
    if (!account) throw this.#wrongCredentials(known !== undefined);
    return this.complete(account, request);
  }

  /**
   * An unknown address is refused unless `autoRegister` is set: whoever has the code reads its messages, so that
   * telling them gives nothing away.
   *
   * @throws {Refusal} The code is wrong or has expired, the account is locked, or a second factor is needed.
   */
  async withCode(recipient: Recipient, code: string, request: SignInRequest): Promise<SignInResult> {
    const { accounts, codes } = this.#parts;
    const { channel, address, phoneCountryCode } = recipient;
    codes.redeem(recipient, SCENES[channel], code);
    const verified = channel === 'sms' ? { phoneVerified: true } : { emailVerified: true };
    const known = accounts.findByRecipient(recipient);
    if (known) return this.complete(accounts.change(known.id, verified), request);
    const identity = channel === 'sms' ? { phone: address, phoneCountryCode } : { email: address };
    if (request.autoRegister) return this.#register({ ...identity, ...verified }, request);
    throw new Refusal('user-unknown', 'The user does not exist');
  }

  /**
   * Takes the word of another provider, and registers whom nobody knows yet.
   *
   * @param name - What the provider calls the user.
   * @throws {Refusal} The account is locked, a second factor is needed, or nobody may register.
   */
  async withIdentity(
    { provider, userIdInIdp }: Pick<LinkedIdentity, 'provider' | 'userIdInIdp'>,
    name: string | null,
    request: SignInRequest,
  ): Promise<SignInResult> {
    const known = this.#parts.accounts.findByIdentity(provider, userIdInIdp);
    if (known) return this.complete(known, request);
    const identity = { provider, userIdInIdp, openid: userIdInIdp, isSocial: true, connectionId: provider };
    const texts = name === null ? {} : { nickname: name };
    return this.#register({ identities: [identity], registerSource: [`social:${provider}`], texts }, request);
  }

  /** Lets a user in who has passed the first factor, unless a second one is due. */
  async complete(account: Account, request: SignInRequest): Promise<SignInResult> {
    await this.assertMayEnter(account, request.applicationId);
    return this.enter(account, request);
  }

  /** @throws {Refusal} The account is locked, or something is due before its user may come in. */
  async assertMayEnter(account: Account, applicationId: string): Promise<void> {
    assertUsable(account, this.#parts.clock.now());
    await this.#demandNewPassword(account);
    await this.#demandSecondFactor(account, applicationId);
  }

  /** Lets a user in who has passed all that was asked for. */
  async enter({ id }: Account, { applicationId, ip, userAgent }: SignInOrigin): Promise<SignInResult> {
    const { accounts, clock, sessions } = this.#parts;
    // As it is now: another sign-in, or a lock, may have come while the factors were looked at.
    const account = accounts.require(id);
    assertUsable(account, clock.now());
    const entered = accounts.change(id, {
      loginsCount: account.loginsCount + 1,
      lastLoginAt: clock.now(),
      lastIp: ip,
    });
    return {
      account: entered,
      token: await sessions.start(entered, { applicationId, ip, userAgent }),
      newlyCreated: false,
    };
  }

  async #demandNewPassword(account: Account): Promise<void> {
    const { mustSetPassword, mustResetPassword } = account;
    if (mustSetPassword) {
      const token = await this.#parts.passwordResets.issue(account, 'first-login');
      throw new Refusal('first-password-required', 'Set a new password first', { data: { token } });
    }
    if (mustResetPassword) {
      const token = await this.#parts.passwordResets.issue(account, 'force-reset');
      throw new Refusal('password-reset-required', 'The password has to be reset', { data: { token } });
    }
  }

  async #demandSecondFactor(account: Account, applicationId: string): Promise<void> {
    const { applications, faces, pendingSignIns, totp } = this.#parts;
    const { applicationMfa } = applications.require(applicationId);
    const totpEnabled = totp.isEnabled(account.id);
    const faceEnabled = faces.isBound(account.id);
    if (applicationMfa.length === 0 && !totpEnabled) return;
    const isPersonal = applicationMfa.length === 0;
    const offered = isPersonal ? (['OTP'] as const) : applicationMfa;
    const mfaToken = await pendingSignIns.start(account, applicationId, { offered, hadTotp: totpEnabled });
    throw new MfaDemand({ account, mfaToken, offered, isPersonal, totpEnabled, faceEnabled });
  }

  async #register(identity: NewAccount, request: SignInRequest, password?: string): Promise<SignInResult> {
    const { accounts, passwords, settings } = this.#parts;
    assertMayRegister(settings(), identity);
    const kept = password === undefined ? {} : await passwords.keep(password);
    const account = accounts.create({ ...identity, ...kept, customData: request.customData ?? {} });
    return { ...(await this.complete(account, request)), newlyCreated: true };
  }

  #wrongCredentials(isKnown: boolean): Refusal {
    if (this.#parts.settings().hideUnknownUsers) {
      return new Refusal('wrong-credentials', 'The user name or the password is wrong');
    }
    return isKnown
      ? new Refusal('wrong-password', 'The password is wrong')
      : new Refusal('user-unknown', 'The user does not exist');
  }
}

function assertUsable(account: Account, now: number): void {
  if (!isUsable(account, now)) throw new Refusal('account-locked', 'The user is locked');
}
