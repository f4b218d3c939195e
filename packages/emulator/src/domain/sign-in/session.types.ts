/** Where a sign-in comes from. */
export interface SignInOrigin {
  readonly applicationId: string;
  readonly ip: string | null;
  /** What the software on the user's side calls itself. */
  readonly userAgent: string | null;
}

/** A user's sign-in at an application. Its tokens are good as long as it is there. */
export interface Session {
  readonly id: string;
  readonly userId: string;
  readonly applicationId: string;
  readonly deviceId: string;
  /** When the last of its tokens ends, in epoch milliseconds. */
  readonly expiresAt: number;
}
