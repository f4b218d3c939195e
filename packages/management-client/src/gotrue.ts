/** Administers servers that speak GoTrue's wire (Supabase Auth's). */
export type { GoTrueFactor, GoTrueIdentity, GoTrueMetadata, GoTrueUser } from '@sallyport/core/gotrue';
export * from './client/errors-and-ports.js';
export type {
  GoTrueAuditEntry,
  GoTrueAuditPage,
  GoTrueAuditSelection,
  IterateGoTrueAuditOptions,
} from './gotrue/audit/audit.types.js';
export type { GoTrueAuditClient } from './gotrue/audit/audit-client.js';
export { gotrueManagementEndpoints } from './gotrue/endpoints.js';
export type { UpdateGoTrueFactorInput } from './gotrue/factors/factors.endpoints.js';
export type { GoTrueFactorsClient } from './gotrue/factors/factors-client.js';
export { BoundGoTrueManagementClient, GoTrueManagementClient } from './gotrue/gotrue-management-client.js';
export type { GoTrueManagementClientOptions } from './gotrue/options.js';
export type { PagePosition } from './gotrue/page-position.js';
export type { GoTrueHealth, GoTrueSettings } from './gotrue/server/server.endpoints.js';
export type {
  CreateGoTrueUserInput,
  DeleteGoTrueUserOptions,
  GenerateGoTrueLinkInput,
  GoTrueLink,
  GoTrueLinkProperties,
  GoTrueSignOutScope,
  GoTrueUsersPage,
  GoTrueUsersSelection,
  InviteGoTrueUserOptions,
  IterateGoTrueUsersOptions,
  UpdateGoTrueUserInput,
} from './gotrue/users/users.types.js';
export type { GoTrueUsersClient } from './gotrue/users/users-client.js';
