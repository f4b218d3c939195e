import type { RequestOptions } from '@sallyport/core';
import { asyncDisposable, type Disposable } from '../client/async-disposable.js';
import { composeFeatures } from '../client/compose.js';
import { IdentityClient } from '../client/identity-client.js';
import { OwnApiClient } from '../client/own-api/own-api-client.js';
import type { PortableAuthenticationClient } from '../client/portable/portable-authentication-client.js';
import { requireBearer } from '../client/session/token-set.js';
import type { MfaClient } from '../mfa/mfa-client.js';
import * as features from './features.js';
import type { GoTruePorts } from './gotrue-ports.js';
import { goTrueMfa } from './mfa.js';
import { goTrueAs, goTrueWith, openGoTrue } from './open-gotrue.js';
import { type GoTrueAuthenticationClientOptions, resolveGoTrueOptions } from './options/gotrue-options.js';

const Features = /* @__PURE__ */ composeFeatures(IdentityClient, [
  OwnApiClient,
  features.GoTrueSignUpFeature,
  features.GoTruePasswordSignInFeature,
  features.GoTrueCodeSignInFeature,
  features.GoTrueLinksFeature,
  features.GoTrueCodesFeature,
  features.GoTrueCurrentUserFeature,
  features.GoTrueAccountFeature,
  features.GoTrueSessionFeature,
]);

// Annotated, since an inferred type would name the symbol in our declarations, also where programs do not know it.
const DisposableFeatures: Disposable<typeof Features> = /* @__PURE__ */ asyncDisposable(Features);

/** A client bound to the options of its calls. `GoTrueAuthenticationClient` is one, and so is what its `with` returns. */
export class BoundGoTrueAuthenticationClient extends DisposableFeatures implements PortableAuthenticationClient {
  /** Second factors. They work while one is due. */
  readonly mfa: MfaClient;
  readonly #ports: GoTruePorts;

  constructor(ports: GoTruePorts) {
    super(ports);
    this.#ports = ports;
    this.mfa = goTrueMfa(ports);
  }

  /** A view of this client with these options on each call: the same session, nothing copied. */
  with(options: RequestOptions): BoundGoTrueAuthenticationClient {
    return new BoundGoTrueAuthenticationClient(goTrueWith(this.#ports, options));
  }

  /**
   * A client that acts for somebody else: its session is its own, lives in memory, and is not renewed by itself. For
   * servers, where one client must not hold the session of one visitor while it answers another. Nothing is known of the
   * user's factors, so that no second one is demanded: look at `snapshot.assuranceLevel`.
   *
   * @param user - The access token of the user, such as a request brought it.
   * @throws {InputError} The token is missing or malformed.
   */
  as({ token }: { readonly token: string }): BoundGoTrueAuthenticationClient {
    return new BoundGoTrueAuthenticationClient(goTrueAs(this.#ports, requireBearer('token', token)));
  }
}

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
export class GoTrueAuthenticationClient extends BoundGoTrueAuthenticationClient {
  /** @throws {ConfigurationError} An option is missing or malformed; nothing was read or sent. */
  constructor(options: GoTrueAuthenticationClientOptions) {
    super(openGoTrue(resolveGoTrueOptions(options)));
  }
}
