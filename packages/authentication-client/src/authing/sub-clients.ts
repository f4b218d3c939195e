import { lazy } from '@sallyport/core/loading';
import { onFirstUse } from '../client/on-first-use.js';
import { subClient } from '../client/sub-client.js';
import { waitForFactor } from '../client/wait-for-factor.js';
import type { MfaClient, MfaClientOf } from '../mfa/client/mfa-client.js';
import { PendingSignIn } from '../mfa/domain/pending-sign-in.js';
import type { Factor } from '../mfa/factor.js';
import { authingFactors } from '../mfa/factors/index.js';
import type { AuthingPorts } from './authing-ports.js';
import type { BrowserFingerprintClient } from './devices/browser-fingerprint-client.js';
import { EnterpriseAuthenticationClient } from './enterprise/enterprise-client.js';
import { EventAuthenticationClient } from './events/event-client.js';
import { authingMfa } from './mfa.js';
import type { PrincipalAuthenticationClient } from './principal/principal-client.js';
import type { QrCodeScene } from './qrcode/qr-code.types.js';
import type { QrCodeAuthenticationClient } from './qrcode/qr-code-client.js';
import { SocialAuthenticationClient } from './social/social-client.js';

const loadRarelyUsed = /* @__PURE__ */ lazy(() => import('./rarely-used.js'));
const loadQrCode = /* @__PURE__ */ lazy(() => import('./qrcode/qr-code-client.js'));
const loadFingerprint = /* @__PURE__ */ lazy(() => import('./devices/browser-fingerprint-client.js'));

const deferred = /* @__PURE__ */ onFirstUse<AuthingPorts>();

/** Makes a feature of one sub-client. */
function feature<Members extends object>(
  name: keyof Members & string,
  Client: new (ports: AuthingPorts) => Members[keyof Members],
): new (
  ports: AuthingPorts,
) => Members {
  return subClient<AuthingPorts, Members>(name, (ports) => new Client(ports));
}

export interface AuthingMfaMembers<Member extends Factor> {
  /** Second factors. */
  readonly mfa: MfaClientOf<Member>;
}

/** Second factors of these kinds. */
export function mfaFeature<Member extends Factor>(
  factors: readonly Member[],
): new (
  ports: AuthingPorts,
) => AuthingMfaMembers<Member> {
  return subClient('mfa', (ports) => authingMfa(ports, factors));
}

export interface EveryFactorMembers {
  /** Second factors. */
  readonly mfa: MfaClient;
}

/** Second factors of every kind. Its type knows the published types of the GoTrue style where they are installed. */
export const EveryFactorFeature = /* @__PURE__ */ subClient<AuthingPorts, EveryFactorMembers>('mfa', (ports) =>
  authingMfa(ports, authingFactors),
);

/** Sign-ins that were exported elsewhere. */
export class ResumedSignIn {
  readonly #ports: Pick<AuthingPorts, 'pendingSignIns' | 'events'>;

  constructor(ports: Pick<AuthingPorts, 'pendingSignIns' | 'events'>) {
    this.#ports = ports;
  }

  /**
   * Continues a sign-in that was exported elsewhere.
   *
   * @param exported - The text that `pendingSignIn.export()` returned.
   * @throws {InputError} It is no such text.
   */
  resumeSignIn(exported: string): PendingSignIn | null {
    waitForFactor(this.#ports, PendingSignIn.import(exported));
    return this.#ports.pendingSignIns.current;
  }
}

export interface SocialMembers {
  /** Sign-in at other providers, and the user's identities there. */
  readonly social: SocialAuthenticationClient;
}

/** Sign-in at other providers. */
export const SocialFeature = /* @__PURE__ */ feature<SocialMembers>('social', SocialAuthenticationClient);

export interface EnterpriseMembers {
  /** Sign-in at the identity provider of an enterprise. */
  readonly enterprise: EnterpriseAuthenticationClient;
}

/** Sign-in at the identity provider of an enterprise. */
export const EnterpriseFeature = /* @__PURE__ */ feature<EnterpriseMembers>(
  'enterprise',
  EnterpriseAuthenticationClient,
);

type QrCode = Pick<QrCodeAuthenticationClient, keyof QrCodeAuthenticationClient>;

const qrCode = (scene: QrCodeScene): (new (ports: AuthingPorts) => QrCode) =>
  deferred(
    ['startScanning', 'geneCode', 'checkStatus', 'exchangeUserInfo', 'startPolling', 'stopPolling'],
    async () => {
      const { QrCodeAuthenticationClient: Client } = await loadQrCode();
      return class extends Client {
        constructor(deps: ConstructorParameters<typeof Client>[0]) {
          super(deps, scene);
        }
      };
    },
  );

export interface AppQrCodeMembers {
  /** Sign-in by a code that an app scans. */
  readonly qrcode: QrCode;
}

/** Sign-in by a code that an app scans. */
export const AppQrCodeFeature = /* @__PURE__ */ feature<AppQrCodeMembers>('qrcode', /* @__PURE__ */ qrCode('APP_AUTH'));

export interface WxappQrCodeMembers {
  /** Sign-in by a code that a WeChat mini program scans. */
  readonly wxqrcode: QrCode;
}

/** Sign-in by a code that a WeChat mini program scans. */
export const WxappQrCodeFeature = /* @__PURE__ */ feature<WxappQrCodeMembers>(
  'wxqrcode',
  /* @__PURE__ */ qrCode('WXAPP_AUTH'),
);

export interface WechatMpQrCodeMembers {
  /** Sign-in by a code of a WeChat official account. */
  readonly wechatmpqrcode: QrCode;
}

/** Sign-in by a code of a WeChat official account. */
export const WechatMpQrCodeFeature = /* @__PURE__ */ feature<WechatMpQrCodeMembers>(
  'wechatmpqrcode',
  /* @__PURE__ */ qrCode('WECHATMP_AUTH'),
);

export interface PrincipalMembers {
  /** The person or the enterprise to whom the account belongs. */
  readonly principal: Pick<PrincipalAuthenticationClient, keyof PrincipalAuthenticationClient>;
}

/** The person or the enterprise to whom the account belongs. */
export const PrincipalFeature = /* @__PURE__ */ feature<PrincipalMembers>(
  'principal',
  /* @__PURE__ */ deferred(
    ['detail', 'authenticate'],
    async () => (await loadRarelyUsed()).PrincipalAuthenticationClient,
  ),
);

export interface DevicesMembers {
  /** The devices of the user. */
  readonly browserFingerprint: Pick<BrowserFingerprintClient, keyof BrowserFingerprintClient>;
}

/** The devices of the user. */
export const DevicesFeature = /* @__PURE__ */ feature<DevicesMembers>(
  'browserFingerprint',
  /* @__PURE__ */ deferred(
    ['getBrowserFingers', 'getDeviceInfo', 'createDevice', 'myDevicesList', 'myDevicesUnbind', 'myDevicesLogout'],
    async () => (await loadFingerprint()).BrowserFingerprintClient,
  ),
);

export interface EventMembers {
  /** Events of the user pool. */
  readonly event: EventAuthenticationClient;
}

/** Events of the user pool. */
export const EventFeature = /* @__PURE__ */ feature<EventMembers>('event', EventAuthenticationClient);
