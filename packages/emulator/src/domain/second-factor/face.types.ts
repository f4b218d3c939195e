/** The face that a user has bound. */
export interface Face {
  /** The user's id: each has one at most. */
  readonly id: string;
  readonly digest: string;
  readonly boundAt: number;
}
