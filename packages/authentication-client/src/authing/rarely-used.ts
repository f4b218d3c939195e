/** The features that are loaded with first use. Together, since each is so small that a file of its own would cost more. */
export { AccessClient } from './access/access-client.js';
export { AccountClient } from './account/account-client.js';
export { CustomFieldsClient } from './custom-fields/custom-fields-client.js';
export { PrincipalAuthenticationClient } from './principal/principal-client.js';
export { ProtocolsClient } from './protocols/protocols-client.js';
export { TokensClient } from './tokens/tokens-client.js';
