import { lazy } from '@sallyport/core';
import { onFirstUse } from '../client/on-first-use.js';
import type { ClientContext } from './authing-context.js';
import type { QrCodeScene } from './qrcode/qr-code.types.js';
import type { QrCodeAuthenticationClient } from './qrcode/qr-code-client.js';

const loadRarelyUsed = lazy(() => import('./rarely-used.js'));
const loadQrCode = lazy(() => import('./qrcode/qr-code-client.js'));
const loadFingerprint = lazy(() => import('./devices/browser-fingerprint-client.js'));

// What a page that signs users in rarely needs. Each is loaded with the first call of one of its methods.

export const AccessFeature = onFirstUse(
  { listOrgs: true, listDepartments: true, listAuthorizedResources: true, hasRole: true },
  async () => (await loadRarelyUsed()).AccessClient,
);

export const AccountFeature = onFirstUse(
  { isUserExists: true, getSecurityLevel: true, listApplications: true, linkAccount: true, unLinkAccount: true },
  async () => (await loadRarelyUsed()).AccountClient,
);

export const CustomFieldsFeature = onFirstUse(
  { listUdv: true, getUdfValue: true, setUdv: true, setUdfValue: true, removeUdv: true, removeUdfValue: true },
  async () => (await loadRarelyUsed()).CustomFieldsClient,
);

export const TokensFeature = onFirstUse({ validateToken: true }, async () => (await loadRarelyUsed()).TokensClient);

export const PrincipalFeature = onFirstUse(
  { detail: true, authenticate: true },
  async () => (await loadRarelyUsed()).PrincipalAuthenticationClient,
);

export const ProtocolsFeature = onFirstUse(
  {
    getAccessTokenByCode: true,
    getNewAccessTokenByRefreshToken: true,
    getAccessTokenByIdToken: true,
    getAccessTokenByClientCredentials: true,
    getUserInfoByAccessToken: true,
    introspectToken: true,
    revokeToken: true,
    validateTicketV1: true,
    validateTicketV2: true,
    trackSession: true,
  },
  async () => (await loadRarelyUsed()).ProtocolsClient,
);

export const qrCodeFeature = (scene: QrCodeScene): (new (context: ClientContext) => QrCodeAuthenticationClient) =>
  onFirstUse(
    {
      startScanning: true,
      geneCode: true,
      checkStatus: true,
      exchangeUserInfo: true,
      startPolling: true,
      stopPolling: true,
    },
    async () => {
      const { QrCodeAuthenticationClient: Client } = await loadQrCode();
      return class extends Client {
        constructor(context: ClientContext) {
          super(context, scene);
        }
      };
    },
  );

export const BrowserFingerprintFeature = onFirstUse(
  {
    getBrowserFingers: true,
    getDeviceInfo: true,
    createDevice: true,
    myDevicesList: true,
    myDevicesUnbind: true,
    myDevicesLogout: true,
  },
  async () => (await loadFingerprint()).BrowserFingerprintClient,
);
