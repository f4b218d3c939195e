import type { Account } from '../accounts/account.types.js';
import type { MfaPolicy } from '../applications/application.types.js';
import { Refusal } from '../refusal.js';

interface Demand {
  readonly account: Account;
  readonly mfaToken: string;
  readonly offered: readonly MfaPolicy[];
  /** Whether the user's own authenticator asks for it, and not the application. */
  readonly isPersonal: boolean;
  readonly totpEnabled: boolean;
  readonly faceEnabled: boolean;
}

/** The first factor was right, a second one is due. */
export class MfaDemand extends Refusal {
  readonly demand: Demand;

  constructor(demand: Demand) {
    super(
      demand.isPersonal ? 'personal-mfa-required' : 'application-mfa-required',
      demand.isPersonal ? 'The second factor is needed' : 'The application demands a second factor',
    );
    this.demand = demand;
  }
}
