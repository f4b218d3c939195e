import { lazy } from '@sallyport/core/loading';
import { onFirstUse } from '../client/on-first-use.js';
import { OidcClient } from '../oidc/oidc-client.js';
import type { AuthingPorts } from './authing-ports.js';
import { SignOutReports } from './authing-server.js';

const loadFirstCalls = /* @__PURE__ */ lazy(() => import('./first-calls.js'));
const loadRarelyUsed = /* @__PURE__ */ lazy(() => import('./rarely-used.js'));

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

/** The session, as the server knows it. */
export const LoginStatusFeature = /* @__PURE__ */ deferred(
  ['checkLoginStatus'],
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

/** Sign-in and sign-out at the server's own page. */
export class HostedSignInFeature extends OidcClient {
  constructor(ports: AuthingPorts) {
    super(ports, new SignOutReports(ports));
  }
}
