import type { GoTrueMetadata, GoTrueUser } from '@sallyport/core/gotrue';
import type { PagePosition } from '../page-position.js';

/** What an administrator changes of an account, at once and without asking its user. What is left out stays. */
export interface UpdateGoTrueUserInput {
  readonly email?: string | undefined;
  /** E.164, with or without `+`. */
  readonly phone?: string | undefined;
  /** 72 bytes at most. A new one ends every session of the user. */
  readonly password?: string | undefined;
  /** Says that the address is the user's: no message is sent. */
  readonly email_confirm?: boolean | undefined;
  /** Says that the number is the user's: no message is sent. */
  readonly phone_confirm?: boolean | undefined;
  /** What the user keeps. Merged into what is there; a key that is `null` goes. */
  readonly user_metadata?: GoTrueMetadata | undefined;
  /** What only administrators write, such as roles. Merged into what is there; a key that is `null` goes. */
  readonly app_metadata?: GoTrueMetadata | undefined;
  /** The claim `role` of the user's tokens. Whoever has `service_role` is an administrator. Default `authenticated`. */
  readonly role?: string | undefined;
  /** How long no sign-in and no renewal works: numbers with `h`, `m`, `s`, such as `24h` or `1h30m`. `none` ends it. */
  readonly ban_duration?: string | undefined;
}

/** An account to create, with `email` or `phone`. */
export interface CreateGoTrueUserInput extends UpdateGoTrueUserInput {
  /** A UUID. Default: one of the server's. */
  readonly id?: string | undefined;
  /** In place of `password`: a hash from elsewhere, by bcrypt, Argon2 or Firebase's scrypt, in its text form. */
  readonly password_hash?: string | undefined;
  /** The claim `aud` of the user's tokens. Default: the server's, usually `authenticated`. */
  readonly aud?: string | undefined;
}

/** How a user is invited. */
export interface InviteGoTrueUserOptions {
  /** Becomes the user's `user_metadata`. */
  readonly data?: GoTrueMetadata | undefined;
  /** Where the link in the message leads; one of the addresses that the server allows. Default: the site's own. */
  readonly redirect_to?: string | undefined;
}

/** How a user is deleted. */
export interface DeleteGoTrueUserOptions {
  /** Keeps the row, with its personal data made unrecognizable, so that other tables may refer to it. Default `false`. */
  readonly soft?: boolean | undefined;
}

/** Which users, and in which order. */
export interface GoTrueUsersSelection {
  /** Text that the email or the member `full_name` of `user_metadata` contains. Default: all users. */
  readonly filter?: string | undefined;
  /** `created_at asc` or `created_at desc`: servers sort by nothing else. Default: the latter. */
  readonly sort?: string | undefined;
}

/** How all users are read. */
export interface IterateGoTrueUsersOptions extends GoTrueUsersSelection {
  /** Users a request asks for. Default 200. */
  readonly perPage?: number | undefined;
}

/** One page of users. They come without `factors`, and their `identities` are `null`. */
export interface GoTrueUsersPage extends PagePosition {
  readonly users: readonly GoTrueUser[];
}

/** Which sessions a sign-out ends: all of the user's, the token's own, or all but that one. */
export type GoTrueSignOutScope = 'global' | 'local' | 'others';

/** What a link is for, to whom. */
export type GenerateGoTrueLinkInput = {
  readonly email: string;
  /** Where the link leads in the end; one of the addresses that the server allows. Default: the site's own. */
  readonly redirect_to?: string | undefined;
} & (
  | {
      readonly type: 'signup';
      readonly password: string;
      /** Becomes the user's `user_metadata`. */
      readonly data?: GoTrueMetadata | undefined;
    }
  | {
      readonly type: 'invite' | 'magiclink';
      /** Becomes the user's `user_metadata`. */
      readonly data?: GoTrueMetadata | undefined;
    }
  | { readonly type: 'recovery' }
  | {
      /** A change of address may ask both mailboxes: each has a link of its own. */
      readonly type: 'email_change_current' | 'email_change_new';
      readonly new_email: string;
    }
);

/** What a message of your own needs in place of the server's. Whoever has it is the user: do not log it. */
export interface GoTrueLinkProperties {
  /** The address to put into the message. */
  readonly action_link: string;
  /** The code to type, for messages without a link. */
  readonly email_otp: string;
  readonly hashed_token: string;
  /** What it is for in the end: the link of a stranger who asked for `magiclink` is one for `signup`. */
  readonly verification_type: string;
  readonly redirect_to: string;
}

/** A link, and whom it signs in. */
export interface GoTrueLink {
  readonly user: GoTrueUser;
  readonly properties: GoTrueLinkProperties;
}
