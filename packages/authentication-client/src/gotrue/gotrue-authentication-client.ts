import { composeFeatures } from '../client/compose.js';
import { OwnApiClient } from '../client/own-api/own-api-client.js';
import type { PortableAuthenticationClient } from '../client/portable/portable-authentication-client.js';
import * as features from './features.js';
import type { GoTruePorts } from './gotrue-ports.js';
import { goTrueServer } from './gotrue-server.js';
import { openGoTrue } from './open-gotrue.js';
import { type GoTrueAuthenticationClientOptions, resolveGoTrueOptions } from './options/gotrue-options.js';
import { GoTrueSignedInClient } from './session/signed-in-client.js';

const Everything = /* @__PURE__ */ composeFeatures(goTrueServer, [
  OwnApiClient,
  features.GoTrueSignUpFeature,
  features.GoTruePasswordSignInFeature,
  features.GoTrueCodeSignInFeature,
  features.GoTrueLinksFeature,
  features.GoTrueCodesFeature,
  features.GoTrueProfileFeature,
  features.GoTrueIdentitiesFeature,
  features.GoTrueSetSessionFeature,
  features.GoTrueEveryFactorFeature,
  GoTrueSignedInClient,
]);

/** A client bound to the options of its calls. `GoTrueAuthenticationClient` is one, and so is what its `with` returns. */
export interface BoundGoTrueAuthenticationClient extends InstanceType<typeof Everything> {}

/** A client bound to the options of its calls. */
export const BoundGoTrueAuthenticationClient: new (ports: GoTruePorts) => BoundGoTrueAuthenticationClient = Everything;

/**
 * Signs users in at a server that speaks GoTrue's wire (Supabase Auth's), under the names that `AuthenticationClient` has.
 *
 * @example
 * ```ts
 * const client = new GoTrueAuthenticationClient({ url: 'https://example.supabase.co/auth/v1', apiKey: 'YOUR_ANON_KEY' });
 * try {
 *   await client.loginByEmail('ada@example.com', 'her password');
 * } catch (error) {
 *   if (!(error instanceof MfaRequiredError)) throw error;
 *   await client.mfa.verifyTotpMfa({ totp: await askForCode(), mfaToken: client.pendingSignIn!.mfaToken });
 * }
 * ```
 */
export class GoTrueAuthenticationClient
  extends BoundGoTrueAuthenticationClient
  implements PortableAuthenticationClient
{
  /** @throws {ConfigurationError} An option is missing or malformed; nothing was read or sent. */
  constructor(options: GoTrueAuthenticationClientOptions) {
    super(openGoTrue(resolveGoTrueOptions(options)));
  }
}
