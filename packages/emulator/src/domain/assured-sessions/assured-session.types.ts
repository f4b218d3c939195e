import type { RefreshTokenFormat } from '../settings/settings.js';

/** How strongly somebody has shown who they are. */
export type AssuranceLevel = 'aal1' | 'aal2';

/** One way in which a session's user has shown who they are, and when they last did. */
export interface AuthenticationMethod {
  readonly method: string;
  /** Epoch milliseconds. */
  readonly at: number;
  /** The enrollment that was proved; missing for a first factor. */
  readonly factorId?: string;
}

/** What a session of `Sessions` has besides where its tokens can be raised and renewed. */
export interface AssuredSession {
  /** The id of the session, with which it ends. */
  readonly id: string;
  readonly userId: string;
  /** The latest first, one for each method. */
  readonly methods: readonly AuthenticationMethod[];
  /** What its refresh tokens are sealed with. */
  readonly refreshKey: string;
  /** The number of the one refresh token that works. */
  readonly refreshCounter: number;
  /** The format of its refresh tokens; missing for format 2. */
  readonly refreshFormat?: RefreshTokenFormat;
  readonly refreshedAt: number | null;
  readonly ip: string | null;
  readonly userAgent: string | null;
  readonly createdAt: number;
}
