import { enterpriseEndpoints } from '@sallyport/authentication-client/endpoints';
import type { Feature } from '../feature.js';
import { requiredText } from '../untrusted.js';

/** What the made-up provider of each protocol is called. */
const PROVIDERS = ['oidc', 'oauth', 'saml', 'cas', 'azure-ad'] as const;

/** Sign-ins at an enterprise: there is one provider for each protocol, made up like the social ones. */
export const enterpriseFeature: Feature = {
  routes: (mount, { applications, userPool }) => {
    mount(enterpriseEndpoints.publicConfig, ({ path, call }) => {
      // Clients fill it in themselves, so that it is no name of the row's.
      const { id } = applications.require(requiredText(Object(path).appId, 'appId'));
      const identityProviders = PROVIDERS.map((protocol) => {
        const identifier = `emulator-${protocol}`;
        const address = `${call.address}/connections/enterprise/${identifier}?${new URLSearchParams({ app_id: id })}`;
        return { protocol, identifier, config: { ...addressesAt(address), clientId: id, ...OIDC } };
      });
      return { userPoolId: userPool.id, identityProviders };
    });
    mount(enterpriseEndpoints.startInteraction, () => true);
  },
};

const OIDC = { redirectUri: 'http://localhost/', scopes: 'openid', responseType: 'code' };

/** Each protocol has a name of its own for where the browser goes; the first is spelt as the wire has it. */
const addressesAt = (address: string) => ({
  authorizationEdpoint: address,
  samlRequest: address,
  casConnectionLoginUrl: address,
  authUrl: address,
  authorizationUrl: address,
});
