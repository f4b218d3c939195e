import type { Wire } from '@sallyport/core/http';
import type { PasswordEncryption, RowWire } from '@sallyport/core/sending';
import type { ClientPorts, Sending } from '../client/client-ports.js';
import type { ChallengeRecords } from '../mfa/domain/challenge-records.js';
import type { PendingSignIns } from '../mfa/domain/pending-sign-ins.js';
import type { OidcSource } from '../oidc/oidc-calls.js';
import type { ResolvedOptions } from './options/options.js';
import type { WireAs } from './session/authing-token-renewer.js';
import type { AuthingSignIn } from './sign-in/sign-in-completion.js';

/** Ports of a client of an Authing server that exist from its construction on. */
export interface AuthingPorts extends ClientPorts<AuthingSending> {
  readonly options: ResolvedOptions;
  /** Sets two clients on one origin apart. */
  readonly identity: readonly (string | undefined)[];
  readonly pendingSignIns: PendingSignIns;
  /** Challenges of second factors that the client itself has made. */
  readonly challenges: ChallengeRecords;
  readonly oidc: OidcSource;
}

/** The sending half of a client of an Authing server. */
export interface AuthingSending extends Sending {
  readonly wire: Wire;
  /** For calls without a user: they carry the session's token while it is valid, and never have it renewed. */
  readonly publicWire: Wire;
  /** Makes wires with other credentials than the session's. It has none itself. */
  readonly baseWire: RowWire;
  readonly wireAs: WireAs;
  /** Without a bearer: for an identity provider elsewhere. */
  readonly providerWire: Wire;
  readonly passwords: PasswordEncryption;
  readonly signIn: AuthingSignIn;
}
