import type { AuthingPorts } from '../authing/authing-ports.js';
import { openAuthing } from '../authing/open-authing.js';
import { type AuthenticationClientOptions, resolveOptions } from '../authing/options/options.js';
import { authingServer } from '../authing/server.js';
import type { ConfiguredServer } from '../client/create-client.js';
import type { GoTruePorts } from '../gotrue/gotrue-ports.js';
import { openGoTrue } from '../gotrue/open-gotrue.js';
import { type GoTrueAuthenticationClientOptions, resolveGoTrueOptions } from '../gotrue/options/gotrue-options.js';
import { goTrueServer } from '../gotrue/server.js';

/** A server with Authing's wire, for `createClient`. */
export type AuthingServer = ConfiguredServer<'authing', AuthingPorts, (typeof authingServer)['essentials']>;

/** A server with GoTrue's wire, for `createClient`. */
export type GoTrueServer = ConfiguredServer<'gotrue', GoTruePorts, (typeof goTrueServer)['essentials']>;

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

/**
 * A server with GoTrue's wire (Supabase Auth's), for `createClient`.
 *
 * @param options - Those of `GoTrueAuthenticationClient`.
 * @throws {ConfigurationError} An option is missing, unknown or malformed.
 */
export function gotrue(options: GoTrueAuthenticationClientOptions): GoTrueServer {
  const resolved = resolveGoTrueOptions(options);
  return { ...goTrueServer, name: 'gotrue', open: () => openGoTrue(resolved) };
}
