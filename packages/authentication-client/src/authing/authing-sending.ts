import type { Connection } from '@sallyport/core/authing';
import type { ServerClock } from '@sallyport/core/clock';
import type { Wire } from '@sallyport/core/http';
import { AuthingWire, openWire, PasswordEncryption, SessionRenewal } from '@sallyport/core/sending';
import type { Session } from '@sallyport/core/session';
import type { Lease } from '@sallyport/core/storage';
import type { User } from '@sallyport/core/user';
import type { AuthingPorts, AuthingSending } from './authing-ports.js';
import { continuationFromAuthing } from './mfa/authing-continuation.js';
import { AuthingTokenRenewer, type WireAs } from './session/authing-token-renewer.js';
import { AuthingSignIn } from './sign-in/sign-in-completion.js';

/** Makes the sending half of a client. Sends nothing. */
export function openAuthingSending(
  ports: AuthingPorts,
  { key, lease }: { readonly key: string; readonly lease: () => Lease | undefined },
): AuthingSending {
  const { options, session, serverClock, clock, oidc, transport } = ports;
  const connection = { ...options, transport };
  const settings = { withCredentials: options.withCredentials, serverClock };
  const wireAs: WireAs = (bearer) => openWire(connection, { bearer: () => bearer }, settings);
  const renewal = new SessionRenewal<User>({
    session,
    renewer: new AuthingTokenRenewer(wireAs, options, serverClock, () => oidc.load()),
    get lease() {
      return lease();
    },
    key,
    clock,
    serverClock,
    timeoutMs: options.timeoutMs,
  });
  const publicWire = openWire(connection, { bearer: () => validToken(session) }, settings);
  return {
    renewal,
    apiSession: renewal,
    wireAs,
    wire: openWire(connection, renewal, settings),
    publicWire,
    providerWire: openProviderWire(connection, serverClock),
    passwords: new PasswordEncryption(publicWire, options),
    signIn: new AuthingSignIn(ports, continuationFromAuthing),
  };
}

// An identity provider gets neither cookies nor headers of the vendor's: the CORS rules of other servers refuse them.
function openProviderWire(connection: Connection, serverClock: ServerClock): Wire {
  const credentials = { bearer: () => null };
  return new AuthingWire({
    ...connection,
    serverClock,
    credentials,
    headers: {},
    clientValues: {},
    withCredentials: false,
  });
}

// A session that has ended keeps no user from the next sign-in, whatever became of its renewal.
async function validToken(session: Session<User>): Promise<string | null> {
  await session.ready();
  const { current } = session;
  return current && !session.isOver(current) ? current.token : null;
}
