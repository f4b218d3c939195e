import {
  type AuthenticationClientOptions,
  AuthenticationClient as StrictAuthenticationClient,
} from '@sallyport/authentication-client';
import { type ManagementClientOptions, ManagementClient as StrictManagementClient } from '@sallyport/management-client';
import { withPublishedCode } from './published-error-code.js';
import { tolerate } from './unsafe-options.js';

/** Signs users in, with a second factor where one is due. Unsafe options are warned about, not refused. */
export class AuthenticationClient extends StrictAuthenticationClient {
  /** @throws {ConfigurationError} An option is missing or malformed; nothing was read or sent. */
  constructor(options: AuthenticationClientOptions) {
    try {
      super({ ...tolerate(options), dangerouslyAllowSecretInBrowser: true });
    } catch (error) {
      throw withPublishedCode(error);
    }
  }
}

/** Administers a user pool. Unsafe options are warned about, not refused. */
export class ManagementClient extends StrictManagementClient {
  /** @throws {ConfigurationError} An option is missing or malformed; nothing was sent. */
  constructor(options: ManagementClientOptions) {
    try {
      super({ ...tolerate(options), dangerouslyAllowBrowser: true });
    } catch (error) {
      throw withPublishedCode(error);
    }
  }
}
