import type { ConfiguredServer } from '../client/create-client.js';
import type { GoTruePorts } from '../gotrue/gotrue-ports.js';
import { goTrueServer } from '../gotrue/gotrue-server.js';
import { openGoTrue } from '../gotrue/open-gotrue.js';
import { type GoTrueAuthenticationClientOptions, resolveGoTrueOptions } from '../gotrue/options/gotrue-options.js';

/** A server with GoTrue's wire, for `createClient`. */
export type GoTrueServer = ConfiguredServer<'gotrue', GoTruePorts, (typeof goTrueServer)['essentials']>;

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
