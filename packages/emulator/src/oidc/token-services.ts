import type { Domain } from '../domain/create-domain.js';
import { OauthRefusal } from '../domain/grants/oauth-refusal.js';
import { claimsOfScopes } from '../domain/grants/scope-claims.js';
import type { Context } from '../http/context.js';
import { readForm } from '../http/form-body.js';
import type { RouteTable } from '../http/route-table.js';
import { assertAuthenticated } from './client-authentication.js';
import { refusing } from './oauth-answers.js';
import { clientRequest, type TokenProtocol } from './token-endpoint.js';

/** What can be asked of a token, and how it is taken back. */
export function mountTokenServices(
  routes: RouteTable,
  domain: Domain,
  { protocol, issuer }: { readonly protocol: TokenProtocol; readonly issuer: () => string },
): void {
  const introspect = refusing(async (c) => {
    const request = await clientRequest(c, domain);
    assertAuthenticated(request);
    const { parameters, application } = request;
    return c.json(await statusOf(domain, parameters.require('token'), application.id, { protocol, issuer }));
  });
  routes.on('POST', `/${protocol}/token/introspection`, introspect);

  const revoke = refusing(async (c) => {
    const { parameters, application } = await clientRequest(c, domain);
    const asker = { protocol, applicationId: application.id };
    await domain.grants.revoke(parameters.require('token'), asker).catch((error: unknown) => {
      // A token that is none any more is what was asked for (RFC 7009, 2.2).
      if (!(error instanceof OauthRefusal)) throw error;
    });
    return c.body(null, 200);
  });
  routes.on('POST', `/${protocol}/token/revocation`, revoke);

  const tell = refusing(async (c) => c.json(await userInfo(domain, await bearerOf(c), protocol)));
  routes.on('GET', `/${protocol}/me`, tell);
  routes.on('POST', `/${protocol}/me`, tell);
}

interface Place {
  readonly protocol: TokenProtocol;
  readonly issuer: () => string;
}

/** What an application may know of a token: that of another one is as good as none (RFC 7662, 2.2). */
async function statusOf({ grants }: Domain, secret: string, applicationId: string, { protocol, issuer }: Place) {
  const refresh = grants.findRefreshToken(secret);
  if (refresh) {
    const { token, grant } = refresh;
    if (grant.protocol !== protocol || grant.applicationId !== applicationId) return { active: false };
    return {
      active: true,
      token_type: 'refresh_token',
      client_id: applicationId,
      sub: grant.userId,
      scope: grant.scopes.join(' '),
      iat: Math.floor(token.issuedAt / 1_000),
      exp: Math.floor(token.expiresAt / 1_000),
      iss: issuer(),
    };
  }
  const access = await grants.readAccess(secret, protocol).catch((error: unknown) => {
    if (error instanceof OauthRefusal) return null;
    throw error;
  });
  if (access?.claims.aud !== applicationId) return { active: false };
  const { sub, aud, scope, jti, iat, exp, iss } = access.claims;
  return { active: true, token_type: 'Bearer', client_id: applicationId, sub, aud, scope, jti, iat, exp, iss };
}

async function userInfo(domain: Domain, token: string, protocol: TokenProtocol) {
  const { claims, holder } = await domain.grants.readAccess(token, protocol);
  const scopes = String(claims.scope).split(' ');
  const needed = protocol === 'oidc' ? 'openid' : 'user';
  if (!holder || !scopes.includes(needed)) {
    throw new OauthRefusal('insufficient_scope', `The token lacks the scope ${needed}`);
  }
  const { account } = holder;
  const isWrong = domain.settings().misbehave.includes('userinfo-wrong-sub');
  const wide = protocol === 'oidc' ? scopes : ['profile', 'email', 'phone', 'address'];
  return { ...claimsOfScopes(account, wide), sub: isWrong ? 'somebody-else' : account.id };
}

/** @throws {OauthRefusal} There is no token. */
async function bearerOf(c: Context): Promise<string> {
  const fromHeader = /^Bearer +([^\s]+)$/i.exec(c.req.header('authorization') ?? '')?.[1];
  if (fromHeader !== undefined) return fromHeader;
  const isForm = c.req.method === 'POST' && c.req.header('content-type') !== undefined;
  // Never from the query: addresses end up in logs and histories (RFC 9700, 4.3.2).
  const token = isForm ? (await readForm(c.env.incoming)).get('access_token') : null;
  if (token) return token;
  throw new OauthRefusal('invalid_token', 'There is no token');
}
