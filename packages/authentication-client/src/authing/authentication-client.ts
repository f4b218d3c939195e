import { hearingFailures, type RequestOptions } from '@sallyport/core';
import { asyncDisposable, type Disposable } from '../client/async-disposable.js';
import { composeFeatures } from '../client/compose.js';
import { IdentityClient } from '../client/identity-client.js';
import { OwnApiClient } from '../client/own-api/own-api-client.js';
import type { PortableAuthenticationClient } from '../client/portable/portable-authentication-client.js';
import { requireBearer } from '../client/session/token-set.js';
import { waitForFactor } from '../client/wait-for-factor.js';
import { PendingSignIn } from '../mfa/domain/pending-sign-in.js';
import type { MfaClient } from '../mfa/mfa-client.js';
import type { AuthingPorts } from './authing-ports.js';
import { CallerClient } from './caller/caller-client.js';
import type { BrowserFingerprintClient } from './devices/browser-fingerprint-client.js';
import { EnterpriseAuthenticationClient } from './enterprise/enterprise-client.js';
import { EventAuthenticationClient } from './events/event-client.js';
import * as features from './features.js';
import { authingMfa } from './mfa.js';
import { authingAs, authingWith, openAuthing } from './open-authing.js';
import { type AuthenticationClientOptions, resolveOptions } from './options/options.js';
import { PasswordSecurity } from './passwords/password-security.js';
import type { PrincipalAuthenticationClient } from './principal/principal-client.js';
import { ProtocolAddressesClient } from './protocols/protocol-addresses-client.js';
import type { QrCodeAuthenticationClient } from './qrcode/qr-code-client.js';
import { SocialAuthenticationClient } from './social/social-client.js';
import { SessionTokenProvider } from './token-provider/session-token-provider.js';

const Features = /* @__PURE__ */ composeFeatures(IdentityClient, [
  OwnApiClient,
  features.SignUpFeature,
  features.PasswordSignInFeature,
  features.CodeSignInFeature,
  features.DirectorySignInFeature,
  features.CredentialsFeature,
  features.CodesFeature,
  features.PasswordsFeature,
  PasswordSecurity,
  features.CurrentUserFeature,
  features.ProfileFeature,
  features.AvatarFeature,
  features.AddressesFeature,
  features.AccountFeature,
  features.AccessFeature,
  features.CustomFieldsFeature,
  features.TokensFeature,
  features.ProtocolsFeature,
  ProtocolAddressesClient,
  CallerClient,
  features.SessionCallsFeature,
  features.SessionFeature,
  features.HostedSignInFeature,
]);

const AppQrCode = /* @__PURE__ */ features.qrCodeFeature('APP_AUTH');
const WxappQrCode = /* @__PURE__ */ features.qrCodeFeature('WXAPP_AUTH');
const WechatMpQrCode = /* @__PURE__ */ features.qrCodeFeature('WECHATMP_AUTH');

// Annotated, since an inferred type would name the symbol in our declarations, also where programs do not know it.
const DisposableFeatures: Disposable<typeof Features> = /* @__PURE__ */ asyncDisposable(Features);

/** A client bound to the options of its calls. `AuthenticationClient` is one, and so is what its `with` returns. */
export class BoundAuthenticationClient extends DisposableFeatures implements PortableAuthenticationClient {
  /** Second factors. */
  readonly mfa: MfaClient;
  /** Signing in at other providers, and the user's identities there. */
  readonly social: SocialAuthenticationClient;
  /** Signing in at the identity provider of an enterprise. */
  readonly enterprise: EnterpriseAuthenticationClient;
  /** Signing in by a code that an app scans. */
  readonly qrcode: Pick<QrCodeAuthenticationClient, keyof QrCodeAuthenticationClient>;
  /** Signing in by a code that a WeChat mini program scans. */
  readonly wxqrcode: Pick<QrCodeAuthenticationClient, keyof QrCodeAuthenticationClient>;
  /** Signing in by a code of a WeChat official account. */
  readonly wechatmpqrcode: Pick<QrCodeAuthenticationClient, keyof QrCodeAuthenticationClient>;
  /** Whom the user's account belongs to. */
  readonly principal: Pick<PrincipalAuthenticationClient, keyof PrincipalAuthenticationClient>;
  /** The devices of the user. */
  readonly browserFingerprint: Pick<BrowserFingerprintClient, keyof BrowserFingerprintClient>;
  /** Events of the user pool. */
  readonly event: EventAuthenticationClient;
  /** The session in the words of the vendor's client. Each method answers at once. */
  readonly tokenProvider: SessionTokenProvider;
  readonly #ports: AuthingPorts;

  constructor(ports: AuthingPorts) {
    super(ports);
    this.#ports = ports;
    const { failures } = ports.options;
    const hearing = <T extends object>(subClient: T): T => hearingFailures(subClient, failures);
    this.mfa = hearing(authingMfa(ports));
    this.social = hearing(new SocialAuthenticationClient(ports));
    this.enterprise = hearing(new EnterpriseAuthenticationClient(ports));
    this.qrcode = hearing(new AppQrCode(ports));
    this.wxqrcode = hearing(new WxappQrCode(ports));
    this.wechatmpqrcode = hearing(new WechatMpQrCode(ports));
    this.principal = hearing(new features.PrincipalFeature(ports));
    this.browserFingerprint = hearing(new features.BrowserFingerprintFeature(ports));
    this.event = hearing(new EventAuthenticationClient(ports));
    this.tokenProvider = new SessionTokenProvider(ports.session, this);
  }

  /**
   * Goes on with a sign-in that was exported elsewhere.
   *
   * @param exported - What `pendingSignIn.export()` returned.
   * @throws {InputError} It is not such a text.
   */
  resumeSignIn(exported: string): PendingSignIn | null {
    waitForFactor(this.#ports, PendingSignIn.import(exported));
    return this.pendingSignIn;
  }

  /** A view of this client with these options on each call: the same session, nothing copied. */
  with(options: RequestOptions): BoundAuthenticationClient {
    return new BoundAuthenticationClient(authingWith(this.#ports, options));
  }

  /**
   * A client that acts for somebody else: its session is its own, lives in memory, and is not renewed by itself. For
   * servers, where one client must not hold the session of one visitor while it answers another.
   *
   * @param user - The session token of the user, such as a request brought it.
   * @throws {InputError} The token is missing or malformed.
   */
  as({ token }: { readonly token: string }): BoundAuthenticationClient {
    return new BoundAuthenticationClient(authingAs(this.#ports, requireBearer('token', token)));
  }
}

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
export class AuthenticationClient extends BoundAuthenticationClient {
  /** @throws {ConfigurationError} An option is missing or malformed; nothing was read or sent. */
  constructor(options: AuthenticationClientOptions) {
    const resolved = resolveOptions(options);
    super(openAuthing(resolved));
    if (resolved.token !== undefined) this.setToken(resolved.token);
  }
}
