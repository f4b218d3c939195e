/**
 * Paths of the vendor's API without a route here that `/api/v2/users/{userId}` would take for the id of a user.
 *
 * @see `UsersManagementClient` of authing-js-sdk 4.23.55
 */
export const UNSERVED_PATHS = [
  '/api/v2/users/batch',
  '/api/v2/users/filter',
  '/api/v2/users/kick',
  '/api/v2/users/login-status',
];
