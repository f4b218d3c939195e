import { tokenEndpoints } from '@sallyport/management-client/endpoints';
import type { Feature } from '../feature.js';
import { requiredText } from '../untrusted.js';

const typeDefs = /* GraphQL */ `
extend type Query {
  accessToken(userPoolId: String!, secret: String!): AccessTokenRes
}

type AccessTokenRes {
  accessToken: String
  exp: EpochSeconds
  iat: EpochSeconds
}
`;

/** Tokens that administer the user pool. */
export const tokenFeature: Feature = {
  typeDefs,
  resolvers: (resolve, { managementTokens }) => {
    resolve(tokenEndpoints.accessToken, async ({ userPoolId, secret }) => {
      const issued = await managementTokens.issue(
        requiredText(userPoolId, 'userPoolId'),
        requiredText(secret, 'secret'),
      );
      return { accessToken: issued.token, iat: issued.issuedAt, exp: issued.expiresAt };
    });
  },
};
