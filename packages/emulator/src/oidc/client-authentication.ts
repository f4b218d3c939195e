import type { Application, ClientAuthentication } from '../domain/applications/application.types.js';
import type { Applications } from '../domain/applications/applications.js';
import { isPublicClient, oauthRightsOf } from '../domain/grants/oauth-client.js';
import { OauthRefusal } from '../domain/grants/oauth-refusal.js';
import { isSameSecret } from '../domain/opaque-token.js';
import type { Parameters } from './parameters.js';

/** An application at a token endpoint. */
export interface AuthenticatedClient {
  readonly application: Application;
  /** Whether it has shown its secret; without that, anybody could have said its name. */
  readonly isAuthenticated: boolean;
}

/**
 * Makes sure that a client which has a secret has shown it.
 *
 * @throws {OauthRefusal} It has only said its name, as any caller can.
 * @see RFC 7662, 2.1
 */
export function assertAuthenticated({ application, isAuthenticated }: AuthenticatedClient): void {
  if (isAuthenticated || isPublicClient(application)) return;
  throw new OauthRefusal('invalid_client', 'The client has a secret and must show it');
}

interface Claimed {
  readonly id: string;
  readonly secret: string | undefined;
  readonly method: ClientAuthentication;
}

/**
 * Finds out which application calls.
 *
 * @throws {OauthRefusal} It is none, or its secret is wrong, or it may not show it this way.
 * @see RFC 6749, 2.3
 */
export function authenticateClient(
  applications: Applications,
  authorization: string | undefined,
  parameters: Parameters,
): AuthenticatedClient {
  const { id, secret, method } = claimedBy(authorization, parameters);
  const application = applications.get(id);
  const isRight = secret === undefined || isSameSecret(secret, application?.secret ?? '');
  if (!application || !isRight) throw new OauthRefusal('invalid_client', 'The client or its secret is wrong');
  if (!oauthRightsOf(application).clientAuthentications.includes(method)) {
    throw new OauthRefusal('invalid_client', `The client may not authenticate by ${method}`);
  }
  return { application, isAuthenticated: secret !== undefined };
}

function claimedBy(authorization: string | undefined, parameters: Parameters): Claimed {
  const [id, secret] = [parameters.get('client_id'), parameters.get('client_secret')];
  const encoded = /^Basic +([A-Za-z0-9+/]+={0,2})$/i.exec(authorization ?? '')?.[1];
  if (encoded === undefined) {
    if (id === undefined) throw new OauthRefusal('invalid_client', 'The client says not who it is');
    return { id, secret, method: secret === undefined ? 'none' : 'client_secret_post' };
  }
  const basic = basicOf(encoded);
  if (secret !== undefined || (id !== undefined && id !== basic.id)) {
    throw new OauthRefusal('invalid_request', 'The client authenticates twice');
  }
  return { ...basic, method: 'client_secret_basic' };
}

// Both halves are encoded as in a form before they are put together.
function basicOf(encoded: string): { readonly id: string; readonly secret: string } {
  const [, id = '', secret = ''] = /^([^:]*):(.*)$/s.exec(Buffer.from(encoded, 'base64').toString()) ?? [];
  try {
    return { id: decoded(id), secret: decoded(secret) };
  } catch {
    throw new OauthRefusal('invalid_client', 'The credentials are malformed');
  }
}

function decoded(text: string): string {
  return decodeURIComponent(text.replaceAll('+', ' '));
}
