import { rest } from '@sallyport/core/endpoints';
import { requireText } from '@sallyport/core/validation';
import type { LinkedIdentity } from './social.types.js';

/** The signed-in user's identities at other providers. */
export const socialEndpoints = {
  /** Reads the identities that are linked to the user. */
  getIdentities: rest('GET /api/v3/get-identities').returns<LinkedIdentity[]>(),

  /**
   * Parts an identity from the user.
   *
   * @param params - `extIdpId` of one that `getIdentities` answered.
   */
  unlinkExtIdp: rest('POST /api/v3/unlink-extidp')
    .accepts((params: { extIdpId: string }) => ({ body: { extIdpId: requireText('extIdpId', params?.extIdpId) } }))
    // biome-ignore lint/suspicious/noExplicitAny: the vendor types the answer so, and code written for it has to compile
    .returns<any>(),
};

/** Calls that need the client's own id. */
export const socialCalls = {
  generateLinkExtIdpUrl: rest('GET /api/v3/generate-link-extidp-url')
    .accepts((extIdpConnIdentifier: string, idToken: string, appId: string | undefined) => ({
      query: { ext_idp_conn_identifier: extIdpConnIdentifier, id_token: idToken, app_id: appId },
    }))
    .returns<{ url: string }>(),
};
