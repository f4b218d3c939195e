import type { Account, AccountChange, NewAccount } from '../../domain/accounts/account.types.js';
import { Refusal } from '../../domain/refusal.js';
import { isUuid } from '../../domain/uuid.js';
import type { JsonObject } from '../../http/json-body.js';
import { addressTaken } from '../addresses.js';
import { audit } from '../audit.js';
import type { GotrueContext } from '../gotrue-context.js';
import { GotrueRefusal, invalid } from '../gotrue-refusal.js';
import { assertAcceptable, assertStorable } from '../password-rules.js';
import { flagOf, readBody, readOptionalBody, textOf } from '../request-body.js';
import { userIdOf } from '../user-id.js';
import { userView, writtenUserView } from '../user-view.js';
import { requireUser } from './admin-user.js';
import { importedPassword } from './imported-password.js';
import { attributesOf } from './user-attributes.js';

/** An administrator's making, changing and deleting of users. */
export function mountUsers(context: GotrueContext): void {
  const { domain, gate, on } = context;
  const { accounts, administration } = domain;

  on('POST', '/admin/users', async (c) => {
    await gate.requireAdmin(c);
    const body = await readBody(context, c);
    const draft = newUser(context, body);
    const [password, hash] = [textOf(body, 'password'), textOf(body, 'password_hash')];
    if (password !== '' && hash !== '') throw invalid('Only a password or a password hash should be provided');
    assertCreatable(context, draft);
    const kept = hash === '' ? await keptOf(context, password) : importedPassword(domain, hash);
    const account = accounts.create({ ...draft, ...kept });
    const traits = { user_id: userIdOf(account), user_email: account.email, user_phone: account.phone };
    audit(context, c, 'user_signedup', null, traits);
    return c.json(writtenUserView(domain, account));
  });

  on('GET', '/admin/users/{userId}', async (c) => {
    await gate.requireAdmin(c);
    return c.json(userView(domain, requireUser(domain, c.req.param('userId'))));
  });

  on('PUT', '/admin/users/{userId}', async (c) => {
    await gate.requireAdmin(c);
    requireUser(domain, c.req.param('userId'));
    const body = await readBody(context, c);
    const before = requireUser(domain, c.req.param('userId'));
    const password = body.password === undefined || body.password === null ? null : textOf(body, 'password');
    if (password !== null) assertAcceptable(domain, password);
    const changeOf = (present: Account): AccountChange => attributesOf(domain, body, present);
    const account = await administration.change(before.id, changeOf, password).catch(failedUpdate);
    const traits = { user_id: userIdOf(account), user_email: account.email, user_phone: account.phone };
    audit(context, c, 'user_modified', null, traits);
    return c.json(writtenUserView(domain, account));
  });

  on('DELETE', '/admin/users/{userId}', async (c) => {
    await gate.requireAdmin(c);
    requireUser(domain, c.req.param('userId'));
    const isSoft = flagOf(await readOptionalBody(context, c), 'should_soft_delete');
    const account = requireUser(domain, c.req.param('userId'));
    const traits = { user_id: userIdOf(account), user_email: account.email, user_phone: account.phone };
    if (isSoft) administration.retire(account.id);
    else administration.delete(account.id);
    audit(context, c, 'user_deleted', null, traits);
    return c.json({});
  });
}

/** @throws {GotrueRefusal} An address is taken; or the id is, which the wire's database alone notices. */
function assertCreatable({ domain }: GotrueContext, draft: NewAccount): void {
  try {
    domain.accounts.assertCreatable(draft);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.reason === 'email-taken') throw addressTaken('email');
    if (error.reason === 'phone-taken') {
      throw new GotrueRefusal(422, 'phone_exists', 'Phone number already registered by another user');
    }
    if (error.reason === 'user-exists') throw failure('Database error creating new user');
    throw error;
  }
}

// The wire does not look for a taken address before it writes.
function failedUpdate(error: unknown): never {
  const isTaken = error instanceof Refusal && ['email-taken', 'phone-taken'].includes(error.reason);
  throw isTaken ? failure('Error updating user') : error;
}

function failure(message: string): GotrueRefusal {
  return new GotrueRefusal(500, 'unexpected_failure', message);
}

function newUser({ domain }: GotrueContext, body: JsonObject): NewAccount {
  const { details, ...attributes } = attributesOf(domain, body, null);
  if (!attributes.email && !attributes.phone) {
    throw invalid('Cannot create a user without either an email or phone');
  }
  const id = textOf(body, 'id');
  if (id !== '' && !isUuid(id)) throw invalid('ID must conform to the uuid v4 format');
  if (/^[0-]+$/.test(id)) throw invalid('ID cannot be a nil uuid');
  return {
    ...attributes,
    // Nobody signed up: what is confirmed is what the administrator says.
    details: { ...details, awaitsConfirmation: true },
    ...(id === '' ? {} : { id: id.toLowerCase() }),
  };
}

async function keptOf({ domain }: GotrueContext, password: string) {
  if (password === '') return {}; // nobody knows one
  assertStorable(password);
  return domain.passwords.keepAny(password);
}
