import { CLIENT_AUTHENTICATIONS, type ClientAuthentication } from '../../domain/applications/application.types.js';
import {
  CLIENT_GRANT_TYPES,
  type ClientGrantType,
  type ClientRegistration,
} from '../../domain/registered-clients/registered-client.types.js';
import { isPublic } from '../../domain/registered-clients/registered-clients.js';
import type { JsonObject } from '../../http/json-body.js';
import { invalid } from '../gotrue-refusal.js';
import { textOf, textsOf } from '../request-body.js';

const MAX_REDIRECT_URIS = 10;
const MAX_NAME_BYTES = 1_024;
const MAX_URI_BYTES = 2_048;
const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '[::1]'];
// What browsers run, or read from the machine itself.
const DANGEROUS_SCHEMES = ['javascript:', 'data:', 'file:', 'vbscript:', 'about:', 'blob:'];

/**
 * What an administrator says of a client that is to be.
 *
 * @throws {GotrueRefusal} Something of it cannot be.
 */
export function registrationOf(body: JsonObject): ClientRegistration {
  const redirectUris = redirectUrisOf(textsOf(body, 'redirect_uris') ?? []);
  const grantTypes = textsOf(body, 'grant_types') ?? [];
  return {
    redirectUris,
    grantTypes: grantTypes.length === 0 ? CLIENT_GRANT_TYPES : grantTypesOf(grantTypes),
    name: nameOf(body),
    uri: uriOf(body, 'client_uri'),
    logoUri: uriOf(body, 'logo_uri'),
    authentication: newAuthenticationOf(body),
  };
}

/**
 * What an administrator changes of a client. What is left out stays as it is; an empty text takes a name or an address
 * away.
 *
 * @throws {GotrueRefusal} Something of it cannot be, or there is nothing.
 */
export function registrationChangeOf(body: JsonObject, client: ClientRegistration): Partial<ClientRegistration> {
  const isGiven = (name: string): boolean => body[name] !== undefined && body[name] !== null;
  const change: Partial<ClientRegistration> = {
    ...(isGiven('redirect_uris') ? { redirectUris: redirectUrisOf(textsOf(body, 'redirect_uris') ?? []) } : {}),
    ...(isGiven('grant_types') ? { grantTypes: grantTypesOf(textsOf(body, 'grant_types') ?? []) } : {}),
    ...(isGiven('client_name') ? { name: nameOf(body) } : {}),
    ...(isGiven('client_uri') ? { uri: uriOf(body, 'client_uri') } : {}),
    ...(isGiven('logo_uri') ? { logoUri: uriOf(body, 'logo_uri') } : {}),
    ...(isGiven('token_endpoint_auth_method') ? { authentication: changedAuthenticationOf(body, client) } : {}),
  };
  if (Object.keys(change).length === 0) throw invalid('No fields provided for update');
  return change;
}

function redirectUrisOf(uris: readonly string[]): readonly string[] {
  if (uris.length === 0) throw invalid('redirect_uris is required');
  if (uris.length > MAX_REDIRECT_URIS) throw invalid(`redirect_uris cannot exceed ${MAX_REDIRECT_URIS} items`);
  for (const uri of uris) assertRedirectUri(uri);
  return uris;
}

/** Apps have schemes of their own; of the common ones, `http` is for this machine alone (RFC 8252, 7). */
function assertRedirectUri(uri: string): void {
  const wrong = (why: string) => invalid(`invalid redirect_uri ${JSON.stringify(uri)}: ${why}`);
  if (!URL.canParse(uri) || /[\s\\]/.test(uri)) throw wrong('it is no absolute address');
  const { protocol, hostname, hash } = new URL(uri);
  if (DANGEROUS_SCHEMES.includes(protocol)) throw wrong('its scheme is not allowed');
  if (hostname === '') throw wrong('it has no host');
  if (protocol === 'http:' && !LOOPBACK_NAMES.includes(hostname)) throw wrong('http is for localhost only');
  if (hash !== '') throw wrong('it has a fragment');
}

function grantTypesOf(texts: readonly string[]): readonly ClientGrantType[] {
  const known = CLIENT_GRANT_TYPES.filter((type) => texts.includes(type));
  if (known.length > 0 && texts.every((text) => known.some((type) => type === text))) return known;
  throw invalid(`grant_types has to be some of ${CLIENT_GRANT_TYPES.join(', ')}`);
}

function nameOf(body: JsonObject): string {
  const name = textOf(body, 'client_name');
  if (Buffer.byteLength(name) <= MAX_NAME_BYTES) return name;
  throw invalid(`client_name cannot exceed ${MAX_NAME_BYTES} characters`);
}

function uriOf(body: JsonObject, member: 'client_uri' | 'logo_uri'): string {
  const uri = textOf(body, member);
  if (Buffer.byteLength(uri) > MAX_URI_BYTES) throw invalid(`${member} cannot exceed ${MAX_URI_BYTES} characters`);
  if (uri === '' || uri.startsWith('/') || URL.canParse(uri)) return uri;
  throw invalid(`${member} must be a valid URL`);
}

/** A public client has no way to show that it is itself; the kind follows from the way, or the way from the kind. */
function newAuthenticationOf(body: JsonObject): ClientAuthentication {
  const type = textOf(body, 'client_type');
  if (!['', 'public', 'confidential'].includes(type)) throw invalid('client_type must be public or confidential');
  const given = textOf(body, 'token_endpoint_auth_method');
  if (given === '') return type === 'public' ? 'none' : 'client_secret_basic';
  const authentication = authenticationOf(given);
  if (type === '' || clientTypeOf({ authentication }) === type) return authentication;
  throw invalid(`token_endpoint_auth_method ${authentication} is none of a client that is ${type}`);
}

/** What kind of client it is stays as it was when it was registered. */
function changedAuthenticationOf(body: JsonObject, client: ClientRegistration): ClientAuthentication {
  const authentication = authenticationOf(textOf(body, 'token_endpoint_auth_method'));
  if (isPublic({ authentication }) === isPublic(client)) return authentication;
  throw invalid(`token_endpoint_auth_method ${authentication} is none of a client that is ${clientTypeOf(client)}`);
}

function authenticationOf(text: string): ClientAuthentication {
  const known = CLIENT_AUTHENTICATIONS.find((each) => each === text);
  if (known) return known;
  throw invalid(`token_endpoint_auth_method must be one of ${CLIENT_AUTHENTICATIONS.join(', ')}`);
}

/** Whether a client can keep a secret, in the wire's words. */
export function clientTypeOf(client: Pick<ClientRegistration, 'authentication'>): 'public' | 'confidential' {
  return isPublic(client) ? 'public' : 'confidential';
}
