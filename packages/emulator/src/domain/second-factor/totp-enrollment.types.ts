/** Who asked for the authenticator: the user, or an application that demanded it. */
export type EnrollmentSource = 'SELF' | 'APPLICATION';

/** A user's authenticator app. */
export interface TotpEnrollment {
  /** The user's id: each has one at most. */
  readonly id: string;
  readonly enrollmentId: string;
  /** Base32. */
  readonly secret: string;
  /** Whether it was confirmed with a code; before that it proves nothing. */
  readonly enabled: boolean;
  readonly source: EnrollmentSource;
  /** As text only until it is enabled, since the user has to write it down. */
  readonly recoveryCode: string | null;
  readonly recoveryCodeHash: string;
  /** Time steps that signed in already, as far as they could be tried again. */
  readonly usedSteps: readonly number[];
  readonly createdAt: number;
  readonly updatedAt: number;
}
