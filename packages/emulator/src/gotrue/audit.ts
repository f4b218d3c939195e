import type { Account } from '../domain/accounts/account.types.js';
import type { AuditAction } from '../domain/audit/audit.types.js';
import type { Domain } from '../domain/create-domain.js';
import type { Context } from '../http/context.js';
import { ipOf } from '../http/origin.js';
import { userIdOf } from './user-id.js';
import { phoneOf } from './user-view.js';

/** Whoever has an administrator's key and is no user. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

/**
 * Remembers what somebody did.
 *
 * @param actor - `null` for an administrator.
 */
export function audit(
  { domain }: { readonly domain: Pick<Domain, 'auditTrail'> },
  c: Context,
  action: AuditAction,
  actor: Account | null,
  traits: Readonly<Record<string, unknown>> | null = null,
): void {
  domain.auditTrail.record({
    action,
    actorId: actor ? userIdOf(actor) : NOBODY,
    actorName: actor ? (actor.email ?? phoneOf(actor)) : 'service_role',
    traits,
    ip: ipOf(c),
  });
}
