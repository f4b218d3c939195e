import type { Account } from '../../domain/accounts/account.types.js';
import { detailsOf } from '../../domain/accounts/account-details.js';
import type { Context } from '../../http/context.js';
import type { JsonObject } from '../../http/json-body.js';
import { type Address, addressTaken, ownerOf, parseEmail } from '../addresses.js';
import { audit } from '../audit.js';
import type { GotrueContext } from '../gotrue-context.js';
import { GotrueRefusal, invalid } from '../gotrue-refusal.js';
import { assertAcceptable } from '../password-rules.js';
import { redirectTarget } from '../redirects.js';
import { merged } from '../registration.js';
import { objectOf, readBody, textOf } from '../request-body.js';
import { userIdOf } from '../user-id.js';
import type { MessageRequest } from '../user-messages.js';
import { confirmationsOf, userView } from '../user-view.js';

const UNVERIFIED = { email: false, phone: false };

/** Invitations, and links that an administrator sends in a way of their own. */
export function mountLinks(context: GotrueContext): void {
  const { domain, gate, messages, on } = context;

  on('POST', '/invite', async (c) => {
    await gate.requireAdmin(c);
    const body = await readBody(context, c);
    const to = emailOf(textOf(body, 'email'));
    const invited = invite(context, to, objectOf(body, 'data'));
    const redirectTo = redirectTarget(c.req.query('redirect_to'), domain.settings());
    const { account } = messages.send(invited, { kind: 'invite', to, redirectTo });
    audit(context, c, 'user_invited', null, { user_id: userIdOf(account), user_email: account.email });
    return c.json(userView(domain, account));
  });

  on('POST', '/admin/generate_link', async (c) => {
    await gate.requireAdmin(c);
    const body = await readBody(context, c);
    const { account, request, type } = await linkFor(context, c, body);
    const wanted = textOf(body, 'redirect_to') || c.req.query('redirect_to');
    const redirectTo = redirectTarget(wanted, domain.settings());
    const issued = messages.issue(account, request);
    return c.json({
      ...userView(domain, noted(context, account, request)),
      action_link: messages.linkOf(issued, { ...request, redirectTo }),
      email_otp: issued.code,
      hashed_token: issued.linkToken,
      verification_type: type,
      redirect_to: redirectTo,
    });
  });
}

/** Whom a link is for, and what it proves. */
interface Link {
  readonly account: Account;
  readonly request: MessageRequest;
  /** What it is called in the answer. */
  readonly type: string;
}

async function linkFor(context: GotrueContext, c: Context, body: JsonObject): Promise<Link> {
  const { domain } = context;
  const type = textOf(body, 'type');
  const to = emailOf(textOf(body, 'email'));
  const data = objectOf(body, 'data');
  if (type === 'invite') {
    const account = invite(context, to, data);
    audit(context, c, 'user_invited', null, { user_id: userIdOf(account), user_email: account.email });
    return { account, request: { kind: 'invite', to }, type };
  }
  const known = ownerOf(domain, to);
  if (type === 'signup' || (type === 'magiclink' && !known)) {
    const password = type === 'signup' ? textOf(body, 'password') : null;
    return { account: await signUp(context, to, { password, data }), request: { kind: 'signup', to }, type: 'signup' };
  }
  if (!['magiclink', 'recovery', 'email_change_current', 'email_change_new'].includes(type)) {
    throw invalid(`Invalid email action link type requested: ${type}`);
  }
  if (!known) throw new GotrueRefusal(404, 'user_not_found', 'User with this email not found');
  if (type === 'magiclink' || type === 'recovery') {
    audit(context, c, 'user_recovery_requested', known);
    return { account: known, request: { kind: type, to }, type };
  }
  return { ...emailChange(context, known, { type, to, newEmail: textOf(body, 'new_email') }), type };
}

function emailChange(
  { domain, messages }: GotrueContext,
  known: Account,
  { type, to, newEmail: text }: { readonly type: string; readonly to: Address; readonly newEmail: string },
): Pick<Link, 'account' | 'request'> {
  const isTwice = domain.settings().confirmsEmailChangeTwice;
  const isFromOld = type === 'email_change_current';
  if (isFromOld && !isTwice) throw invalid('Enable secure email change to generate link for current email');
  const wanted = emailOf(text);
  const owner = ownerOf(domain, wanted);
  if (owner && owner.id !== known.id) throw addressTaken('email');
  const isOther = detailsOf(known).newEmail !== wanted.value;
  const account = domain.accounts.change(known.id, { details: { newEmail: wanted.value } });
  const fromOld = { kind: 'email_change', to, purpose: 'email-change-old' } as const;
  const fromNew = { kind: 'email_change', to: wanted, purpose: 'email-change' } as const;
  const [request, half] = isFromOld ? [fromOld, fromNew] : [fromNew, fromOld];
  if (!isTwice) domain.confirmations.revoke(half.purpose, known.id);
  // Until its link is asked for, nobody has the other half, and this one alone changes nothing.
  else if (isOther || !domain.confirmations.isPending(half.purpose, known.id)) messages.issue(account, half);
  return { account, request };
}

/** @throws {GotrueRefusal} Somebody who has shown to read it has this email. */
function invite({ domain }: GotrueContext, to: Address, data: JsonObject = {}): Account {
  const { accounts, clock } = domain;
  const known = ownerOf(domain, to);
  if (known && isConfirmed({ domain }, known)) throw addressTaken('email');
  const account =
    known ??
    accounts.create({
      email: to.value,
      registerSource: ['import:manual'],
      details: { userMetadata: merged({}, data), awaitsConfirmation: true, verifiedIdentities: UNVERIFIED },
    });
  return accounts.change(account.id, { details: { invitedAt: clock.now(), awaitsConfirmation: true } });
}

/** @throws {GotrueRefusal} Somebody who has shown to read it has this email; nobody may choose the password. */
async function signUp(
  { domain }: GotrueContext,
  to: Address,
  { password, data = {} }: { readonly password: string | null; readonly data: JsonObject | undefined },
): Promise<Account> {
  const { accounts, passwords } = domain;
  const isNew = ownerOf(domain, to) === undefined;
  if (isNew && password === '') throw invalid('Signup requires a valid password');
  if (isNew && password !== null) assertAcceptable(domain, password);
  const kept = isNew && password !== null ? await passwords.keep(password) : {};
  // Hashing takes a while, in which somebody else may have come.
  const known = ownerOf(domain, to);
  if (!known) {
    const details = { userMetadata: merged({}, data), awaitsConfirmation: true, verifiedIdentities: UNVERIFIED };
    return accounts.create({ email: to.value, ...kept, registerSource: ['basic:email'], details });
  }
  if (isConfirmed({ domain }, known)) throw addressTaken('email');
  return accounts.change(known.id, { details: { userMetadata: merged(detailsOf(known).userMetadata, data) } });
}

function noted({ domain }: GotrueContext, { id }: Account, { kind }: MessageRequest): Account {
  const now = domain.clock.now();
  if (kind === 'email_change') return domain.accounts.change(id, { details: { emailChangeSentAt: now } });
  const isRecovery = kind === 'magiclink' || kind === 'recovery';
  return domain.accounts.change(id, { details: isRecovery ? { recoverySentAt: now } : { confirmationSentAt: now } });
}

function isConfirmed({ domain }: Pick<GotrueContext, 'domain'>, account: Account): boolean {
  return confirmationsOf(account, domain.settings()).email !== null;
}

function emailOf(text: string): Address {
  return { channel: 'email', value: parseEmail(text) };
}
