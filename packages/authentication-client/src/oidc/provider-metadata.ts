import { InvalidResponseError, IssuerMismatchError } from '@sallyport/core/errors';
import { isLoopback } from '@sallyport/core/validation';

/** What a server says of its endpoints (OpenID Connect Discovery section 3). */
export interface ProviderMetadata {
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
  readonly jwksUri: string;
  readonly endSessionEndpoint: string | null;
  readonly revocationEndpoint: string | null;
  /** Whether each answer of the sign-in page names its issuer (RFC 9207 section 3). */
  readonly namesIssuer: boolean;
}

/**
 * Reads a discovery document.
 *
 * @param issuer - Whom it must be of, character by character.
 * @throws {IssuerMismatchError} It is somebody else's.
 * @throws {InvalidResponseError} An endpoint is missing, or would be called in clear.
 */
export function parseProviderMetadata(document: unknown, issuer: string, allowHttp: boolean): ProviderMetadata {
  const said = { ...(document as Readonly<Record<string, unknown>> | null) }; // each member is looked at
  if (said.issuer !== issuer) {
    throw new IssuerMismatchError({
      message: 'The discovery document is of another issuer than the one that is configured',
      remedy: 'Set the option issuer to the issuer as the server writes it, to the last slash.',
    });
  }
  const optional = (name: string): string | null => (said[name] === undefined ? null : required(name));
  const required = (name: string): string => endpoint(name, said[name], allowHttp);
  return Object.freeze({
    authorizationEndpoint: required('authorization_endpoint'),
    tokenEndpoint: required('token_endpoint'),
    jwksUri: required('jwks_uri'),
    endSessionEndpoint: optional('end_session_endpoint'),
    revocationEndpoint: optional('revocation_endpoint'),
    namesIssuer: said.authorization_response_iss_parameter_supported === true,
  });
}

function endpoint(name: string, value: unknown, allowHttp: boolean): string {
  const url = typeof value === 'string' && URL.canParse(value) ? new URL(value) : null;
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && (allowHttp || isLoopback(url.hostname)));
  if (url && isSafe && !url.username && !url.password && !url.hash) return url.href;
  throw new InvalidResponseError({
    message: `The discovery document has no ${name} that could be used: an https address`,
    remedy: 'Check the address of the issuer.',
  });
}
