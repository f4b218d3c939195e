import { userView } from '../authing/user-view.js';
import type { Account } from '../domain/accounts/account.types.js';
import type { Application } from '../domain/applications/application.types.js';
import type { Domain } from '../domain/create-domain.js';
import { isRegistered, oauthRightsOf } from '../domain/grants/oauth-client.js';
import { OauthRefusal } from '../domain/grants/oauth-refusal.js';
import { claimsOfScopes } from '../domain/grants/scope-claims.js';
import type { Answer, Context } from '../http/context.js';
import { readForm } from '../http/form-body.js';
import type { RouteTable } from '../http/route-table.js';
import { cookieOf } from '../pages/browser-cookies.js';
import { answerPage, refusePage, sourceOf } from '../pages/page.js';
import { askToSignIn } from '../pages/sign-in-page-routes.js';
import { askToSignOut, isConfirmed, isFromThisSite } from '../pages/sign-out-page.js';
import { failureJson, failureXml, successJson, successXml } from './validation-answers.js';

/**
 * CAS 1 and 2, under the vendor's addresses; and what else goes by the session of the browser: who is signed in, and the
 * sign-out.
 */
export function mountCas(routes: RouteTable, domain: Domain): void {
  for (const [path, target] of LOGOUTS) {
    routes.on('GET', path, (c) => signOut(c, domain, { path, target, search: new URL(c.req.url).searchParams }));
    routes.on('POST', path, async (c) => {
      const search = await readForm(c.env.incoming);
      domain.store.generation.assertCurrent();
      return signOut(c, domain, { path, target, search });
    });
  }
  routes.on('GET', '/cas-idp/{appId}', (c) => enter(c, domain));
  routes.on('GET', '/cas-idp/{appId}/validate', (c) => {
    const account = accountOf(c, domain);
    return c.text(account ? `yes\n${account.id}\n` : 'no\n\n');
  });
  routes.on('GET', '/cas-idp/{appId}/serviceValidate', (c) => {
    const account = accountOf(c, domain);
    if (c.req.query('format')?.toUpperCase() === 'JSON') {
      return c.json(account ? successJson(account.id, attributesOf(account)) : failureJson());
    }
    c.header('content-type', 'application/xml; charset=utf-8');
    return c.body(account ? successXml(account.id, attributesOf(account)) : failureXml());
  });
  routes.on('GET', '/cas/session', (c) => c.json(trackedSession(c, domain)));
  routes.on('GET', '/api/v2/saml-idp/{appId}', (c) => enterSaml(c, domain));
}

/** The sign-outs, and under which name each takes the address to go back to. */
const LOGOUTS = [
  ['/cas-idp/logout', 'url'],
  ['/login/profile/logout', 'redirect_uri'],
] as const;

function applicationOf(c: Context, { applications }: Domain): Application | undefined {
  return applications.get(c.req.param('appId') ?? '');
}

/** Sends a browser back to a service with a ticket, after a sign-in where one is needed. */
function enter(c: Context, domain: Domain): Answer {
  const application = applicationOf(c, domain);
  const service = c.req.query('service');
  const isOurs = application && service && isRegistered(oauthRightsOf(application).redirectUris, service);
  if (!isOurs) return refusePage(c, 'service is missing, or the application has not registered it');
  const found = domain.browserSessions.find(cookieOf(c, 'session'));
  if (!found) {
    return askToSignIn(c, domain, {
      applicationId: application.id,
      returnTo: `/cas-idp/${encodeURIComponent(application.id)}?${new URLSearchParams({ service })}`,
      target: sourceOf(service),
      loginHint: null,
    });
  }
  const { session } = found;
  const ticket = domain.authorizationCodes.issue({
    protocol: 'cas',
    applicationId: application.id,
    userId: session.userId,
    browserSessionId: session.sessionId,
    authentication: session.authentication,
    redirectUri: service,
    codeChallenge: null,
    nonce: null,
    scopes: [],
  });
  const url = new URL(service);
  url.searchParams.append('ticket', ticket);
  return c.redirect(url.href, 303);
}

/** Whose ticket it is; `null` for one that this service may not redeem. */
function accountOf(c: Context, { accounts, authorizationCodes }: Domain): Account | null {
  try {
    const code = authorizationCodes.redeem(c.req.query('ticket') ?? '', {
      protocol: 'cas',
      applicationId: c.req.param('appId') ?? '',
      redirectUri: c.req.query('service'),
      codeVerifier: undefined,
      isAuthenticated: false,
    });
    return accounts.require(code.userId);
  } catch (error) {
    if (error instanceof OauthRefusal) return null;
    throw error;
  }
}

function attributesOf(account: Account): Readonly<Record<string, unknown>> {
  const external = account.externalId === null ? {} : { external_id: account.externalId };
  return { sub: account.id, ...external, ...claimsOfScopes(account, ['profile', 'email', 'phone', 'address']) };
}

/** Whoever is signed in at this browser, in the vendor's form; `null` where nobody is. */
function trackedSession(c: Context, domain: Domain) {
  const found = domain.browserSessions.find(cookieOf(c, 'session'));
  const running = found && domain.sessions.get(found.session.sessionId);
  if (!running) return null;
  const { applicationId, expiresAt, userId } = running;
  const cookie = {
    originalMaxAge: expiresAt - found.session.authentication.authenticatedAt,
    expires: new Date(expiresAt).toISOString(),
    secure: false,
    httpOnly: true,
    path: '/',
    sameSite: 'lax',
    appId: applicationId,
    type: 'user',
    userId,
  };
  return { session: { _id: running.id, cookie }, userInfo: userView(found.account, domain) };
}

interface Logout {
  readonly path: string;
  /** The name of the parameter with the address to go back to. */
  readonly target: string;
  readonly search: URLSearchParams;
}

/**
 * Signs the browser out, and sends it where some application has registered that it may go. Asks first where another
 * site leads it here, and where a form does not come from the page that asks.
 */
function signOut(
  c: Context,
  { applications, browserSessions }: Domain,
  { path, target: name, search }: Logout,
): Answer {
  const target = search.get(name);
  const isKnown = (address: string): boolean =>
    applications.all().some((each) => isRegistered(oauthRightsOf(each).logoutRedirectUris, address));
  if (target && !isKnown(target)) return refusePage(c, 'No application has registered the address to go back to');
  const found = browserSessions.find(cookieOf(c, 'session'));
  const isMeant = c.req.method === 'POST' ? isConfirmed(c, search.get('csrf')) : isFromThisSite(c);
  if (found && !isMeant) {
    return askToSignOut(c, { action: path, fields: { [name]: target || undefined }, target: target || null });
  }
  if (found) browserSessions.end(found.session);
  if (target) return c.redirect(new URL(target).href, 303);
  return answerPage(c, { title: 'You are signed out', body: '<p>This page can be closed.</p>' });
}

/** The entry that addresses of SAML lead to. It signs people in; assertions are not made here. */
function enterSaml(c: Context, domain: Domain): Answer {
  const application = applicationOf(c, domain);
  if (!application) return refusePage(c, 'There is no such application');
  if (!domain.browserSessions.find(cookieOf(c, 'session'))) {
    const returnTo = `/api/v2/saml-idp/${encodeURIComponent(application.id)}`;
    return askToSignIn(c, domain, { applicationId: application.id, returnTo, target: null, loginHint: null });
  }
  return answerPage(c, { title: 'You are signed in', body: '<p>The emulator makes no SAML assertions.</p>' });
}
