import { refusalAnswer } from '../authing/refusal-answer.js';
import { userView } from '../authing/user-view.js';
import type { SignInPage } from '../domain/browser/browser.types.js';
import type { Domain } from '../domain/create-domain.js';
import { oauthRightsOf } from '../domain/grants/oauth-client.js';
import { Refusal } from '../domain/refusal.js';
import type { Answer, Context } from '../http/context.js';
import { readForm } from '../http/form-body.js';
import { escaped } from '../http/html.js';
import { isLoopbackOrigin } from '../http/loopback.js';
import { originOf } from '../http/origin.js';
import type { RouteTable } from '../http/route-table.js';
import { browserOf, cookieOf } from '../pages/browser-cookies.js';
import { answerPage, refusePage } from '../pages/page.js';

type EventType = 'socialLogin' | 'enterpriseLogin';

/**
 * A made-up provider, for every name that is asked for: whoever fills in its form is whom the form says. The window then
 * tells the page that opened it, as the vendor's does.
 */
export function mountProviders(routes: RouteTable, domain: Domain): void {
  routes.on('GET', '/connections/pages/answer.js', (c) => {
    c.header('content-type', 'text/javascript; charset=utf-8');
    return c.body(ANSWER_SCRIPT);
  });
  for (const [kind, eventType] of Object.entries(EVENTS)) {
    routes.on('GET', `/connections/${kind}/{provider}`, (c) => showForm(c, domain));
    routes.on('POST', `/connections/${kind}/{provider}`, (c) => enter(c, domain, eventType));
  }
}

const EVENTS: Readonly<Record<string, EventType>> = { social: 'socialLogin', enterprise: 'enterpriseLogin' };

// The page that opened this one hears a token, so that it is not told to whoever may be there.
const ANSWER_SCRIPT = `const { answer, target } = document.querySelector('main > div').dataset;
window.opener?.postMessage(JSON.parse(answer), target);
`;

function showForm(c: Context, domain: Domain): Answer {
  const application = domain.applications.get(c.req.query('app_id') ?? domain.applications.default.id);
  if (!application) return refusePage(c, 'There is no such application');
  const opener = openerOf(c, oauthRightsOf(application).redirectUris);
  if (opener === null)
    return refusePage(c, 'The page that opened this one is none of the application, or hides its address');
  const { pathname, search } = new URL(c.req.url);
  const page = domain.signInPages.open(browserOf(c), {
    applicationId: application.id,
    returnTo: `${pathname}${search}`,
    target: opener,
    loginHint: null,
  });
  return form(c, page);
}

function form(c: Context, { id, csrfToken }: SignInPage): Answer {
  const provider = c.req.param('provider') ?? '';
  const body =
    `<p>A made-up provider. Say who you are there.</p><form method="post">` +
    `<input type="hidden" name="page" value="${escaped(id)}"><input type="hidden" name="csrf" value="${escaped(csrfToken)}">` +
    '<label>User id<input name="userId" required autofocus maxlength="200"></label>' +
    '<label>Name<input name="name" maxlength="200"></label>' +
    '<button name="step" value="enter">Sign in</button></form>' +
    `<form method="post"><input type="hidden" name="page" value="${escaped(id)}">` +
    `<input type="hidden" name="csrf" value="${escaped(csrfToken)}"><button name="step" value="refuse">Refuse</button></form>`;
  return answerPage(c, { title: provider, body });
}

/** The origin that is told: one of this machine, or one that the application sends browsers back to. */
function openerOf(c: Context, redirectUris: readonly string[]): string | null {
  const named = c.req.query('target_url') ?? c.req.header('referer') ?? '';
  const { origin } = URL.canParse(named) ? new URL(named) : { origin: 'null' };
  const isOfApplication = redirectUris.some((uri) => new URL(uri).origin === origin);
  return origin !== 'null' && (isLoopbackOrigin(origin) || isOfApplication) ? origin : null;
}

async function enter(c: Context, domain: Domain, eventType: EventType): Promise<Answer> {
  const fields = await readForm(c.env.incoming);
  domain.store.generation.assertCurrent();
  const { signInPages } = domain;
  const page = signInPages.find(fields.get('page') ?? '', cookieOf(c, 'browser'));
  const { pathname, search } = new URL(c.req.url);
  if (page?.returnTo !== `${pathname}${search}`) return refusePage(c, 'The page has ended. Start again.');
  if (!signInPages.isFrom(page, fields.get('csrf') ?? undefined))
    return refusePage(c, 'The form is not from this page', 403);
  signInPages.close(page);
  const answer = await outcome(c, domain, page, fields).catch((error: unknown) => {
    if (error instanceof Refusal) return refusalAnswer(error).body;
    throw error;
  });
  const message = { ...answer, event: { source: 'authing', eventType } };
  const data = `data-answer="${escaped(JSON.stringify(message))}" data-target="${escaped(page.target ?? '')}"`;
  const body = `<div ${data}>This window can be closed.</div>`;
  return answerPage(c, { title: 'Done', body, script: '/connections/pages/answer.js' });
}

async function outcome(c: Context, domain: Domain, page: SignInPage, fields: URLSearchParams) {
  if (fields.get('step') === 'refuse') throw new Refusal('forbidden', 'The user refused at the provider');
  const userIdInIdp = fields.get('userId') ?? '';
  if (userIdInIdp === '') throw new Refusal('input-missing', 'userId is missing');
  const identity = { provider: c.req.param('provider') ?? '', userIdInIdp };
  const request = originOf(c, page.applicationId);
  const result = await domain.signIn.withIdentity(identity, fields.get('name') || null, request);
  return {
    code: 200,
    message: 'OK',
    data: { ...userView(result.account, domain, result.token), newlyCreated: result.newlyCreated },
  };
}
