import type { Domain } from '../domain/create-domain.js';
import { isRegistered, oauthRightsOf } from '../domain/grants/oauth-client.js';
import { Refusal } from '../domain/refusal.js';
import type { Answer, Context } from '../http/context.js';
import { readForm } from '../http/form-body.js';
import type { RouteTable } from '../http/route-table.js';
import { cookieOf } from '../pages/browser-cookies.js';
import { answerPage, refusePage } from '../pages/page.js';
import { askToSignOut, isConfirmed } from '../pages/sign-out-page.js';
import { Parameters } from './parameters.js';

/**
 * Where applications send browsers to sign out.
 *
 * @see OpenID Connect RP-Initiated Logout 1.0
 */
export function mountEndSession(routes: RouteTable, domain: Domain): void {
  routes.on('GET', '/oidc/session/end', (c) => endSession(c, domain, new URL(c.req.url).searchParams));
  routes.on('POST', '/oidc/session/end', async (c) => {
    const form = await readForm(c.env.incoming);
    domain.store.generation.assertCurrent();
    return endSession(c, domain, form);
  });
}

const KEPT = ['client_id', 'post_logout_redirect_uri', 'state'];

async function endSession(c: Context, domain: Domain, search: URLSearchParams): Promise<Answer> {
  const parameters = new Parameters(search);
  const hint = parameters.get('id_token_hint');
  const claims = hint === undefined ? null : await claimsOf(domain, hint);
  if (hint !== undefined && claims === null) return refusePage(c, 'id_token_hint is none of our ID tokens');
  const clientId = parameters.get('client_id') ?? claims?.aud;
  if (claims && clientId !== claims.aud) return refusePage(c, 'client_id is not whom id_token_hint is for');
  const target = parameters.get('post_logout_redirect_uri') ?? null;
  if (target !== null && !isLogoutAddress(domain, clientId, target)) {
    return refusePage(c, 'post_logout_redirect_uri is not registered, or nobody knows for which application');
  }
  const found = domain.browserSessions.find(cookieOf(c, 'session'));
  if (found && claims?.sub !== found.account.id && !isConfirmed(c, parameters.get('csrf'))) {
    const fields = Object.fromEntries(KEPT.map((name) => [name, search.get(name) ?? undefined]));
    return askToSignOut(c, { action: '/oidc/session/end', fields, target });
  }
  if (claims && typeof claims.sid === 'string') domain.sessions.end(claims.sid);
  if (found) domain.browserSessions.end(found.session);
  if (target === null) return answerPage(c, { title: 'You are signed out', body: '<p>This page can be closed.</p>' });
  const url = new URL(target);
  const state = parameters.get('state');
  if (state !== undefined) url.searchParams.append('state', state);
  return c.redirect(url.href, 303);
}

function isLogoutAddress({ applications }: Domain, clientId: string | undefined, address: string): boolean {
  const application = applications.get(clientId ?? '');
  return application !== undefined && isRegistered(oauthRightsOf(application).logoutRedirectUris, address);
}

// An application may sign out with a token that has ended.
async function claimsOf({ tokens }: Domain, idToken: string) {
  try {
    return await tokens.read(idToken, ['id'], { mayHaveEnded: true });
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}
