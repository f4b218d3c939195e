/** What a code, or the link beside it, proves to be the user's. */
export type ConfirmationPurpose =
  | 'confirmation'
  | 'recovery'
  | 'email-change'
  | 'email-change-old'
  | 'sms'
  | 'phone-change'
  | 'reauthentication';

/** How the application proves, when a link has come back, that it is the one that asked (RFC 7636). */
export interface ProofKey {
  readonly codeChallenge: string;
  readonly method: 's256' | 'plain';
}

/** A code and a link on their way. Its id is purpose and user: a newer one replaces it. */
export interface Confirmation {
  readonly id: string;
  readonly userId: string;
  readonly purpose: ConfirmationPurpose;
  /** Where it went: an email, or a number with its `+`. */
  readonly address: string;
  /** Of address and code. The link has it, so that the link tells nobody the code. */
  readonly tokenHash: string;
  /** What the link says that it is for. */
  readonly type: string;
  readonly proofKey: ProofKey | null;
  readonly expiresAt: number;
  readonly wrongAttempts: number;
}

/** A code that a link brought to an application, for the session of its user. */
export interface FlowCode {
  /** A hash. */
  readonly id: string;
  readonly userId: string;
  readonly proofKey: ProofKey;
  /** How the user has shown who it is. */
  readonly method: string;
  readonly expiresAt: number;
}
