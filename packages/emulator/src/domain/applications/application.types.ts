/** The second factors that an application can demand. */
export const MFA_POLICIES = ['SMS', 'EMAIL', 'OTP', 'FACE'] as const;
/** A second factor that an application can demand: a code by SMS or by email, an authenticator app's, or a face. */
export type MfaPolicy = (typeof MFA_POLICIES)[number];

/** Software that signs users in. */
export interface Application {
  readonly id: string;
  readonly name: string;
  readonly secret: string;
  readonly description: string;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  /** The second factors on offer, in this order; none are demanded when it is empty. */
  readonly applicationMfa: readonly MfaPolicy[];
}
