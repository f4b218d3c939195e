import { composeFeatures } from '../client/compose.js';
import { OwnApiClient } from '../client/own-api/own-api-client.js';
import type { PortableAuthenticationClient } from '../client/portable/portable-authentication-client.js';
import type { AuthingPorts } from './authing-ports.js';
import { authingServer } from './authing-server.js';
import { CallerClient } from './caller/caller-client.js';
import * as features from './features.js';
import { openAuthing } from './open-authing.js';
import { type AuthenticationClientOptions, authingReaders, resolveOptions } from './options/options.js';
import { PasswordSecurity } from './passwords/password-security.js';
import { CodeChallengeClient } from './protocols/code-challenge-client.js';
import { ProtocolAddressesClient } from './protocols/protocol-addresses-client.js';
import { SessionClient } from './session/session-client.js';
import * as subClients from './sub-clients.js';

const Everything = /* @__PURE__ */ composeFeatures(authingServer, [
  OwnApiClient,
  features.SignUpFeature,
  features.PasswordSignInFeature,
  features.CodeSignInFeature,
  features.DirectorySignInFeature,
  features.CredentialsFeature,
  features.CodesFeature,
  features.PasswordsFeature,
  PasswordSecurity,
  features.ProfileFeature,
  features.AvatarFeature,
  features.AddressesFeature,
  features.AccountFeature,
  features.AccessFeature,
  features.CustomFieldsFeature,
  features.TokensFeature,
  features.ProtocolsFeature,
  ProtocolAddressesClient,
  CodeChallengeClient,
  CallerClient,
  features.LoginStatusFeature,
  SessionClient,
  features.HostedSignInFeature,
  subClients.EveryFactorFeature,
  subClients.ResumedSignIn,
  subClients.SocialFeature,
  subClients.EnterpriseFeature,
  subClients.AppQrCodeFeature,
  subClients.WxappQrCodeFeature,
  subClients.WechatMpQrCodeFeature,
  subClients.PrincipalFeature,
  subClients.DevicesFeature,
  subClients.EventFeature,
]);

/** A client bound to the options of its calls. `AuthenticationClient` is one, and so is what its `with` returns. */
export interface BoundAuthenticationClient extends InstanceType<typeof Everything> {}

/** A client bound to the options of its calls. */
export const BoundAuthenticationClient: new (ports: AuthingPorts) => BoundAuthenticationClient = Everything;

/**
 * Signs users in, with a second factor where one is due.
 *
 * @example
 * ```ts
 * const client = new AuthenticationClient({ appId: 'YOUR_APP_ID', appHost: 'https://example.authing.cn' });
 * try {
 *   await client.loginByEmail('ada@example.com', 'her password');
 * } catch (error) {
 *   if (!(error instanceof MfaRequiredError)) throw error;
 *   await client.mfa.verifyTotpMfa({ totp: await askForCode(), mfaToken: client.pendingSignIn!.mfaToken });
 * }
 * ```
 */
export class AuthenticationClient extends BoundAuthenticationClient implements PortableAuthenticationClient {
  /** Names of the options that the constructor takes. */
  static get optionNames(): readonly string[] {
    return Object.keys(authingReaders);
  }

  /** @throws {ConfigurationError} An option is unknown, missing or malformed; nothing was read or sent. */
  constructor(options: AuthenticationClientOptions) {
    super(openAuthing(resolveOptions(options)));
  }
}
