import { rest } from '@sallyport/core/endpoints';
import type { EnterpriseSettings } from './enterprise.types.js';

/** Signing in at the identity provider of an enterprise. */
export const enterpriseEndpoints = {
  publicConfig: rest('GET /api/v2/applications/{client.appId}/public-config').returns<EnterpriseSettings | null>(),

  startInteraction: rest('POST /api/v2/connections/oidc/start-interaction')
    .accepts(
      (body: {
        readonly state: string;
        readonly protocol: 'oidc';
        readonly userPoolId: string | undefined;
        readonly appId: string | undefined;
        readonly referer: string;
        readonly connection: { readonly providerIentifier: string };
      }) => ({ body }),
    )
    .returns<unknown>(),
};
