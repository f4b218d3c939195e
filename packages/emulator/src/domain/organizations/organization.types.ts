/** A department. One without a parent is the root of its organization, and stands for it. */
export interface Department {
  readonly id: string;
  /** The id of the root. */
  readonly organizationId: string;
  readonly parentId: string | null;
  readonly name: string;
  readonly code: string | null;
  readonly description: string | null;
  readonly order: number | null;
  /** Epoch milliseconds. */
  readonly createdAt: number;
}

/** That a user belongs to a department. */
export interface Membership {
  readonly id: string;
  readonly departmentId: string;
  readonly userId: string;
  readonly isMain: boolean;
  readonly joinedAt: number;
}
