import type { PagePosition } from '../page-position.js';

/** Something that was done on the server. */
export interface GoTrueAuditEntry {
  readonly id: string;
  readonly payload: {
    /** Who did it. */
    readonly actor_id: string;
    /** The actor's email or phone. */
    readonly actor_username: string;
    readonly actor_via_sso: boolean;
    /** Such as `login`, `user_modified`, `factor_deleted`. */
    readonly action: string;
    /** Such as `account`, `token`, `user`, `factor`. */
    readonly log_type: string;
    readonly traits?: Readonly<Record<string, unknown>> | undefined;
    readonly [further: string]: unknown;
  };
  /** ISO 8601. */
  readonly created_at: string;
  /** Empty where the server does not know it. */
  readonly ip_address: string;
}

/** Which entries. */
export interface GoTrueAuditSelection {
  /** A field and what it contains: `author:ada`, `action:login`, `type:token`. Default: all entries. */
  readonly query?: string | undefined;
}

/** How all entries are read. */
export interface IterateGoTrueAuditOptions extends GoTrueAuditSelection {
  /** Entries a request asks for. Default 200. */
  readonly perPage?: number | undefined;
}

/** One page of entries. */
export interface GoTrueAuditPage extends PagePosition {
  readonly entries: readonly GoTrueAuditEntry[];
}
