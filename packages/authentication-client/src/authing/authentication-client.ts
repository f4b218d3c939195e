import { AuthingUploads, hearingFailures, lazy, type RequestOptions } from '@sallyport/core';
import { asyncDisposable, type Disposable } from '../client/async-disposable.js';
import { composeFeatures } from '../client/compose.js';
import { IdentityClient } from '../client/identity-client.js';
import type { PortableAuthenticationClient } from '../client/portable-authentication-client.js';
import { requireBearer } from '../client/session/token-set.js';
import { PendingSignIn } from '../mfa/domain/pending-sign-in.js';
import { SecondFactor } from '../mfa/domain/second-factor.js';
import { AuthingMfaGateway } from '../mfa/gateways/authing/authing-mfa-gateway.js';
import { type MfaClient, mfaClient } from '../mfa/mfa-client.js';
import { OidcClient } from '../oidc/oidc-client.js';
import { AddressesClient } from './addresses/addresses-client.js';
import { type ClientContext, contextAs, contextWith, createContext } from './authing-context.js';
import { CallerClient } from './caller/caller-client.js';
import { CodesClient } from './codes/codes-client.js';
import {
  AccessFeature,
  AccountFeature,
  BrowserFingerprintFeature,
  CustomFieldsFeature,
  PrincipalFeature,
  ProtocolsFeature,
  qrCodeFeature,
  TokensFeature,
} from './deferred-features.js';
import type { BrowserFingerprintClient } from './devices/browser-fingerprint-client.js';
import { CurrentDeviceClient } from './devices/devices-client.js';
import { EnterpriseAuthenticationClient } from './enterprise/enterprise-client.js';
import { EventAuthenticationClient } from './events/event-client.js';
import { type AuthenticationClientOptions, resolveOptions } from './options/options.js';
import { PasswordsClient } from './passwords/passwords-client.js';
import type { PrincipalAuthenticationClient } from './principal/principal-client.js';
import { AvatarClient } from './profile/avatar-client.js';
import { ProfileClient } from './profile/profile-client.js';
import { ProtocolAddressesClient } from './protocols/protocol-addresses-client.js';
import type { QrCodeAuthenticationClient } from './qrcode/qr-code-client.js';
import { SessionClient } from './session/session-client.js';
import { CredentialsClient } from './sign-in/credentials-client.js';
import { SignInClient } from './sign-in/sign-in-client.js';
import { SignUpClient } from './sign-up/sign-up-client.js';
import { SocialAuthenticationClient } from './social/social-client.js';
import { SessionTokenProvider } from './token-provider/session-token-provider.js';

const Features = composeFeatures(IdentityClient, [
  SignUpClient,
  SignInClient,
  CredentialsClient,
  CodesClient,
  PasswordsClient,
  ProfileClient,
  AvatarClient,
  AddressesClient,
  AccountFeature,
  AccessFeature,
  CustomFieldsFeature,
  CurrentDeviceClient,
  TokensFeature,
  ProtocolsFeature,
  ProtocolAddressesClient,
  CallerClient,
  SessionClient,
  OidcClient,
]);

const AppQrCode = qrCodeFeature('APP_AUTH');
const WxappQrCode = qrCodeFeature('WXAPP_AUTH');
const WechatMpQrCode = qrCodeFeature('WECHATMP_AUTH');

// Annotated, since an inferred type would name the symbol in our declarations, also where programs do not know it.
const DisposableFeatures: Disposable<typeof Features> = asyncDisposable(Features);

const loadFactorGateway = lazy(() => import('../mfa/gateways/authing/authing-factor-gateway.js'));

/** A client bound to the options of its calls. `AuthenticationClient` is one, and so is what its `with` returns. */
export class BoundAuthenticationClient extends DisposableFeatures implements PortableAuthenticationClient {
  /** Second factors. */
  readonly mfa: MfaClient;
  /** Signing in at other providers, and the user's identities there. */
  readonly social: SocialAuthenticationClient;
  /** Signing in at the identity provider of an enterprise. */
  readonly enterprise: EnterpriseAuthenticationClient;
  /** Signing in by a code that an app scans. */
  readonly qrcode: QrCodeAuthenticationClient;
  /** Signing in by a code that a WeChat mini program scans. */
  readonly wxqrcode: QrCodeAuthenticationClient;
  /** Signing in by a code of a WeChat official account. */
  readonly wechatmpqrcode: QrCodeAuthenticationClient;
  /** Whom the user's account belongs to. */
  readonly principal: PrincipalAuthenticationClient;
  /** The devices of the user. */
  readonly browserFingerprint: BrowserFingerprintClient;
  /** Events of the user pool. */
  readonly event: EventAuthenticationClient;
  /** The session in the words of the vendor's client. Each method answers at once. */
  readonly tokenProvider: SessionTokenProvider;
  readonly #context: ClientContext;

  constructor(context: ClientContext) {
    super(context);
    this.#context = context;
    const { options, wire, signIn, events, request, session } = context;
    const gateway = new AuthingMfaGateway(wire, new AuthingUploads(options, options.uploadTransport));
    const hearing = <T extends object>(subClient: T): T => hearingFailures(subClient, options.failures);
    const secondFactor = new SecondFactor(gateway, signIn, events);
    const factorGateway = async () => new (await loadFactorGateway()).AuthingFactorGateway(context, secondFactor);
    this.mfa = hearing(mfaClient({ secondFactor, factorGateway, signal: request.signal }));
    this.social = hearing(new SocialAuthenticationClient(context));
    this.enterprise = hearing(new EnterpriseAuthenticationClient(context));
    this.qrcode = hearing(new AppQrCode(context));
    this.wxqrcode = hearing(new WxappQrCode(context));
    this.wechatmpqrcode = hearing(new WechatMpQrCode(context));
    this.principal = hearing(new PrincipalFeature(context));
    this.browserFingerprint = hearing(new BrowserFingerprintFeature(context));
    this.event = hearing(new EventAuthenticationClient(context));
    this.tokenProvider = new SessionTokenProvider(session, this);
  }

  /**
   * Goes on with a sign-in that was exported elsewhere.
   *
   * @param exported - What `pendingSignIn.export()` returned.
   * @throws {InputError} It is not such a text.
   */
  resumeSignIn(exported: string): PendingSignIn | null {
    this.#context.signIn.wait(PendingSignIn.import(exported));
    return this.pendingSignIn;
  }

  /** A view of this client with these options on each call: the same session, nothing copied. */
  with(options: RequestOptions): BoundAuthenticationClient {
    return new BoundAuthenticationClient(contextWith(this.#context, options));
  }

  /**
   * A client that acts for somebody else: its session is its own, lives in memory, and is not renewed by itself. For
   * servers, where one client must not hold the session of one visitor while it answers another.
   *
   * @param user - The session token of the user, such as a request brought it.
   * @throws {InputError} The token is missing or malformed.
   */
  as({ token }: { readonly token: string }): BoundAuthenticationClient {
    return new BoundAuthenticationClient(contextAs(this.#context, requireBearer('token', token)));
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
    super(createContext(resolved));
    if (resolved.token !== undefined) this.setToken(resolved.token);
  }
}
