import type { AuthingPorts } from '../authing/authing-ports.js';
import { authingServer } from '../authing/authing-server.js';
import { openAuthing } from '../authing/open-authing.js';
import { type AuthenticationClientOptions, resolveOptions } from '../authing/options/options.js';
import type { ConfiguredServer } from '../client/create-client.js';

/** A server with Authing's wire, for `createClient`. */
export type AuthingServer = ConfiguredServer<'authing', AuthingPorts, (typeof authingServer)['essentials']>;

/**
 * A server with Authing's wire, for `createClient`.
 *
 * @param options - Those of `AuthenticationClient`.
 * @throws {ConfigurationError} An option is missing, unknown or malformed.
 */
export function authing(options: AuthenticationClientOptions): AuthingServer {
  const resolved = resolveOptions(options);
  return { ...authingServer, name: 'authing', open: () => openAuthing(resolved) };
}
