import { audit } from '../audit.js';
import type { GotrueContext } from '../gotrue-context.js';
import { invalid } from '../gotrue-refusal.js';
import { readBody } from '../request-body.js';
import { userView } from '../user-view.js';
import { linkingDisabled } from './unlink-identity.js';
import { updateUser } from './user-update.js';

/** The user who calls: what there is to know, to change, and to end. */
export function mountUser(context: GotrueContext): void {
  const { domain, gate, on } = context;
  on('GET', '/user', async (c) => c.json(userView(domain, (await gate.requireCaller(c)).account)));

  on('PUT', '/user', async (c) => {
    const caller = await gate.requireCaller(c);
    const body = await readBody(context, c);
    // Once more: a body takes its time, and the session may have ended meanwhile.
    const account = await updateUser(context, c, gate.present(caller), body);
    audit(context, c, 'user_modified', account);
    return c.json(userView(domain, account));
  });

  on('POST', '/logout', async (c) => {
    const scope = c.req.query('scope') || 'global';
    const { account, session } = await gate.requireCaller(c);
    if (scope === 'global') domain.accountSessions.endAllOf(account.id);
    else if (scope === 'others') domain.accountSessions.endAllOf(account.id, session?.id);
    else if (scope !== 'local') throw invalid(`Unsupported logout scope "${scope}"`);
    else if (session) domain.assuredSessions.end(session.id);
    audit(context, c, 'logout', account);
    return c.body(null, 204);
  });

  on('GET', '/user/identities/authorize', async (c) => {
    await gate.requireCaller(c);
    throw linkingDisabled(); // there is no provider to link one of
  });
}
