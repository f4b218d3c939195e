import type { Account } from '../../domain/accounts/account.types.js';
import { detailsOf } from '../../domain/accounts/account-details.js';
import type { Answer, Context } from '../../http/context.js';
import type { JsonObject } from '../../http/json-body.js';
import { assertAddressKind } from '../address-kinds.js';
import { type Address, addressOf, ONE_ADDRESS, ownAddress, ownerOf, parseEmail } from '../addresses.js';
import { audit } from '../audit.js';
import { sendEmailChange } from '../email-change.js';
import type { GotrueContext } from '../gotrue-context.js';
import { GotrueRefusal, invalid } from '../gotrue-refusal.js';
import { proofKeyOf } from '../proof-key.js';
import { redirectTarget } from '../redirects.js';
import { register } from '../registration.js';
import { flagOf, objectOf, readBody, textOf } from '../request-body.js';
import type { MessageKind, MessageRequest } from '../user-messages.js';
import { confirmationsOf } from '../user-view.js';

/** Codes and links that are asked for by their address alone. */
export function mountCodes(context: GotrueContext): void {
  const { domain, on } = context;

  on('POST', '/otp', async (c) => {
    const body = await readBody(context, c);
    const mayRegister = flagOf(body, 'create_user');
    const address = addressOf(body, ONE_ADDRESS);
    if (address === null) throw invalid('One of email or phone must be set');
    if (address.channel === 'email' && textOf(body, 'channel') !== '') {
      throw invalid('Channel should only be specified with Phone OTP');
    }
    if (!ownerOf(domain, address) && mayRegister === false) {
      throw new GotrueRefusal(422, 'otp_disabled', 'Signups not allowed for otp');
    }
    return sendFirstFactor(context, c, body, address);
  });

  on('POST', '/magiclink', async (c) => {
    const body = await readBody(context, c);
    return sendFirstFactor(context, c, body, recoveredEmailOf(body, 422));
  });

  on('POST', '/recover', async (c) => {
    const body = await readBody(context, c);
    const to = recoveredEmailOf(body, 400);
    assertAddressKind(domain.settings(), to, 400, 'logins are disabled');
    const request = { kind: 'recovery', to, ...linkOf(context, c, body) } as const;
    const account = ownerOf(domain, to);
    // The answer is the same for nobody.
    if (account) {
      sendSpaced(context, account, request);
      audit(context, c, 'user_recovery_requested', account);
    }
    return c.json({});
  });

  on('POST', '/resend', async (c) => {
    const body = await readBody(context, c);
    const kind = resendableOf(textOf(body, 'type'));
    const to = addressOf(body, `${ONE_ADDRESS}.`);
    const channel = kind === 'signup' || kind === 'email_change' ? 'email' : 'sms';
    if (to?.channel !== channel)
      throw invalid(`Type provided requires ${channel === 'email' ? 'an email address' : 'a phone number'}`);
    assertAddressKind(domain.settings(), to, 400, 'logins are disabled');
    // A user is found by the present address. A caller who names the wanted one gets the same answer, and nothing is sent.
    const account = ownerOf(domain, to);
    if (!account || !isWaitingFor(context, account, kind)) return c.json({});
    const link = linkOf(context, c, body);
    const request = { kind, to: whereTo(account, kind, to), ...link };
    context.messages.assertSpaced(account, kind, request.to);
    if (kind === 'email_change') {
      sendEmailChange(context, account, request.to, link);
      return c.json({});
    }
    const { messageId } = context.messages.send(account, request);
    return c.json(channel === 'email' ? {} : { message_id: messageId });
  });
}

/** Sends a code for signing in. Whoever is new is registered on the way. */
function sendFirstFactor(context: GotrueContext, c: Context, body: JsonObject, to: Address): Answer {
  const { domain, messages } = context;
  const link = linkOf(context, c, body);
  const data = objectOf(body, 'data');
  if (link.proofKey && to.channel === 'sms') throw invalid('PKCE not supported for phone sign-ins');
  assertAddressKind(domain.settings(), to, to.channel === 'email' ? 422 : 400, 'logins are disabled');
  // Before anybody is registered, who could not be told how to come in.
  messages.assertCarried('sms', to);
  const account = ownerOf(domain, to) ?? register(domain, { address: to, data });
  const { email } = confirmationsOf(account, domain.settings());
  const mail = email === null ? 'signup' : 'magiclink';
  const kind = to.channel === 'email' ? mail : 'sms';
  const { messageId } = sendSpaced(context, account, { kind, to, ...link });
  audit(context, c, kind === 'signup' ? 'user_confirmation_requested' : 'user_recovery_requested', account);
  return c.json(to.channel === 'email' ? {} : { message_id: messageId });
}

function sendSpaced({ messages }: GotrueContext, account: Account, request: MessageRequest) {
  messages.assertSpaced(account, request.kind, request.to);
  return messages.send(account, request);
}

function linkOf({ domain }: GotrueContext, c: Context, body: JsonObject) {
  const redirectTo = redirectTarget(c.req.query('redirect_to'), domain.settings());
  return { redirectTo, proofKey: proofKeyOf(body) };
}

/** @param status - Of the refusal where there is none, which differs from place to place. */
function recoveredEmailOf(body: JsonObject, status: number): Address {
  const email = textOf(body, 'email');
  if (email === '') throw new GotrueRefusal(status, 'validation_failed', 'Password recovery requires an email');
  return { channel: 'email', value: parseEmail(email) };
}

const RESENDABLE = ['signup', 'email_change', 'sms', 'phone_change'] as const satisfies readonly MessageKind[];
type Resendable = (typeof RESENDABLE)[number];

function resendableOf(type: string): Resendable {
  const kind = RESENDABLE.find((each) => each === type);
  if (kind === undefined) throw invalid('Missing one of these types: signup, email_change, sms, phone_change');
  return kind;
}

function isWaitingFor({ domain }: GotrueContext, account: Account, kind: Resendable): boolean {
  const { newEmail, newPhone } = detailsOf(account);
  const { email, phone } = confirmationsOf(account, domain.settings());
  return {
    signup: email === null,
    sms: phone === null,
    email_change: newEmail !== null,
    phone_change: newPhone !== null,
  }[kind];
}

/** The address that a message of this kind goes to, which is not always the one that was named. */
function whereTo(account: Account, kind: Resendable, named: Address): Address {
  const { newEmail, newPhone } = detailsOf(account);
  const value = { email_change: newEmail, phone_change: newPhone, signup: null, sms: null }[kind];
  return { ...named, value: value ?? ownAddress(account, named.channel) ?? named.value };
}
