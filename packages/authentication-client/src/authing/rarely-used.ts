/** Features that few pages use, in one file: each is too small for a file of its own. */
export { AccessClient } from './access/access-client.js';
export { AccountClient } from './account/account-client.js';
export { AddressesClient } from './addresses/addresses-client.js';
export { CustomFieldsClient } from './custom-fields/custom-fields-client.js';
export { PrincipalAuthenticationClient } from './principal/principal-client.js';
export { AvatarClient } from './profile/avatar-client.js';
export { ProtocolsClient } from './protocols/protocols-client.js';
export { CredentialsClient } from './sign-in/credentials-client.js';
export { TokensClient } from './tokens/tokens-client.js';
