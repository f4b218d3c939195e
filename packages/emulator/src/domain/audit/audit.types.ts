/** What happened, in the words of GoTrue, whose wire shows it. */
export type AuditAction = keyof typeof AUDIT_LOGS;

/** Which log each action belongs to. */
export const AUDIT_LOGS = {
  login: 'account',
  logout: 'account',
  invite_accepted: 'account',
  user_signedup: 'team',
  user_invited: 'team',
  user_deleted: 'team',
  user_modified: 'user',
  user_recovery_requested: 'user',
  user_reauthenticate_requested: 'user',
  user_confirmation_requested: 'user',
  user_repeated_signup: 'user',
  user_updated_password: 'user',
  token_revoked: 'token',
  token_refreshed: 'token',
  identity_linked: 'identity',
  identity_unlinked: 'identity',
  factor_in_progress: 'factor',
  challenge_created: 'factor',
  verification_attempted: 'factor',
  factor_deleted: 'factor',
  factor_updated: 'factor',
  factor_unenrolled: 'factor',
  recovery_codes_generated: 'factor',
  recovery_codes_regenerated: 'factor',
  recovery_codes_verified: 'factor',
  recovery_codes_deleted: 'factor',
} as const;

/** Something that happened. */
export interface AuditEntry {
  readonly id: string;
  readonly action: AuditAction;
  /** The id of whoever did it. */
  readonly actorId: string;
  /** What the actor was called then. */
  readonly actorName: string;
  readonly traits: Readonly<Record<string, unknown>> | null;
  readonly ip: string | null;
  readonly at: number;
}
