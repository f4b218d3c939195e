import type { Account } from '../../domain/accounts/account.types.js';
import { detailsOf } from '../../domain/accounts/account-details.js';
import type { KeptPassword } from '../../domain/accounts/passwords.js';
import type { AssuredSession } from '../../domain/assured-sessions/assured-session.types.js';
import { assuranceLevelOf } from '../../domain/assured-sessions/assured-sessions.js';
import type { Domain } from '../../domain/create-domain.js';
import type { Context } from '../../http/context.js';
import type { JsonObject } from '../../http/json-body.js';
import { type Address, addressTaken, assertChannel, ownAddress, ownerOf, parseEmail } from '../addresses.js';
import { audit } from '../audit.js';
import { sendEmailChange } from '../email-change.js';
import type { Caller } from '../gate.js';
import type { GotrueContext } from '../gotrue-context.js';
import { GotrueRefusal } from '../gotrue-refusal.js';
import { verifiedIdentitiesOf } from '../identities.js';
import { assertAcceptable } from '../password-rules.js';
import { parsePhone } from '../phone.js';
import { proofKeyOf } from '../proof-key.js';
import { redirectTarget } from '../redirects.js';
import { confirmEmail, confirmPhone, merged } from '../registration.js';
import { objectOf, textOf } from '../request-body.js';
import { hasVerifiedFactor } from '../user-factors.js';
import { providersOf } from '../user-view.js';
import { assertReauthenticated } from './reauthentication.js';

/** What a user wants to have changed; what is `null` stays as it is. */
interface Wish {
  readonly email: Address | null;
  readonly phone: Address | null;
  readonly password: string | null;
}

/**
 * Changes what users may change of themselves. All of it is judged before any of it is done.
 *
 * @throws {GotrueRefusal} Something cannot be, or the session is not good enough for it.
 */
export async function updateUser(
  context: GotrueContext,
  c: Context,
  caller: Caller,
  body: JsonObject,
): Promise<Account> {
  const { domain, gate } = context;
  const wish = wishOf(domain, body);
  const data = objectOf(body, 'data');
  const link = {
    redirectTo: redirectTarget(c.req.query('redirect_to'), domain.settings()),
    proofKey: proofKeyOf(body),
  };
  if (objectOf(body, 'app_metadata') !== undefined) {
    throw new GotrueRefusal(403, 'not_admin', 'Updating app_metadata requires admin privileges');
  }
  const { password } = judged(context, caller, wish);
  const kept = password === null ? null : await newPassword(context, caller, password, body);
  // Hashing takes a while, in which the session may have ended, or an address been taken. From here on nothing waits.
  const { account, session } = gate.present(caller);
  const { email, phone } = judged(context, { account, session }, wish);
  if (kept !== null) {
    domain.administration.replacePassword(caller.account, kept, session?.id);
    // A message that was sent for the former password does not hold up the next one.
    domain.confirmations.revoke('recovery', account.id);
    domain.accounts.change(account.id, { details: { recoverySentAt: null } });
    audit(context, c, 'user_updated_password', account);
  }
  if (data !== undefined) {
    const { userMetadata } = detailsOf(account);
    domain.accounts.change(account.id, { details: { userMetadata: merged(userMetadata, data) } });
  }
  if (phone !== null) changePhone(context, account, phone);
  if (email !== null) changeEmail(context, account, email, link);
  return domain.accounts.require(account.id);
}

/** @throws {GotrueRefusal} There can be no such address, or nobody may choose the password. */
function wishOf(domain: Domain, body: JsonObject): Wish {
  const [email, phone] = [textOf(body, 'email'), textOf(body, 'phone')];
  const isPasswordGiven = body.password !== undefined && body.password !== null;
  const wish: Wish = {
    email: email === '' ? null : { channel: 'email', value: parseEmail(email) },
    phone: phone === '' ? null : { channel: 'sms', value: parsePhone(phone) },
    password: isPasswordGiven ? textOf(body, 'password') : null,
  };
  if (wish.phone !== null) assertChannel(body);
  if (wish.password !== null) assertAcceptable(domain, wish.password);
  return wish;
}

/**
 * What of a wish is no news is no wish.
 *
 * @throws {GotrueRefusal} The rest cannot be, as the user and the session are now.
 */
function judged(context: GotrueContext, { account, session }: Omit<Caller, 'claims'>, wish: Wish): Wish {
  const newsOf = (address: Address | null): Address | null =>
    address === null || address.value === ownAddress(account, address.channel) ? null : address;
  const news = { ...wish, email: newsOf(wish.email), phone: newsOf(wish.phone) };
  const isWeighty = Object.values(news).some((each) => each !== null);
  if (isWeighty && hasVerifiedFactor(context.domain, account) && (!session || assuranceLevelOf(session) !== 'aal2')) {
    const message = 'AAL2 session is required to update email or password when MFA is enabled.';
    throw new GotrueRefusal(401, 'insufficient_aal', message);
  }
  assertNameable(account, news);
  assertFree(context.domain, news);
  assertSpaced(context, account, news);
  return news;
}

/** Nobody could sign in by a password that is of no address. */
function assertNameable(account: Account, { email, phone, password }: Wish): void {
  const addresses = [email, phone, ownAddress(account, 'email'), ownAddress(account, 'sms')];
  if (password === null || !detailsOf(account).isAnonymous || addresses.some((each) => each !== null)) return;
  const message = 'Updating password of an anonymous user without an email or phone is not allowed';
  throw new GotrueRefusal(422, 'validation_failed', message);
}

function assertFree(domain: Domain, { email, phone }: Wish): void {
  for (const address of [email, phone]) {
    if (address && ownerOf(domain, address)) throw addressTaken(address.channel);
  }
}

function assertSpaced({ domain, messages }: GotrueContext, account: Account, { email, phone }: Wish): void {
  const { autoconfirm } = domain.settings();
  if (email && !isFirstOfAnonymous(domain, account)) messages.assertSpaced(account, 'email_change', email);
  if (phone && !autoconfirm) messages.assertSpaced(account, 'phone_change', phone);
}

/**
 * Judges a new password, and makes what is kept of it.
 *
 * @throws {GotrueRefusal} It is the present one, or it takes more to set one.
 */
async function newPassword(
  { domain }: GotrueContext,
  { account, session }: Caller,
  password: string,
  body: JsonObject,
): Promise<KeptPassword> {
  const { passwordCheck, passwords, settings } = domain;
  if (settings().newPasswordNeedsReauthentication)
    assertReauthenticated(domain, account, session, textOf(body, 'nonce'));
  if (settings().newPasswordNeedsPresentOne && account.passwordHash !== null && !isRecovery(session)) {
    const present = textOf(body, 'current_password');
    if (present === '')
      throw new GotrueRefusal(400, 'current_password_required', 'Current password required when setting new password.');
    if (!(await passwordCheck.check(account, account.id, present))) {
      throw new GotrueRefusal(400, 'current_password_invalid', 'Current password required when setting new password.');
    }
  }
  if (await passwords.matches(password, account.passwordHash)) {
    throw new GotrueRefusal(422, 'same_password', 'New password should be different from the old password.');
  }
  return passwords.keep(password, account);
}

/** Whether somebody came in by a message, as those do who have forgotten their password. */
function isRecovery(session: AssuredSession | null): boolean {
  return session?.methods.some(({ method }) => ['otp', 'magiclink', 'recovery'].includes(method)) ?? false;
}

function changePhone({ domain, messages }: GotrueContext, account: Account, to: Address): void {
  if (!domain.settings().autoconfirm) {
    domain.accounts.change(account.id, { details: { newPhone: to.value } });
    messages.send(account, { kind: 'phone_change', to });
    return;
  }
  const phone = { phone: to.value, phoneCountryCode: null, phoneVerified: false };
  const verifiedIdentities = { ...verifiedIdentitiesOf(account), phone: false };
  const providers = providersOf(account);
  const details = { newPhone: null, phoneConfirmedAt: null, isAnonymous: false, verifiedIdentities, providers };
  confirmPhone(domain, domain.accounts.change(account.id, { ...phone, details }));
}

/** The new address has to be confirmed, and the old one may have to agree. Only who has none gets one at once. */
function changeEmail(
  { domain, messages }: GotrueContext,
  account: Account,
  to: Address,
  link: { readonly redirectTo: string; readonly proofKey: ReturnType<typeof proofKeyOf> },
): void {
  if (isFirstOfAnonymous(domain, account)) {
    const verifiedIdentities = { ...verifiedIdentitiesOf(account), email: false };
    const providers = providersOf(account);
    const details = { isAnonymous: false, emailConfirmedAt: null, verifiedIdentities, providers };
    confirmEmail(domain, domain.accounts.change(account.id, { email: to.value, emailVerified: false, details }));
    return;
  }
  domain.accounts.change(account.id, { details: { newEmail: to.value } });
  sendEmailChange({ domain, messages }, account, to, link);
}

function isFirstOfAnonymous({ settings }: Domain, account: Account): boolean {
  return settings().autoconfirm && detailsOf(account).isAnonymous && account.email === null;
}
