import type { Application } from '../domain/applications/application.types.js';
import type { BrowserSession } from '../domain/browser/browser.types.js';
import type { Domain } from '../domain/create-domain.js';
import { WRONG_ISSUER } from '../domain/grants/misbehavior.js';
import { assertGrantType, isPublicClient, isRegistered, oauthRightsOf } from '../domain/grants/oauth-client.js';
import { OauthRefusal } from '../domain/grants/oauth-refusal.js';
import { Refusal } from '../domain/refusal.js';
import type { Answer, Context } from '../http/context.js';
import { readForm } from '../http/form-body.js';
import type { RouteTable } from '../http/route-table.js';
import { cookieOf } from '../pages/browser-cookies.js';
import { refusePage, sourceOf } from '../pages/page.js';
import { askToSignIn } from '../pages/sign-in-page-routes.js';
import { Parameters } from './parameters.js';
import { knownScopes, type TokenProtocol } from './token-endpoint.js';

interface Place {
  readonly protocol: TokenProtocol;
  readonly issuer: () => string;
}

/** Where browsers come from an application, and go back to it with a code. */
export function mountAuthorize(routes: RouteTable, domain: Domain, place: Place): void {
  routes.on('GET', `/${place.protocol}/auth`, (c) => authorize(c, domain, place, new URL(c.req.url).searchParams));
  routes.on('POST', `/${place.protocol}/auth`, async (c) => {
    const form = await readForm(c.env.incoming);
    domain.store.generation.assertCurrent();
    return authorize(c, domain, place, form);
  });
}

async function authorize(c: Context, domain: Domain, place: Place, search: URLSearchParams): Promise<Answer> {
  const parameters = new Parameters(search);
  const application = domain.applications.get(parameters.get('client_id') ?? '');
  if (!application) return refusePage(c, 'client_id is missing, or there is no such application');
  const redirectUri = parameters.get('redirect_uri');
  // Before this is known to be the application's, nothing is sent there, not even an error (RFC 9700, 4.11).
  if (redirectUri === undefined || !isRegistered(oauthRightsOf(application).redirectUris, redirectUri)) {
    return refusePage(c, 'redirect_uri is missing, or the application has not registered it');
  }
  const answer = (content: Readonly<Record<string, string>>): Answer =>
    c.redirect(answerAddress(redirectUri, parameters, content, domain, place.issuer()), 303);
  try {
    assertRequest(parameters, application);
    const authenticated = await authenticatedUser(c, domain, parameters);
    if (authenticated) return answer({ code: issueCode(domain, parameters, place, { redirectUri, ...authenticated }) });
    if (parameters.words('prompt')?.includes('none')) throw new OauthRefusal('login_required', 'Nobody is signed in');
    return askToSignIn(c, domain, {
      applicationId: application.id,
      returnTo: returnAddress(place.protocol, search),
      target: sourceOf(redirectUri),
      loginHint: parameters.get('login_hint') ?? null,
    });
  } catch (error) {
    if (!(error instanceof OauthRefusal)) throw error;
    return answer({ error: error.code, error_description: error.message });
  }
}

/** @throws {OauthRefusal} The request can never be answered with a code. */
function assertRequest(parameters: Parameters, application: Application): void {
  parameters.assertSingle();
  if (parameters.get('request') !== undefined) throw new OauthRefusal('request_not_supported', 'request is not taken');
  if (parameters.get('request_uri') !== undefined) {
    throw new OauthRefusal('request_uri_not_supported', 'request_uri is not taken');
  }
  if (parameters.require('response_type') !== 'code') {
    throw new OauthRefusal('unsupported_response_type', 'There are codes only: no token travels in an address');
  }
  const mode = parameters.get('response_mode') ?? 'query';
  if (mode !== 'query' && mode !== 'fragment') throw new OauthRefusal('invalid_request', 'response_mode is unknown');
  assertGrantType(application, 'authorization_code');
  assertChallenge(parameters, application);
  const prompt = parameters.words('prompt') ?? [];
  if (prompt.includes('none') && prompt.length > 1) {
    throw new OauthRefusal('invalid_request', 'prompt says none and something else');
  }
  if (!/^\d{1,9}$/.test(parameters.get('max_age') ?? '0')) {
    throw new OauthRefusal('invalid_request', 'max_age is not a number of seconds');
  }
}

/** RFC 7636 and RFC 9700, 2.1.1: S256 alone, and none goes without who has no secret. */
function assertChallenge(parameters: Parameters, application: Application): void {
  const [challenge, method] = [parameters.get('code_challenge'), parameters.get('code_challenge_method')];
  if (challenge === undefined) {
    if (method !== undefined || isPublicClient(application))
      throw new OauthRefusal('invalid_request', 'code_challenge is missing');
    return;
  }
  if (method !== 'S256') throw new OauthRefusal('invalid_request', 'code_challenge_method is not S256');
  if (!/^[\w-]{43}$/.test(challenge)) throw new OauthRefusal('invalid_request', 'code_challenge is not a SHA-256');
}

/** Who is signed in at this browser, if that is enough for the request. */
async function authenticatedUser(c: Context, domain: Domain, parameters: Parameters) {
  const found = domain.browserSessions.find(cookieOf(c, 'session'));
  if (!found) return null;
  const prompt = parameters.words('prompt') ?? [];
  if (prompt.includes('login') || prompt.includes('select_account')) return null;
  const maxAge = parameters.get('max_age');
  const age = domain.clock.now() - found.session.authentication.authenticatedAt;
  if (maxAge !== undefined && age > Number(maxAge) * 1_000) return null;
  const hint = parameters.get('id_token_hint');
  if (hint !== undefined && (await subjectOf(domain, hint)) !== found.account.id) return null;
  return found;
}

async function subjectOf({ tokens }: Domain, idToken: string): Promise<string | null> {
  try {
    return (await tokens.read(idToken, ['id'], { mayHaveEnded: true })).sub;
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}

function issueCode(
  { authorizationCodes }: Domain,
  parameters: Parameters,
  { protocol }: Place,
  { redirectUri, session }: { readonly redirectUri: string; readonly session: BrowserSession },
): string {
  return authorizationCodes.issue({
    protocol,
    applicationId: parameters.require('client_id'),
    userId: session.userId,
    browserSessionId: session.sessionId,
    authentication: session.authentication,
    redirectUri,
    codeChallenge: parameters.get('code_challenge') ?? null,
    nonce: parameters.get('nonce') ?? null,
    scopes: knownScopes(parameters.words('scope'), protocol),
  });
}

/** Where the browser goes on after the sign-in, which is then as fresh as was asked for. */
function returnAddress(protocol: TokenProtocol, search: URLSearchParams): string {
  const rest = new URLSearchParams(search);
  for (const name of ['prompt', 'max_age', 'login_hint', 'id_token_hint']) rest.delete(name);
  return `/${protocol}/auth?${rest}`;
}

function answerAddress(
  redirectUri: string,
  parameters: Parameters,
  content: Readonly<Record<string, string>>,
  { settings }: Domain,
  issuer: string,
): string {
  const { misbehave } = settings();
  const state = parameters.get('state');
  const members = new URLSearchParams(content);
  if (state !== undefined) members.set('state', misbehave.includes('response-wrong-state') ? `${state}x` : state);
  if (!misbehave.includes('response-without-iss')) {
    members.set('iss', misbehave.includes('response-wrong-iss') ? WRONG_ISSUER : issuer);
  }
  const url = new URL(redirectUri);
  if (parameters.get('response_mode') === 'fragment') url.hash = members.toString();
  else for (const [name, value] of members) url.searchParams.append(name, value);
  return url.href;
}
