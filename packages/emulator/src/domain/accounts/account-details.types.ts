/** What is known of a user beyond what the Authing wire has words for. Instants are epoch milliseconds. */
export interface AccountDetails {
  /** What users say of themselves, whatever it is. */
  readonly userMetadata: Readonly<Record<string, unknown>>;
  /** What administrators say of them. */
  readonly appMetadata: Readonly<Record<string, unknown>>;
  /** Whom the tokens of this user are for. */
  readonly audience: string;
  /** What the user said at the sign-up, which identities repeat. */
  readonly signUpData: Readonly<Record<string, unknown>>;
  /** Which identities a code has verified; `null` where the account itself says it. */
  readonly verifiedIdentities: { readonly email: boolean; readonly phone: boolean } | null;
  /** The email of the identity, where an administrator has changed that of the user alone. */
  readonly identityEmail: string | null;
  /** The providers that the metadata name until the next verification; `null` for those of the identities. */
  readonly providers: readonly string[] | null;
  /** What databases behind the application let them do. */
  readonly role: string;
  /** Whether nobody knows who it is. Such a user has no address. */
  readonly isAnonymous: boolean;
  readonly bannedUntil: number | null;
  /** When it was deleted and its record kept. */
  readonly deletedAt: number | null;
  readonly invitedAt: number | null;
  /** Whether its addresses count as unconfirmed until they are, even where sign-ups need no confirmation. */
  readonly awaitsConfirmation: boolean;
  readonly emailConfirmedAt: number | null;
  readonly phoneConfirmedAt: number | null;
  readonly confirmationSentAt: number | null;
  readonly recoverySentAt: number | null;
  /** The address that the user wants, and has not shown to read. */
  readonly newEmail: string | null;
  readonly emailChangeSentAt: number | null;
  readonly newPhone: string | null;
  readonly phoneChangeSentAt: number | null;
  readonly reauthenticationSentAt: number | null;
}
