import type { CredentialSource } from '@sallyport/core/http';
import { openGoTrueWire, SessionRenewal } from '@sallyport/core/sending';
import type { Lease, TokenStorage } from '@sallyport/core/storage';
import type { PortableUser } from '@sallyport/core/user';
import type { ApiSession } from '../client/client-ports.js';
import type { GoTruePorts, GoTrueSending } from './gotrue-ports.js';
import { CodeVerifiers } from './session/code-verifiers.js';
import { GoTrueTokenRenewer } from './session/gotrue-token-renewer.js';
import type { SecondFactorDemand } from './session/second-factor-demand.js';
import { GoTrueSignIn } from './sign-in/gotrue-sign-in.js';

/** Where the session of a client is kept. */
export interface SessionPlace {
  readonly key: string;
  readonly storage: TokenStorage;
  readonly lease: () => Lease | undefined;
}

/** Makes the sending half of a client. Sends nothing. */
export function openGoTrueSending(ports: GoTruePorts, { key, storage, lease }: SessionPlace): GoTrueSending {
  const { options, session, start, pendingSignIns, clock, serverClock, transport } = ports;
  const connection = { ...options, transport };
  const anonymous = openGoTrueWire(connection, { bearer: () => null }, serverClock);
  const renewal = new SessionRenewal<PortableUser>({
    session,
    renewer: new GoTrueTokenRenewer(anonymous, serverClock),
    get lease() {
      return lease();
    },
    key,
    clock,
    serverClock,
    timeoutMs: options.timeoutMs,
  });
  return {
    renewal,
    apiSession: guardedSession(renewal, pendingSignIns),
    wire: openGoTrueWire(connection, guarded(renewal, pendingSignIns), serverClock),
    unguardedWire: openGoTrueWire(connection, renewal, serverClock),
    heldWire: openGoTrueWire(connection, { bearer: () => session.current?.token ?? null }, serverClock),
    signIn: new GoTrueSignIn({ start, demand: pendingSignIns, serverClock }),
    codeVerifiers: new CodeVerifiers({
      storage,
      key: `${key}-code-verifier`,
      isUsed: options.flowType === 'pkce',
    }),
  };
}

function guarded(renewal: SessionRenewal<PortableUser>, demand: SecondFactorDemand): CredentialSource {
  return {
    async bearer(options) {
      const bearer = await renewal.bearer(options);
      demand.assertMet();
      return bearer;
    },
    async replace(refused, options) {
      const replacement = await renewal.replace(refused, options);
      if (replacement !== null) demand.assertMet(); // a renewal tells of a level that has fallen
      return replacement;
    },
  };
}

function guardedSession(renewal: SessionRenewal<PortableUser>, demand: SecondFactorDemand): ApiSession {
  return {
    async live(signal) {
      const live = await renewal.live(signal);
      demand.assertMet();
      return live;
    },
    async successorOf(refused, signal) {
      const successor = await renewal.successorOf(refused, signal);
      if (successor !== null) demand.assertMet();
      return successor;
    },
  };
}
