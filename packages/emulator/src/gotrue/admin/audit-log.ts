import { AUDIT_LOGS, type AuditEntry } from '../../domain/audit/audit.types.js';
import type { GotrueContext } from '../gotrue-context.js';
import { invalid } from '../gotrue-refusal.js';
import { pageOf } from './pages.js';

/** What an entry can be looked for by. */
const FIELDS: Readonly<Record<string, (entry: AuditEntry) => string>> = {
  author: ({ actorName }) => actorName,
  action: ({ action }) => action,
  type: ({ action }) => AUDIT_LOGS[action],
};

/** Who did what, the latest first. */
export function mountAuditLog({ domain, gate, on }: GotrueContext): void {
  on('GET', '/admin/audit', async (c) => {
    await gate.requireAdmin(c);
    const matching = domain.auditTrail.list().filter(matcherOf(c.req.query('query')));
    return c.json(pageOf(c, '/admin/audit', matching).map(entryView));
  });
}

/** @throws {GotrueRefusal} It asks for a field that entries have not. */
function matcherOf(query = ''): (entry: AuditEntry) => boolean {
  if (query === '') return () => true;
  const at = query.indexOf(':');
  const name = query.slice(0, at);
  const field = at > 0 && Object.hasOwn(FIELDS, name) ? FIELDS[name] : undefined;
  if (!field) throw invalid(`Invalid query scope: ${query}`);
  const wanted = query.slice(at + 1).toLowerCase();
  return (entry) => field(entry).toLowerCase().includes(wanted);
}

function entryView({ id, action, actorId, actorName, traits, ip, at }: AuditEntry): object {
  const payload = {
    actor_id: actorId,
    actor_username: actorName,
    actor_via_sso: false,
    action,
    log_type: AUDIT_LOGS[action],
    ...(traits ? { traits } : {}),
  };
  return { id, payload, created_at: new Date(at).toISOString(), ip_address: ip ?? '' };
}
