/** Values that users or administrators keep with an account. */
export type GoTrueMetadata = Readonly<Record<string, unknown>>;

/** A second factor as the wire has it. */
export interface GoTrueFactor {
  readonly id: string;
  /** `totp`, `phone`, `webauthn`, `recovery_code`, or what a newer server knows. */
  readonly factor_type: string;
  readonly status: 'verified' | 'unverified' | (string & {});
  readonly friendly_name?: string | undefined;
  readonly created_at: string;
  readonly updated_at: string;
  readonly last_challenged_at?: string | null | undefined;
  readonly [further: string]: unknown;
}

/** An identity as the wire has it: the account itself by email or phone, or one at a provider. */
export interface GoTrueIdentity {
  /** Of this link. */
  readonly identity_id: string;
  /** The user's id at the provider. */
  readonly id: string;
  readonly user_id: string;
  readonly identity_data?: GoTrueMetadata | undefined;
  readonly provider: string;
  readonly created_at?: string | undefined;
  readonly last_sign_in_at?: string | undefined;
  readonly updated_at?: string | undefined;
  readonly email?: string | undefined;
}

/** A user as the wire has it. Members are left out where they are empty; instants are ISO 8601. */
export interface GoTrueUser {
  readonly id: string;
  readonly aud: string;
  readonly role?: string | undefined;
  readonly email?: string | undefined;
  readonly email_confirmed_at?: string | undefined;
  readonly invited_at?: string | undefined;
  /** Without `+`; empty where there is none. */
  readonly phone?: string | undefined;
  readonly phone_confirmed_at?: string | undefined;
  readonly confirmation_sent_at?: string | undefined;
  readonly confirmed_at?: string | undefined;
  readonly recovery_sent_at?: string | undefined;
  /** An address that waits for its confirmation. */
  readonly new_email?: string | undefined;
  readonly email_change_sent_at?: string | undefined;
  readonly new_phone?: string | undefined;
  readonly phone_change_sent_at?: string | undefined;
  readonly reauthentication_sent_at?: string | undefined;
  readonly last_sign_in_at?: string | undefined;
  /** What administrators keep with the account. */
  readonly app_metadata: GoTrueMetadata;
  /** What the user keeps with the account. */
  readonly user_metadata: GoTrueMetadata;
  /** Absent for a user without any. */
  readonly factors?: readonly GoTrueFactor[] | undefined;
  readonly identities?: readonly GoTrueIdentity[] | null | undefined;
  readonly created_at: string;
  readonly updated_at?: string | undefined;
  readonly banned_until?: string | undefined;
  readonly deleted_at?: string | undefined;
  readonly is_anonymous?: boolean | undefined;
}

/** What every sign-in, second factor and renewal answers. */
export interface GoTrueTokenAnswer {
  readonly access_token: string;
  readonly token_type: string;
  /** Seconds. */
  readonly expires_in: number;
  /** Seconds since 1970. Older servers leave it out. */
  readonly expires_at?: number | undefined;
  readonly refresh_token: string;
  readonly user: GoTrueUser;
  readonly provider_token?: string | null | undefined;
  readonly provider_refresh_token?: string | null | undefined;
  /** The password is right, and by the present rules too weak. */
  readonly weak_password?: { readonly message: string; readonly reasons: readonly string[] } | undefined;
}
