import { CLIENT_AUTHENTICATIONS, GRANT_TYPES } from '../domain/applications/application.types.js';
import type { Domain } from '../domain/create-domain.js';
import { WRONG_ISSUER } from '../domain/grants/misbehavior.js';
import { SCOPES } from '../domain/grants/scope-claims.js';
import { TOKEN_ALGORITHMS } from '../domain/settings/settings.js';

/**
 * What the server can do, for clients that ask.
 *
 * @see OpenID Connect Discovery 1.0, 3; RFC 8414, 2
 */
export function discoveryOf(issuer: string, { settings }: Domain): Readonly<Record<string, unknown>> {
  const isWrong = settings().misbehave.includes('discovery-wrong-issuer');
  return {
    issuer: isWrong ? WRONG_ISSUER : issuer,
    authorization_endpoint: `${issuer}/auth`,
    token_endpoint: `${issuer}/token`,
    userinfo_endpoint: `${issuer}/me`,
    jwks_uri: `${issuer}/.well-known/jwks.json`,
    introspection_endpoint: `${issuer}/token/introspection`,
    revocation_endpoint: `${issuer}/token/revocation`,
    end_session_endpoint: `${issuer}/session/end`,
    scopes_supported: SCOPES.filter((scope) => scope !== 'user'),
    response_types_supported: ['code'],
    response_modes_supported: ['query', 'fragment'],
    grant_types_supported: GRANT_TYPES,
    code_challenge_methods_supported: ['S256'],
    token_endpoint_auth_methods_supported: CLIENT_AUTHENTICATIONS,
    introspection_endpoint_auth_methods_supported: CLIENT_AUTHENTICATIONS,
    revocation_endpoint_auth_methods_supported: CLIENT_AUTHENTICATIONS,
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: TOKEN_ALGORITHMS,
    authorization_response_iss_parameter_supported: true,
    request_parameter_supported: false,
    request_uri_parameter_supported: false,
    claims_parameter_supported: false,
    claims_supported: CLAIMS,
  };
}

const CLAIMS = (
  'sub iss aud exp iat auth_time nonce amr at_hash sid name nickname given_name family_name middle_name ' +
  'preferred_username profile picture website gender birthdate zoneinfo locale updated_at email ' +
  'email_verified phone_number phone_number_verified address'
).split(' ');
