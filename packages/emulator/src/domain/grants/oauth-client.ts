import type { Application, GrantType, OauthRights } from '../applications/application.types.js';
import { CLIENT_AUTHENTICATIONS, GRANT_TYPES } from '../applications/application.types.js';
import { OauthRefusal } from './oauth-refusal.js';

const LOOPBACK_NAMES = ['127.0.0.1', 'localhost', '[::1]'];
const DEVELOPMENT_URIS = LOOPBACK_NAMES.flatMap((host) => [`http://${host}/`, `http://${host}/callback`]);

/** What an application may do, with the defaults of what nobody said. */
export function oauthRightsOf(application: Application): Required<OauthRights> {
  const { redirectUris = DEVELOPMENT_URIS, logoutRedirectUris = redirectUris } = application;
  const { grantTypes = GRANT_TYPES, clientAuthentications = CLIENT_AUTHENTICATIONS } = application;
  return { redirectUris, logoutRedirectUris, grantTypes, clientAuthentications };
}

/** Whether the application cannot keep a secret (RFC 6749, 2.1). */
export function isPublicClient(application: Application): boolean {
  return oauthRightsOf(application).clientAuthentications.every((each) => each === 'none');
}

/** @throws {OauthRefusal} The application may not have tokens for this. */
export function assertGrantType(application: Application, type: GrantType): void {
  if (oauthRightsOf(application).grantTypes.includes(type)) return;
  throw new OauthRefusal('unauthorized_client', 'The client may not use this grant');
}

/**
 * Whether an address is one of those that were registered: character by character, but for the port on this machine,
 * which programs choose when they start.
 *
 * @see RFC 9700, 2.1; RFC 8252, 7.3
 */
export function isRegistered(registered: readonly string[], given: string): boolean {
  return registered.some((uri) => uri === given || withoutPort(uri) === withoutPort(given));
}

// What is left to compare stays as it was written: a parser would take two spellings for one.
function withoutPort(uri: string): string {
  const [, origin, rest] = /^(http:\/\/(?:127\.0\.0\.1|localhost|\[::1\]))(?::\d{1,5})?(\/[^#]*)$/.exec(uri) ?? [];
  return origin === undefined || !URL.canParse(uri) ? `exact ${uri}` : `${origin}${rest}`;
}
