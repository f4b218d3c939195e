import type { Factor, Operation } from './factor.js';
import type { RecoveryCodesCall } from './mfa-server.js';

/** Support of a server for the GoTrue style. */
export interface FactorCapabilities {
  /** Types that users can enroll. */
  readonly enroll: readonly string[];
  /** Types that a challenge can be answered with. */
  readonly verify: readonly string[];
  /** Whether a factor steps an existing session up; else it completes a pending sign-in only. */
  readonly stepUp: boolean;
  readonly recoveryCodes: readonly RecoveryCodesCall[];
}

/** Support of a server for second factors. Other operations fail with an `UnsupportedByServerError`. */
export interface MfaCapabilities {
  /** Factors that complete a pending sign-in, under the names of the Authing style. */
  readonly verify: readonly string[];
  /** Factors that users can enroll, under the same names. */
  readonly enroll: readonly string[];
  /** Whether a recovery code stands in for a factor. */
  readonly recoveryCodes: boolean;
  /** The support for `enroll`, `challenge`, `verify` and `recoveryCodes`. */
  readonly byFactor: FactorCapabilities;
}

/** The capabilities that follow from the factors. */
export function capabilitiesOf(
  factors: readonly Factor[],
  server: 'authing' | 'gotrue',
  { stepUp, hasRecoveryCodes }: { readonly stepUp: boolean; readonly hasRecoveryCodes: boolean },
): MfaCapabilities {
  const supported = factors.filter((factor) => hasRecoveryCodes || !factor[server]?.recoveryCodes);
  const byType = (operation: Operation) =>
    supported.filter((factor) => factor[server]?.byType.includes(operation)).map(({ name }) => name);
  const byId = (operation: Operation) =>
    supported.filter((factor) => factor[server]?.byId.includes(operation)).map(({ type }) => type);
  const recoveryCodes = supported.flatMap((factor) => factor[server]?.recoveryCodes ?? []);
  return {
    verify: byType('verify'),
    enroll: byType('enroll'),
    recoveryCodes: recoveryCodes.length > 0,
    byFactor: { enroll: byId('enroll'), verify: byId('verify'), stepUp, recoveryCodes },
  };
}
