import { namespaceKind, policyKind, resourceKind, roleKind } from './access-kinds.js';
import { orgKind } from './org-kind.js';
import type { SeedKind } from './seed-kind.js';
import { deviceKind, identityKind } from './user-kinds.js';

/** The kinds beside applications and users, in the order in which they are planted: what others name comes first. */
export const SEED_KINDS: ReadonlyMap<string, SeedKind> = new Map([
  ['namespace', namespaceKind],
  ['resource', resourceKind],
  ['role', roleKind],
  ['policy', policyKind],
  ['org', orgKind],
  ['identity', identityKind],
  ['device', deviceKind],
]);
