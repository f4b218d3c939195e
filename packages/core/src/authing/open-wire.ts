import type { ServerClock } from '../clock/index.js';
import type { CredentialSource } from '../http/wire.js';
import { AuthingWire } from './authing-wire.js';
import type { Connection } from './connection.js';

/** Makes the wire of a connection. Sends nothing. */
export function openWire(
  connection: Connection,
  credentials: CredentialSource,
  settings: { readonly withCredentials: boolean; readonly serverClock?: ServerClock },
): AuthingWire {
  const { appId, userPoolId, headers } = connection;
  return new AuthingWire({
    ...connection,
    ...settings,
    credentials,
    headers: headers.values,
    clientValues: { appId, userPoolId },
  });
}
