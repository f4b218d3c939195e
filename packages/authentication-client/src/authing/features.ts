import { lazy } from '@sallyport/core';
import { onFirstUse } from '../client/on-first-use.js';
import { OidcClient } from '../oidc/oidc-client.js';
import type { AuthingPorts } from './authing-ports.js';
import type { QrCodeScene } from './qrcode/qr-code.types.js';
import type { QrCodeAuthenticationClient } from './qrcode/qr-code-client.js';
import { SessionClient } from './session/session-client.js';

const loadFirstCalls = /* @__PURE__ */ lazy(() => import('./first-calls.js'));
const loadRarelyUsed = /* @__PURE__ */ lazy(() => import('./rarely-used.js'));
const loadQrCode = /* @__PURE__ */ lazy(() => import('./qrcode/qr-code-client.js'));
const loadFingerprint = /* @__PURE__ */ lazy(() => import('./devices/browser-fingerprint-client.js'));

type QrCode = Pick<QrCodeAuthenticationClient, keyof QrCodeAuthenticationClient>;

const deferred = /* @__PURE__ */ onFirstUse<AuthingPorts>();

// Features whose code loads with the first call of one of their methods. What one page uses together is one file.

/** Sign-in by a password. */
export const PasswordSignInFeature = /* @__PURE__ */ deferred(
  ['loginByEmail', 'loginByUsername', 'loginByPhonePassword'],
  async () => (await loadFirstCalls()).SignInClient,
);

/** Sign-in by a code that was sent. */
export const CodeSignInFeature = /* @__PURE__ */ deferred(
  ['loginByPhoneCode', 'loginByEmailCode'],
  async () => (await loadFirstCalls()).SignInClient,
);

/** Sign-in by an account of a directory, or by a sub-account. */
export const DirectorySignInFeature = /* @__PURE__ */ deferred(
  ['loginBySubAccount', 'loginByLdap', 'loginByAd'],
  async () => (await loadFirstCalls()).SignInClient,
);

/** Sign-in by the vendor's version 3 API. */
export const CredentialsFeature = /* @__PURE__ */ deferred(
  ['signinByCredentials'],
  async () => (await loadRarelyUsed()).CredentialsClient,
);

/** Registration. */
export const SignUpFeature = /* @__PURE__ */ deferred(
  ['registerByEmail', 'registerByEmailCode', 'registerByUsername', 'registerByPhoneCode'],
  async () => (await loadFirstCalls()).SignUpClient,
);

/** Codes by SMS and email. */
export const CodesFeature = /* @__PURE__ */ deferred(
  ['sendSmsCode', 'sendEmail'],
  async () => (await loadFirstCalls()).CodesClient,
);

/** New passwords. */
export const PasswordsFeature = /* @__PURE__ */ deferred(
  [
    'checkPasswordStrength',
    'resetPasswordByPhoneCode',
    'resetPasswordByEmailCode',
    'resetPasswordByFirstLoginToken',
    'resetPasswordByForceResetToken',
  ],
  async () => (await loadFirstCalls()).PasswordsClient,
);

/** The profile of the user. */
export const ProfileFeature = /* @__PURE__ */ deferred(
  ['updateProfile', 'updatePassword'],
  async () => (await loadFirstCalls()).ProfileClient,
);

/** The signed-in user, as the server knows them. */
export const CurrentUserFeature = /* @__PURE__ */ deferred(
  ['getCurrentUser'],
  async () => (await loadFirstCalls()).ProfileClient,
);

/** Calls about the session. */
export const SessionCallsFeature = /* @__PURE__ */ deferred(
  ['checkLoginStatus', 'refreshToken'],
  async () => (await loadFirstCalls()).SessionCallsClient,
);

/** The user's picture. */
export const AvatarFeature = /* @__PURE__ */ deferred(
  ['uploadAvatar', 'updateAvatar'],
  async () => (await loadRarelyUsed()).AvatarClient,
);

/** The user's phone number and email address. */
export const AddressesFeature = /* @__PURE__ */ deferred(
  ['bindPhone', 'unbindPhone', 'bindEmail', 'unbindEmail', 'updatePhone', 'updateEmail'],
  async () => (await loadRarelyUsed()).AddressesClient,
);

/** What the user may do, and where the user belongs. */
export const AccessFeature = /* @__PURE__ */ deferred(
  ['listOrgs', 'listDepartments', 'listAuthorizedResources', 'hasRole'],
  async () => (await loadRarelyUsed()).AccessClient,
);

/** The account of the user. */
export const AccountFeature = /* @__PURE__ */ deferred(
  ['isUserExists', 'getSecurityLevel', 'listApplications', 'linkAccount', 'unLinkAccount'],
  async () => (await loadRarelyUsed()).AccountClient,
);

/** Custom fields of the user. */
export const CustomFieldsFeature = /* @__PURE__ */ deferred(
  ['listUdv', 'getUdfValue', 'setUdv', 'setUdfValue', 'removeUdv', 'removeUdfValue'],
  async () => (await loadRarelyUsed()).CustomFieldsClient,
);

/** Tokens, as the server sees them. */
export const TokensFeature = /* @__PURE__ */ deferred(
  ['validateToken'],
  async () => (await loadRarelyUsed()).TokensClient,
);

/** Who the account belongs to. */
export const PrincipalFeature = /* @__PURE__ */ deferred(
  ['detail', 'authenticate'],
  async () => (await loadRarelyUsed()).PrincipalAuthenticationClient,
);

/** OAuth 2, OpenID Connect and CAS, call by call. */
export const ProtocolsFeature = /* @__PURE__ */ deferred(
  [
    'getAccessTokenByCode',
    'getNewAccessTokenByRefreshToken',
    'getAccessTokenByIdToken',
    'getAccessTokenByClientCredentials',
    'getUserInfoByAccessToken',
    'introspectToken',
    'revokeToken',
    'validateTicketV1',
    'validateTicketV2',
    'trackSession',
  ],
  async () => (await loadRarelyUsed()).ProtocolsClient,
);

/** Devices of the user. */
export const BrowserFingerprintFeature = /* @__PURE__ */ deferred(
  ['getBrowserFingers', 'getDeviceInfo', 'createDevice', 'myDevicesList', 'myDevicesUnbind', 'myDevicesLogout'],
  async () => (await loadFingerprint()).BrowserFingerprintClient,
);

/** Sign-in by a code that another device scans. */
export const qrCodeFeature = (scene: QrCodeScene): (new (ports: AuthingPorts) => QrCode) =>
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

const SignOutReports = /* @__PURE__ */ deferred(['report'], async () => (await loadFirstCalls()).SignOutReport);

/** Sign-in and sign-out at the server's own page. */
export class HostedSignInFeature extends OidcClient {
  constructor(ports: AuthingPorts) {
    super(ports, new SignOutReports(ports));
  }
}

/** The session on this side, and the report of its end to the server. */
export class SessionFeature extends SessionClient {
  constructor(ports: AuthingPorts) {
    super(ports, new SignOutReports(ports));
  }
}
