import { GRANT_TYPES, type GrantType } from '../domain/applications/application.types.js';
import type { Domain } from '../domain/create-domain.js';
import type { TokenSet } from '../domain/grants/grants.js';
import { assertGrantType, isRegistered, oauthRightsOf } from '../domain/grants/oauth-client.js';
import { OauthRefusal } from '../domain/grants/oauth-refusal.js';
import { SCOPES } from '../domain/grants/scope-claims.js';
import type { Misbehavior } from '../domain/settings/settings.js';
import type { Context } from '../http/context.js';
import { readForm } from '../http/form-body.js';
import { originOf } from '../http/origin.js';
import type { RouteTable } from '../http/route-table.js';
import { type AuthenticatedClient, authenticateClient } from './client-authentication.js';
import { refusing } from './oauth-answers.js';
import { Parameters } from './parameters.js';

/** The two protocols that have a token endpoint. */
export type TokenProtocol = 'oidc' | 'oauth';

/** A form that an application has sent, and which one that was. */
export interface ClientRequest extends AuthenticatedClient {
  readonly parameters: Parameters;
}

/** @throws {OauthRefusal} The form is malformed, or the application is not who it says. */
export async function clientRequest(c: Context, { applications, store }: Domain): Promise<ClientRequest> {
  const parameters = new Parameters(await readForm(c.env.incoming));
  store.generation.assertCurrent();
  parameters.assertSingle();
  const { application, isAuthenticated } = authenticateClient(applications, c.req.header('authorization'), parameters);
  return { parameters, application, isAuthenticated };
}

/** Where applications get tokens. */
export function mountTokenEndpoint(routes: RouteTable, domain: Domain, protocol: TokenProtocol): void {
  const handle = refusing(async (c) => {
    const request = await clientRequest(c, domain);
    const type = grantTypeOf(request.parameters.require('grant_type'));
    assertGrantType(request.application, type);
    const tokens = await GRANTS[type](c, domain, protocol, request);
    c.header('pragma', 'no-cache');
    return c.json(tokenAnswer(tokens, domain.settings().misbehave));
  });
  routes.on('POST', `/${protocol}/token`, handle);
}

type Exchange = (
  c: Context,
  domain: Domain,
  protocol: TokenProtocol,
  request: ClientRequest,
) => TokenSet | Promise<TokenSet>;

const GRANTS: Readonly<Record<GrantType, Exchange>> = {
  authorization_code: (c, { grants }, protocol, { application, isAuthenticated, parameters }) =>
    grants.redeem(
      parameters.require('code'),
      {
        protocol,
        applicationId: application.id,
        redirectUri: parameters.require('redirect_uri'),
        codeVerifier: parameters.get('code_verifier'),
        isAuthenticated,
      },
      originOf(c, application.id),
    ),
  refresh_token: (_, { grants }, protocol, { application, parameters }) =>
    grants.refresh(
      parameters.require('refresh_token'),
      { protocol, applicationId: application.id },
      parameters.words('scope'),
    ),
  client_credentials: (_, { grants }, protocol, { application, isAuthenticated, parameters }) => {
    if (!isAuthenticated) throw new OauthRefusal('invalid_client', 'The client has to show its secret');
    // There is no user whose identity could be told, and nobody who could be away.
    const scopes = (parameters.words('scope') ?? []).filter((scope) => !isScopeOfUsers(scope));
    return grants.issueToApplication({ protocol, applicationId: application.id }, scopes);
  },
  'http://authing.cn/oidc/grant_type/authing_token': async (c, domain, protocol, { application, parameters }) => {
    const { grants, sessions, store } = domain;
    const redirectUri = parameters.get('redirect_uri');
    if (redirectUri !== undefined && !isRegistered(oauthRightsOf(application).redirectUris, redirectUri)) {
      throw new OauthRefusal('invalid_grant', 'redirect_uri is not registered for the application');
    }
    const { account, session, token } = await sessions.authenticate(parameters.require('token'), application.id);
    const unknown = { authenticatedAt: token.issuedAt * 1_000, methods: [] };
    const authentication = store.grants.get(session.id)?.authentication ?? unknown;
    const scopes = knownScopes(parameters.words('scope'), protocol);
    const asker = { protocol, applicationId: application.id, scopes, authentication };
    return grants.exchange(account, asker, originOf(c, application.id));
  },
};

/** Of the scopes that were asked for, those that there are. */
export function knownScopes(wanted: readonly string[] | undefined, protocol: TokenProtocol): readonly string[] {
  const [least] = protocol === 'oidc' ? ['openid'] : ['user'];
  return (wanted ?? [least]).filter(isScopeOfUsers);
}

function isScopeOfUsers(scope: string): boolean {
  return SCOPES.some((known) => known === scope);
}

function grantTypeOf(text: string): GrantType {
  const type = GRANT_TYPES.find((each) => each === text);
  if (type === undefined) throw new OauthRefusal('unsupported_grant_type', 'There is no such grant');
  return type;
}

/** As JSON leaves out what is undefined. */
function tokenAnswer(set: TokenSet, misbehave: readonly Misbehavior[]): Readonly<Record<string, unknown>> {
  const has = (flaw: Misbehavior): boolean => misbehave.includes(flaw);
  return {
    access_token: has('token-without-access-token') ? undefined : set.accessToken,
    token_type: has('token-without-token-type') ? undefined : 'Bearer',
    expires_in: set.expiresInSeconds,
    scope: set.scopes.join(' '),
    id_token: has('token-without-id-token') ? undefined : (set.idToken ?? undefined),
    refresh_token: set.refreshToken ?? undefined,
  };
}
