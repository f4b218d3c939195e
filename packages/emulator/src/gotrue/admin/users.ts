import type { Account, AccountChange, NewAccount } from '../../domain/accounts/account.types.js';
import { isUuid } from '../../domain/uuid.js';
import type { JsonObject } from '../../http/json-body.js';
import { audit } from '../audit.js';
import type { GotrueContext } from '../gotrue-context.js';
import { invalid } from '../gotrue-refusal.js';
import { assertAcceptable } from '../password-rules.js';
import { readBody, readOptionalBody, textOf } from '../request-body.js';
import { userIdOf } from '../user-id.js';
import { userView } from '../user-view.js';
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
    accounts.assertCreatable(draft);
    const kept = hash === '' ? await keptOf(context, password) : importedPassword(domain, hash);
    const account = accounts.create({ ...draft, ...kept });
    const traits = { user_id: userIdOf(account), user_email: account.email, user_phone: account.phone };
    audit(context, c, 'user_signedup', null, traits);
    return c.json(userView(domain, account));
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
    const account = await administration.change(before.id, changeOf, password);
    const traits = { user_id: userIdOf(account), user_email: account.email, user_phone: account.phone };
    audit(context, c, 'user_modified', null, traits);
    return c.json(userView(domain, account));
  });

  on('DELETE', '/admin/users/{userId}', async (c) => {
    await gate.requireAdmin(c);
    requireUser(domain, c.req.param('userId'));
    const { should_soft_delete: isSoft = false } = await readOptionalBody(context, c);
    if (typeof isSoft !== 'boolean') throw invalid('should_soft_delete must be a boolean');
    const account = requireUser(domain, c.req.param('userId'));
    const traits = { user_id: userIdOf(account), user_email: account.email, user_phone: account.phone };
    if (isSoft) administration.retire(account.id);
    else administration.delete(account.id);
    audit(context, c, 'user_deleted', null, traits);
    return c.json({});
  });
}

function newUser({ domain }: GotrueContext, body: JsonObject): NewAccount {
  const { details, ...attributes } = attributesOf(domain, body, null);
  if (!attributes.email && !attributes.phone) {
    throw invalid('Cannot create a user without either an email or phone');
  }
  const id = textOf(body, 'id');
  if (id !== '' && !isUuid(id)) throw invalid('ID must conform to the uuid v4 format');
  return {
    ...attributes,
    // Nobody signed up: what is confirmed is what the administrator says.
    details: { ...details, awaitsConfirmation: true },
    ...(id === '' ? {} : { id: id.toLowerCase() }),
  };
}

async function keptOf({ domain }: GotrueContext, password: string) {
  if (password === '') return {}; // nobody knows one
  assertAcceptable(domain, password);
  return domain.passwords.keep(password);
}
