import type { GotrueContext } from '../gotrue-context.js';
import { mountAuditLog } from './audit-log.js';
import { mountLinks } from './links.js';
import { mountListUsers } from './list-users.js';
import { mountOauthClients } from './oauth-clients.js';
import { mountUserFactors } from './user-factors.js';
import { mountUsers } from './users.js';

/** What only administrators do. */
export function mountAdmin(context: GotrueContext): void {
  mountListUsers(context);
  mountUsers(context);
  mountLinks(context);
  mountUserFactors(context);
  mountAuditLog(context);
  mountOauthClients(context);
}
