// @ts-check
import { mended } from '../mended.mjs';

/** @typedef {import('../run-parity.mjs').Case} Case */

const identity = { provider: 'wechat', userIdInIdp: 'x1' };

/** @type {Case[]} */
export const users = [
  {
    method: 'users.create',
    calls: [
      [
        { username: 'bob', password: 'pw' },
        { keepPassword: true, resetPasswordOnFirstLogin: true, identity },
      ],
      [{ username: 'bob' }],
    ],
  },
  {
    method: 'users.update',
    calls: [
      ['u1', { nickname: 'Nick' }],
      ['u1', { password: 'pw' }],
    ],
  },
  { method: 'users.detail', calls: [['u1'], ['u1', { withCustomData: true }]] },
  {
    method: 'users.detail',
    calls: [['../userpools/detail']],
    mends: [
      mended('7', 'path values are encoded', (request) =>
        request.path === '/api/v2/userpools/detail'
          ? { ...request, path: '/api/v2/users/..%2Fuserpools%2Fdetail' }
          : request,
      ),
    ],
  },
  { method: 'users.find', calls: [[{ email: 'a@example.com', identity }], [{ email: 'a@example.com' }]] },
  {
    method: 'users.find',
    calls: [[{ email: 'a@example.com', identity, withCustomData: true }]],
    mends: [
      mended('29', 'identity is sent with custom data too', (request) =>
        'graphql' in request && request.graphql?.root === 'findUser'
          ? {
              ...request,
              graphql: {
                ...request.graphql,
                variableTypes: { ...request.graphql.variableTypes, identity: 'FindUserByIdentityInput' },
                arguments: { ...request.graphql.arguments, identity: '$identity' },
                variables: { .../** @type {object} */ (request.graphql.variables), identity },
              },
            }
          : request,
      ),
    ],
  },
  { method: 'users.list', calls: [[1, 10], [], [2, 20, { withCustomData: true, excludeUsersInOrg: true }]] },
  { method: 'users.delete', calls: [['u1']] },
];

/** @type {Case[]} */
export const mfa = [
  { method: 'mfa.getStatus', calls: [['u1']] },
  { method: 'mfa.unAssociateMfa', calls: [['u1', 'OTP']] },
  {
    method: 'mfa.importTotp',
    calls: [
      ['u1', 'JBSWY3DPEHPK3PXP', 'aaaa-bbbb'],
      ['u1', 'JBSWY3DPEHPK3PXP'],
    ],
  },
];

/** @type {Case[]} */
export const login = [
  {
    method: 'checkLoginStatus',
    calls: [[{ userToken: true }]],
    mends: [
      {
        defect: '1',
        what: 'the token is judged by the keys of the server, where the published client sends nothing',
        apply: () => [
          {
            method: 'GET',
            path: '/oidc/.well-known/jwks.json',
            query: [],
            authorization: null,
            headers: { 'x-authing-lang': 'zh-CN', 'x-authing-request-from': 'sdk', 'x-authing-userpool-id': 'pool1' },
            body: null,
          },
        ],
      },
    ],
  },
];
