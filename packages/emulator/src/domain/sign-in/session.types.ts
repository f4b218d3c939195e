/** A user's sign-in at an application. Its tokens are good as long as it is there. */
export interface Session {
  readonly id: string;
  readonly userId: string;
  readonly applicationId: string;
}
