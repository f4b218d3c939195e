import { socialCalls, socialEndpoints } from '@sallyport/authentication-client/endpoints';
import type { LinkedIdentity } from '../../domain/accounts/account.types.js';
import type { Feature } from '../feature.js';
import { optionalText, requiredText } from '../untrusted.js';

/** A user's identities at other providers. */
export const socialFeature: Feature = {
  routes: (mount, { applications, identities, sessions }) => {
    mount(socialEndpoints.getIdentities, async ({ call }) => {
      const { account } = await call.signedIn();
      return account.identities.map(identityView);
    });
    mount(socialEndpoints.unlinkExtIdp, async ({ body, call }) => {
      const { account } = await call.signedIn();
      const extIdpId = requiredText(body.extIdpId, 'extIdpId');
      identities.part(account, (identity) => extIdpIdOf(identity) === extIdpId);
      return true;
    });
    // Where the browser goes next is not built yet, and answers 404.
    mount(socialCalls.generateLinkExtIdpUrl, async ({ query, call }) => {
      const identifier = requiredText(query.ext_idp_conn_identifier, 'ext_idp_conn_identifier');
      const idToken = requiredText(query.id_token, 'id_token');
      await sessions.authenticate(idToken);
      const { id } = applications.require(optionalText(query.app_id, 'app_id') ?? call.applicationId);
      const search = new URLSearchParams({ ext_idp_conn_identifier: identifier, app_id: id, id_token: idToken });
      return { url: `${call.address}/api/v3/link-extidp?${search}` };
    });
  },
};

function identityView(identity: LinkedIdentity) {
  const { provider, userIdInIdp, connectionId, type, userInfoInIdp, accessToken, refreshToken } = identity;
  return {
    identityId: JSON.stringify([provider, userIdInIdp]),
    extIdpId: extIdpIdOf(identity),
    provider,
    type: type ?? 'openid',
    userIdInIdp,
    userInfoInIdp: { ...userInfoInIdp },
    accessToken: accessToken ?? '',
    refreshToken: refreshToken ?? '',
    originConnIds: connectionId === null ? [] : [connectionId],
  };
}

// An identity that was linked without a source has its provider for one.
function extIdpIdOf({ extIdpId, provider }: LinkedIdentity): string {
  return extIdpId ?? provider;
}
