import { type JwtTokenStatus, sessionCalls, sessionEndpoints } from '@sallyport/authentication-client/endpoints';
import type { Domain } from '../../domain/create-domain.js';
import { Refusal } from '../../domain/refusal.js';
import { arnOf } from '../../domain/user-pool.js';
import type { Feature } from '../feature.js';
import { REFUSAL_CODES } from '../refusal-codes.js';
import { logOut } from './log-out.js';

const typeDefs = /* GraphQL */ `
extend type Query {
  checkLoginStatus(token: String): JwtTokenStatus
}

extend type Mutation {
  refreshToken(id: String): RefreshToken
}

type JwtTokenStatus {
  code: Int
  message: String
  status: Boolean
  exp: EpochSeconds
  iat: EpochSeconds
  data: JwtTokenStatusDetail
}

type JwtTokenStatusDetail {
  id: String
  userPoolId: String
  arn: String
}

type RefreshToken {
  token: String
  iat: EpochSeconds
  exp: EpochSeconds
}
`;

/** The life of a session. */
export const sessionFeature: Feature = {
  typeDefs,
  resolvers: (resolve, domain) => {
    resolve(sessionEndpoints.checkLoginStatus, ({ token }, call) => statusOf(domain, token || call.token));
    resolve(sessionCalls.refreshToken, async (_, call) => {
      const { token, issuedAt, expiresAt } = await domain.sessions.renew(await call.signedIn());
      return { token, iat: issuedAt, exp: expiresAt };
    });
  },
  routes: (mount, domain) => {
    mount(sessionCalls.logout, ({ call }) => logOut(domain, call));
  },
};

/** Tells whether a token is good. One that is not is an answer too, and no refusal. */
async function statusOf(domain: Domain, token: string | null): Promise<JwtTokenStatus> {
  try {
    if (!token) throw new Refusal('not-signed-in', 'Not signed in');
    const { account, token: read } = await domain.sessions.authenticate(token);
    const data = { id: account.id, userPoolId: domain.userPool.id, arn: arnOf(domain.userPool, account.id) };
    return { code: 200, message: 'The token is good', status: true, iat: read.issuedAt, exp: read.expiresAt, data };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { code } = REFUSAL_CODES[error.reason];
    return { code, message: error.message, status: false, iat: null, exp: null, data: null };
  }
}
