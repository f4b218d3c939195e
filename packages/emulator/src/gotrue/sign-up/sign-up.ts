import { randomUUID } from 'node:crypto';
import type { Account } from '../../domain/accounts/account.types.js';
import type { Domain } from '../../domain/create-domain.js';
import type { Context } from '../../http/context.js';
import type { JsonObject } from '../../http/json-body.js';
import { assertAddressKind } from '../address-kinds.js';
import { type Address, assertChannel, namedAddressOf, ONE_ADDRESS, ownerOf, parseAddress } from '../addresses.js';
import { audit } from '../audit.js';
import type { GotrueContext } from '../gotrue-context.js';
import { GotrueRefusal, invalid } from '../gotrue-refusal.js';
import { assertAcceptable } from '../password-rules.js';
import { codeChallengeOf, proofKeyOf } from '../proof-key.js';
import { redirectTarget } from '../redirects.js';
import { assertMaySignUp, merged, ownMetadata, register } from '../registration.js';
import { objectOf, readBody, textOf } from '../request-body.js';
import { AUDIENCE, confirmationsOf, type UserView, writtenUserView } from '../user-view.js';

/** How people become users: by an address and a password, or without saying who they are. */
export function mountSignUp(context: GotrueContext): void {
  const { domain, messages, tokens, on } = context;
  on('POST', '/signup', async (c) => {
    const body = await readBody(context, c);
    const isNamed = textOf(body, 'email') !== '' || textOf(body, 'phone') !== '';
    // Where nobody may, nothing else is looked at.
    if (isNamed) assertMaySignUp(domain, null);
    const named = namedAddressOf(body, `${ONE_ADDRESS} on signup.`);
    if (named === null) return signUpAnonymously(context, c, body);
    const password = textOf(body, 'password');
    if (password === '') throw invalid('Signup requires a valid password');
    assertAcceptable(domain, password);
    assertChannel(body);
    const address = parseAddress(named);
    const codeChallenge = codeChallengeOf(body);
    if (codeChallenge && address.channel === 'sms') throw invalid('PKCE not supported for phone signups');
    assertAddressKind(domain.settings(), address, 400, 'signups are disabled');
    assertMaySignUp(domain, address);
    const data = objectOf(body, 'data');
    // Whether or not the address is somebody's, so that the time tells nothing.
    const kept = await domain.passwords.keep(password);
    const { autoconfirm } = domain.settings();
    const known = ownerOf(domain, address);
    if (known && isConfirmed(domain, known, address)) {
      audit(context, c, 'user_repeated_signup', known);
      if (autoconfirm) throw new GotrueRefusal(422, 'user_already_exists', 'User already registered');
      return c.json(madeUpUser(domain, address, data));
    }
    // The method is of no interest where no link is sent.
    const proofKey = autoconfirm && !known ? null : proofKeyOf(body);
    // Whoever was invited or added comes in by what is sent to them, and not by a password that somebody thinks up.
    const isAwaited = !autoconfirm || known !== undefined;
    // Before anybody is registered, who could not be told how to come in.
    if (isAwaited) messages.assertCarried('sms', address);
    const account = known ?? register(domain, { address, password: kept, data });
    audit(context, c, known ? 'user_confirmation_requested' : 'user_signedup', account);
    if (!isAwaited) return tokens.signIn(c, account, 'password', { view: writtenUserView });
    return c.json(writtenUserView(domain, confirm(context, c, { account, address, proofKey })));
  });
}

function confirm(
  { domain, messages }: GotrueContext,
  c: Context,
  { account, address, proofKey }: { account: Account; address: Address; proofKey: ReturnType<typeof proofKeyOf> },
): Account {
  const kind = address.channel === 'email' ? 'signup' : 'sms';
  messages.assertSpaced(account, kind, address);
  const redirectTo = redirectTarget(c.req.query('redirect_to'), domain.settings());
  return messages.send(account, { kind, to: address, proofKey, redirectTo }).account;
}

function signUpAnonymously({ domain, tokens }: GotrueContext, c: Context, body: JsonObject) {
  if (!domain.settings().anonymousSignIns) {
    throw new GotrueRefusal(422, 'anonymous_provider_disabled', 'Anonymous sign-ins are disabled');
  }
  const account = register(domain, { address: null, data: objectOf(body, 'data') });
  audit({ domain }, c, 'user_signedup', account);
  return tokens.signIn(c, account, 'anonymous', { view: writtenUserView });
}

function isConfirmed({ settings }: Domain, account: Account, { channel }: Address): boolean {
  return confirmationsOf(account, settings())[channel === 'email' ? 'email' : 'phone'] !== null;
}

/** Answers as for a new user, so that nobody learns who has an account. */
function madeUpUser({ clock }: Domain, { channel, value }: Address, data: JsonObject = {}): UserView {
  const now = new Date(clock.now()).toISOString();
  const provider = channel === 'email' ? 'email' : 'phone';
  const id = randomUUID();
  return {
    id,
    aud: AUDIENCE,
    role: '',
    email: channel === 'email' ? value : '',
    phone: channel === 'sms' ? value.slice(1) : '',
    confirmation_sent_at: now,
    app_metadata: { provider, providers: [provider] },
    user_metadata: { ...merged({}, data), ...ownMetadata(id, { channel, value }, false) },
    identities: [],
    created_at: now,
    updated_at: now,
    is_anonymous: false,
  };
}
