import type { ServerClock } from '../clock/index.js';
import type { CredentialSource } from '../http/wire.js';
import type { GoTrueConnection } from './gotrue-connection.js';
import { GoTrueWire } from './gotrue-wire.js';

/** Makes the wire of a connection. Sends nothing. */
export function openGoTrueWire(
  connection: GoTrueConnection,
  credentials: CredentialSource,
  serverClock?: ServerClock,
): GoTrueWire {
  // The wire's credentials are in headers alone: a cookie has no business there.
  return new GoTrueWire({ ...connection, credentials, serverClock, withCredentials: false });
}
