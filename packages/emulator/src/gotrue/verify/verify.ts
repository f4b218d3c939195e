import type { Confirmation, ConfirmationPurpose } from '../../domain/confirmations/confirmation.types.js';
import type { Context } from '../../http/context.js';
import type { JsonObject } from '../../http/json-body.js';
import { ipOf, originOf } from '../../http/origin.js';
import { type Address, addressOf, ONE_ADDRESS } from '../addresses.js';
import { audit } from '../audit.js';
import type { GotrueContext } from '../gotrue-context.js';
import { GotrueRefusal, invalid } from '../gotrue-refusal.js';
import { redirectTarget, withValues } from '../redirects.js';
import { readBody, textOf } from '../request-body.js';
import { carryOut, expired, redeemed } from './carry-out.js';

/** What counts for each type of the wire. */
const BY_EMAIL: ReadonlyMap<string, readonly ConfirmationPurpose[]> = new Map([
  ['signup', ['confirmation']],
  ['invite', ['confirmation']],
  ['recovery', ['recovery']],
  ['magiclink', ['recovery']],
  ['email', ['confirmation', 'recovery']],
  ['email_change', ['email-change', 'email-change-old']],
]);
const BY_PHONE: ReadonlyMap<string, readonly ConfirmationPurpose[]> = new Map([
  ['sms', ['sms']],
  ['phone_change', ['phone-change']],
]);

const FIRST_HALF = 'Confirmation link accepted. Please proceed to confirm link sent to the other email';

/** How a session that a link began through an application's code names its first factor. */
const FLOW_METHODS: ReadonlyMap<string, string> = new Map([['signup', 'email/signup']]);

/** Where codes and links come back. */
export function mountVerify(context: GotrueContext): void {
  const { domain, tokens, on } = context;
  on('POST', '/verify', async (c) => {
    const confirmation = redeemed(lookUp(context, await readBody(context, c), ipOf(c)));
    const { account, isHalf } = carryOut(domain, confirmation);
    if (confirmation.type === 'invite') audit(context, c, 'invite_accepted', account);
    return isHalf ? c.json({ code: '200', msg: FIRST_HALF }) : tokens.signIn(c, account, 'otp');
  });
  on('GET', '/verify', async (c) => {
    const { token = '', type = '', redirect_to: wanted } = c.req.query();
    if (type === '') throw invalid('Verify requires a verification type');
    if (token === '') throw invalid('Verify requires a token or a token hash');
    const target = redirectTarget(wanted, domain.settings());
    try {
      return c.redirect(await visit(context, c, { token, type, target }), 303);
    } catch (error) {
      if (!(error instanceof GotrueRefusal)) throw error;
      return c.redirect(withRefusal(target, error, token.startsWith('pkce_')), 303);
    }
  });
}

/** How a request's code or link is looked up. */
function lookUp({ domain: { confirmations } }: GotrueContext, body: JsonObject, ip: string | null): () => Confirmation {
  const [type, code, tokenHash] = [textOf(body, 'type'), textOf(body, 'token'), textOf(body, 'token_hash')];
  if (type === '') throw invalid('Verify requires a verification type');
  if ((code === '') === (tokenHash === '')) throw invalid('Verify requires either a token or a token hash');
  const address = addressToVerify(body);
  if (tokenHash !== '') {
    if (address !== null) throw invalid('Only the token_hash and type should be provided');
    const purposes = BY_EMAIL.get(type);
    if (!purposes) throw invalid('Invalid email verification type');
    return () => linkOf(() => redeemed(() => confirmations.redeemLink(purposes, tokenHash, ip)));
  }
  if (address === null) throw invalid(`${ONE_ADDRESS} on verify`);
  // A type of the other kind of address, or of none, is one that no code was sent for.
  const purposes = (address.channel === 'email' ? BY_EMAIL : BY_PHONE).get(type) ?? [];
  return () => confirmations.redeemCode(purposes, address.value, code);
}

function addressToVerify(body: JsonObject): Address | null {
  try {
    return addressOf(body, `${ONE_ADDRESS} on verify`);
  } catch (error) {
    const isEmailMalformed =
      error instanceof GotrueRefusal && textOf(body, 'email') !== '' && textOf(body, 'phone') === '';
    throw isEmailMalformed ? new GotrueRefusal(422, 'validation_failed', 'Invalid email format') : error;
  }
}

/** Where a browser goes on that followed a link. */
async function visit(
  { domain, tokens }: GotrueContext,
  c: Context,
  { token, type, target }: { readonly token: string; readonly type: string; readonly target: string },
): Promise<string> {
  const purposes = BY_EMAIL.get(type);
  if (!purposes) throw invalid('Invalid email verification type');
  const confirmation = linkOf(() => redeemed(() => domain.confirmations.redeemLink(purposes, token, ipOf(c))));
  const { account, isHalf } = linkOf(() => carryOut(domain, confirmation));
  if (confirmation.type === 'invite') audit({ domain }, c, 'invite_accepted', account);
  const { proofKey } = confirmation;
  if (isHalf) return withValues(target, { message: FIRST_HALF, sb: '' }, { fragment: true, query: proofKey !== null });
  if (proofKey !== null) {
    const code = domain.flowCodes.issue(account.id, proofKey, FLOW_METHODS.get(confirmation.type) ?? confirmation.type);
    return withValues(target, { code }, { query: true });
  }
  const opened = domain.assuredSessions.open(account, originOf(c, domain.applications.default.id), 'otp');
  audit({ domain }, c, 'login', account);
  for (const [name, value] of Object.entries(tokens.headersOf(opened))) c.header(name, value);
  const { access_token, expires_at, expires_in, refresh_token, token_type } = await tokens.tokensOf(opened);
  const times = { expires_at: String(expires_at), expires_in: String(expires_in) };
  return withValues(target, { access_token, ...times, refresh_token, sb: '', token_type, type }, { fragment: true });
}

/** The same refusal in words for somebody who followed a link. */
function linkOf<T>(act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (error instanceof GotrueRefusal && error.code === 'otp_expired') {
      throw expired('Email link is invalid or has expired');
    }
    throw error;
  }
}

function withRefusal(target: string, { status, code, message }: GotrueRefusal, isFlow: boolean): string {
  const error = status === 403 ? 'access_denied' : 'invalid_request';
  const values = { error, error_code: code, error_description: message };
  return withValues(withValues(target, values, { query: isFlow }), { ...values, sb: '' }, { fragment: true });
}
