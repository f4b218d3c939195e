import type {
  GoTrueTokenAnswer,
  PortableUser,
  RequestOptions,
  ServerClock,
  Session,
  SessionRenewal,
  Wire,
} from '@sallyport/core';
import type { ChallengeRecords } from '../../domain/challenge-records.js';
import type { FactorEvents } from '../../second-factor/second-factor.js';
import type { ServerFeatures } from './server-features.js';

/** Ports of the challenges that were sent from this tab. */
export interface SentChallengesDeps {
  readonly session: Session<PortableUser>;
  readonly challenges: ChallengeRecords;
  readonly serverClock: ServerClock;
}

/** Ports of the second factors of a GoTrue server. */
export interface GoTrueMfaDeps extends SentChallengesDeps {
  readonly unguardedWire: Wire;
  readonly heldWire: Wire;
  readonly renewal: SessionRenewal<PortableUser>;
  readonly request: RequestOptions;
  readonly events: FactorEvents;
  readonly serverFeatures: ServerFeatures;
  readonly signIn: {
    /** Begins, or raises, the session of an answer. */
    begin(call: () => Promise<GoTrueTokenAnswer>): Promise<{ user: PortableUser; answer: GoTrueTokenAnswer }>;
  };
}
