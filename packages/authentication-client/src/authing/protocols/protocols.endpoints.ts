import { rest } from '@sallyport/core/endpoints';
import type { Cas20ValidationFailureResult, Cas20ValidationSuccessResult, TrackedSession } from './protocols.types.js';

/** The fields of a form; one that is `undefined` is left out. */
export type Form = Readonly<Record<string, string | undefined>>;

type AuthorizationHeader = string | undefined;

// Who calls is in the form, or in a header of its own: these endpoints know nothing of the client's session.
const endpointsOf = (protocol: 'oidc' | 'oauth') => ({
  token: rest(`POST /${protocol}/token` as const, { credential: 'none', sends: 'form', receives: 'body' })
    .accepts((body: Form, authorization?: AuthorizationHeader) => ({ body, headers: { authorization } }))
    // biome-ignore lint/suspicious/noExplicitAny: the vendor types the answer so, and code written for it has to compile
    .returns<any>(),

  userInfo: rest(`GET /${protocol}/me` as const, { credential: 'none', receives: 'body' })
    .accepts((authorization: string) => ({ headers: { authorization } }))
    // biome-ignore lint/suspicious/noExplicitAny: as above
    .returns<any>(),

  postUserInfo: rest(`POST /${protocol}/me` as const, {
    credential: 'none',
    sends: 'form',
    receives: 'body',
    idempotent: true,
  })
    .accepts((body: Form | undefined, authorization?: AuthorizationHeader) => ({ body, headers: { authorization } }))
    // biome-ignore lint/suspicious/noExplicitAny: as above
    .returns<any>(),

  introspect: rest(`POST /${protocol}/token/introspection` as const, {
    credential: 'none',
    sends: 'form',
    receives: 'body',
    idempotent: true,
  })
    .accepts((body: Form, authorization?: AuthorizationHeader) => ({ body, headers: { authorization } }))
    // biome-ignore lint/suspicious/noExplicitAny: as above
    .returns<any>(),

  // RFC 7009 section 2.2: the body of the answer says nothing, and may be empty.
  revoke: rest(`POST /${protocol}/token/revocation` as const, {
    credential: 'none',
    sends: 'form',
    receives: 'text',
    idempotent: true,
  })
    .accepts((body: Form, authorization?: AuthorizationHeader) => ({ body, headers: { authorization } }))
    .returns<string>()
    .maps((text) => !isRefusal(text)),
});

/** OpenID Connect. */
export const oidcEndpoints = endpointsOf('oidc');

/** OAuth 2. */
export const oauthEndpoints = endpointsOf('oauth');

/** CAS, and the session of the server itself. */
export const casEndpoints = {
  validate: rest('GET /cas-idp/{client.appId}/validate', { credential: 'none', receives: 'text', idempotent: false })
    .accepts((service: string, ticket: string) => ({ query: { service, ticket } }))
    .returns<string>()
    .maps((text) => text.split('\n')[0]?.trim() === 'yes'),

  serviceValidate: rest('GET /cas-idp/{client.appId}/serviceValidate', {
    credential: 'none',
    receives: 'body',
    idempotent: false, // a ticket is good for one call
  })
    .accepts((service: string, ticket: string) => ({ query: { service, ticket, format: 'JSON' } }))
    .returns<Cas20ValidationSuccessResult | Cas20ValidationFailureResult>(),

  serviceValidateXml: rest('GET /cas-idp/{client.appId}/serviceValidate', {
    credential: 'none',
    receives: 'text',
    idempotent: false,
  })
    .accepts((service: string, ticket: string) => ({ query: { service, ticket, format: 'XML' } }))
    .returns<string>(),

  /**
   * Asks who is signed in at the server, by its cookies.
   *
   * @returns `null` where nobody is.
   */
  trackSession: rest('GET /cas/session', { credential: 'none', receives: 'text' })
    .returns<string>()
    .maps((text): TrackedSession | null => (text === '' ? null : JSON.parse(text))),
};

// Some servers refuse with a good status.
function isRefusal(text: string): boolean {
  const { code, error } = parse(text);
  return error !== undefined || (code !== undefined && code !== 200);
}

function parse(text: string): { readonly code?: unknown; readonly error?: unknown } {
  try {
    return Object(JSON.parse(text));
  } catch {
    return {};
  }
}
