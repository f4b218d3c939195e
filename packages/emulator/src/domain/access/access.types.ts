/** The kinds of resources that rights are given on. */
export const RESOURCE_TYPES = ['DATA', 'API', 'MENU', 'UI', 'BUTTON'] as const;

/** A space that roles and resources have their codes in. */
export interface Namespace {
  /** Its code. */
  readonly id: string;
  readonly name: string;
}

/** Something that rights are given on. */
export interface Resource {
  /** Namespace and code. */
  readonly id: string;
  readonly namespace: string;
  readonly code: string;
  readonly type: (typeof RESOURCE_TYPES)[number];
  readonly actions: readonly string[];
  readonly apiIdentifier: string | null;
}

/** What users can have in common that rights are given to. */
export interface Role {
  readonly id: string;
  readonly namespace: string;
  readonly code: string;
  readonly description: string | null;
  /** The role whose rights it has as well. */
  readonly parentId: string | null;
  readonly userIds: readonly string[];
  /** Epoch milliseconds. */
  readonly createdAt: number;
}

/** What may be done with some resources, or may not. */
export interface Statement {
  readonly effect: 'ALLOW' | 'DENY';
  /** A resource's code, or `*` for all of the policy's namespace. */
  readonly resource: string;
  /** `*` for all of them. */
  readonly actions: readonly string[];
}

/** Rights, and who has them. */
export interface Policy {
  /** Its code. */
  readonly id: string;
  readonly namespace: string;
  readonly statements: readonly Statement[];
  readonly userIds: readonly string[];
  readonly roleIds: readonly string[];
}
