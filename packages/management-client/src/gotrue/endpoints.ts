import { gotrueAuditCalls } from './audit/audit.endpoints.js';
import { gotrueFactorsEndpoints } from './factors/factors.endpoints.js';
import { gotrueServerEndpoints } from './server/server.endpoints.js';
import { gotrueUsersCalls, gotrueUsersEndpoints } from './users/users.endpoints.js';

/** The rows of GoTrue's administration, for servers and tests that speak it from the other side. */
export const gotrueManagementEndpoints = {
  users: { ...gotrueUsersEndpoints, ...gotrueUsersCalls },
  factors: gotrueFactorsEndpoints,
  audit: gotrueAuditCalls,
  server: gotrueServerEndpoints,
};
