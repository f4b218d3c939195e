import { encodeBase64, encodeUtf8 } from '@sallyport/core/crypto';
import { refuseOption } from '@sallyport/core/validation';
import type { ClientAuthMethod } from '../options/options.js';
import type { Form } from './protocols.endpoints.js';

/** How a request says which client it comes from, and proves it. */
export interface ClientAuthentication {
  readonly fields: Form;
  readonly authorization?: string;
  /** What no error may show. */
  readonly secrets: readonly string[];
}

/**
 * Writes the credentials of a client the way its server wants them.
 *
 * @throws {ConfigurationError} They are not all there.
 * @see RFC 6749 section 2.3.1
 */
export function authenticateClient(
  method: ClientAuthMethod,
  { appId, secret }: { readonly appId: string | undefined; readonly secret: string | undefined },
): ClientAuthentication {
  if (appId === undefined) refuseOption('appId', 'is missing', 'Pass appId: the protocol names clients by it.');
  if (method === 'none') return { fields: { client_id: appId }, secrets: [] };
  if (secret === undefined) {
    refuseOption('secret', 'is missing', 'Pass it on a server; a page proves itself by PKCE, with the method "none".');
  }
  if (method === 'client_secret_post')
    return { fields: { client_id: appId, client_secret: secret }, secrets: [secret] };
  return {
    fields: {},
    authorization: `Basic ${encodeBase64(encodeUtf8(`${formEncoded(appId)}:${formEncoded(secret)}`))}`,
    secrets: [secret],
  };
}

// Colons and what is not ASCII would be read wrongly otherwise.
function formEncoded(value: string): string {
  return new URLSearchParams([['', value]]).toString().slice(1);
}
