import type { Wire } from '@sallyport/core/http';
import type { SessionRenewal } from '@sallyport/core/sending';
import type { Session } from '@sallyport/core/session';
import type { PortableUser } from '@sallyport/core/user';
import type { ClientPorts, Sending } from '../client/client-ports.js';
import type { ChallengeRecords } from '../mfa/domain/challenge-records.js';
import type { ServerFeatures } from './mfa/server-features.js';
import type { ResolvedGoTrueOptions } from './options/gotrue-options.js';
import type { CodeVerifiers } from './session/code-verifiers.js';
import type { SecondFactorDemand } from './session/second-factor-demand.js';
import type { GoTrueSignIn } from './sign-in/gotrue-sign-in.js';

/** Ports of a client of a GoTrue server that exist from its construction on. */
export interface GoTruePorts extends ClientPorts<GoTrueSending> {
  readonly options: ResolvedGoTrueOptions;
  readonly session: Session<PortableUser>;
  readonly pendingSignIns: SecondFactorDemand;
  /** Of this tab alone. */
  readonly challenges: ChallengeRecords;
  readonly serverFeatures: ServerFeatures;
}

/** The sending half of a client of a GoTrue server. */
export interface GoTrueSending extends Sending {
  readonly renewal: SessionRenewal<PortableUser>;
  /** Refuses while a second factor is required. */
  readonly wire: Wire;
  /** For calls that work while one is required. */
  readonly unguardedWire: Wire;
  /** For calls that hold renewals back: takes the session's token as it is. */
  readonly heldWire: Wire;
  readonly signIn: GoTrueSignIn;
  readonly codeVerifiers: CodeVerifiers;
}
