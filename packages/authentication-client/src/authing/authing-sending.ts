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

/** The part of a sending half that all sessions with one server share. */
export type AuthingRoute = Pick<AuthingSending, 'baseWire' | 'providerWire'>;

/** Makes the part that all sessions share. Sends nothing. */
export function openAuthingRoute({ options, transport, serverClock }: AuthingPorts): AuthingRoute {
  const connection = { ...options, transport };
  const settings = { withCredentials: options.withCredentials, serverClock };
  const baseWire = openWire(connection, { bearer: () => null }, settings);
  return {
    baseWire,
    providerWire: openProviderWire(connection, serverClock),
  };
}

/** Makes the sending half of a client. Sends nothing. */
export function openAuthingSending(
  ports: AuthingPorts,
  { baseWire, providerWire }: AuthingRoute,
  { key, lease }: { readonly key: string; readonly lease: () => Lease | undefined },
): AuthingSending {
  const { options, session, serverClock, clock, oidc } = ports;
  const wireAs: WireAs = (bearer) => baseWire.as({ bearer: () => bearer });
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
  const publicWire = baseWire.as({ bearer: () => validToken(session) });
  return {
    renewal,
    apiSession: renewal,
    baseWire,
    wireAs,
    wire: baseWire.as(renewal),
    publicWire,
    providerWire,
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
