// @ts-check
import { encodedAddress, mended, noTenantForUserPool, tokenInHeader } from '../mended.mjs';

/** @typedef {import('../run-parity.mjs').Case} Case */

const profile = { nickname: 'Nick' };
const extras = { clientIp: '1.2.3.4', customData: { school: 'x' }, context: { k: 'v' } };
const passwordSignIn = { autoRegister: true, captchaCode: 'xj72', ...extras };
const params = { params: [{ key: 'school', value: 'x' }] };

/** @type {Case[]} */
export const signUp = [
  {
    method: 'registerByEmail',
    calls: [
      ['a@example.com', 'pw', profile, { generateToken: true, phoneToken: 'pt', ...extras }],
      ['a@example.com', 'pw'],
      ['a@example.com', 'pw', null, params],
    ],
  },
  {
    method: 'registerByUsername',
    calls: [
      ['bob', 'pw', profile, { forceLogin: true, generateToken: true, phoneToken: 'pt', emailToken: 'et', ...extras }],
      ['bob', 'pw'],
    ],
  },
  {
    method: 'registerByEmailCode',
    calls: [
      ['a@example.com', '123456', profile, { forceLogin: true, generateToken: true, phoneToken: 'pt', ...extras }],
      ['a@example.com', '123456'],
      ['a@example.com', '123456', undefined, params],
    ],
  },
  {
    method: 'registerByPhoneCode',
    calls: [
      ['13800000000', '1234', 'pw', profile, { generateToken: true, phoneCountryCode: '+86', emailToken: 'et' }],
      ['13800000000', '1234'],
    ],
  },
];

/** @type {Case[]} */
export const signIn = [
  {
    method: 'loginByEmail',
    calls: [
      ['a@example.com', 'pä$$wörd', passwordSignIn],
      ['a@example.com', 'pw'],
      ['a@example.com', 'pw', params],
    ],
  },
  {
    method: 'loginByUsername',
    calls: [
      ['bob', 'pw', passwordSignIn],
      ['bob', 'pw'],
    ],
  },
  {
    method: 'loginByPhonePassword',
    calls: [
      ['13800000000', 'pw', passwordSignIn],
      ['13800000000', 'pw'],
    ],
  },
  {
    method: 'loginByPhoneCode',
    calls: [
      ['13800000000', '1234', { phoneCountryCode: '+86', ...extras }],
      ['13800000000', '1234'],
    ],
  },
  {
    method: 'loginByEmailCode',
    calls: [
      ['a@example.com', '1234', extras],
      ['a@example.com', '1234'],
    ],
  },
  {
    method: 'loginBySubAccount',
    calls: [
      ['sub', 'pw', { captchaCode: 'xj72', clientIp: '1.2.3.4' }],
      ['sub', 'pw'],
    ],
  },
  {
    method: 'loginByLdap',
    calls: [
      ['admin', 'pw', { clientIp: '1.2.3.4', withCustomData: true }],
      ['admin', 'pw'],
    ],
  },
  {
    method: 'loginByAd',
    options: (url) => ({ websocketHost: url }),
    calls: [
      ['admin', 'pw', { clientIp: '1.2.3.4', withCustomData: true }],
      ['admin', 'pw'],
    ],
  },
  {
    method: 'signinByCredentials',
    options: () => ({ redirectUri: 'https://app.example/cb' }),
    calls: [
      [
        {
          connection: 'PASSWORD',
          passwordPayload: { account: 'bob', password: 'pw' },
          options: { scope: 'openid', state: 's1' },
        },
      ],
      [{ connection: 'PASSCODE', passCodePayload: { passCode: '1234', phone: '138' }, options: { state: 's1' } }],
      [{ connection: 'LDAP', ldapPayload: { password: 'pw', sAMAccountName: 'a' }, options: { responseType: 'code' } }],
      [{ connection: 'AD', options: { responseType: 'code', redirectUri: 'https://other.example/cb' } }],
    ],
    mends: [noTenantForUserPool],
  },
];

/** @type {Case[]} */
export const caller = [
  { method: 'setLang', calls: [['en-US']], followedBy: ['sendSmsCode', '13800000000'] },
  { method: 'setRequestFrom', calls: [['guard']], followedBy: ['sendSmsCode', '13800000000'] },
];

/** @type {Case[]} */
export const passwords = [
  { method: 'checkPasswordStrength', calls: [['pw']], answers: true },
  {
    method: 'computedPasswordSecurityLevel',
    answers: true,
    calls: [
      '',
      'abc',
      'abcdefg1',
      'ABCDEFG1',
      '12345678',
      'Abcdefgh12345',
      'abcdefgh12345',
      'Abcdefgh1234',
      'Abcdefgh123',
      'Zoë12345ABCD',
      'ÄÖÜäöü123456',
      'Abcdefgh1\n345',
      'Abc1\nefghijkl',
      '\nAbcdefgh1234',
      'A1b🐎🐎🐎🐎🐎',
    ].map((password) => [password]),
  },
  {
    method: 'resetPasswordByPhoneCode',
    calls: [
      ['13800000000', '1234', 'newpw', '+86'],
      ['13800000000', '1234', 'newpw'],
    ],
  },
  { method: 'resetPasswordByEmailCode', calls: [['a@example.com', '1234', 'newpw']] },
  { method: 'resetPasswordByFirstLoginToken', calls: [[{ token: 'flt', password: 'newpw' }]] },
  {
    method: 'resetPasswordByForceResetToken',
    calls: [[{ token: 'frt', oldPassword: 'oldpw', newPassword: 'newpw' }]],
  },
];

/** @type {Case[]} */
export const addresses = [
  {
    method: 'updatePhone',
    calls: [
      ['13800000001', '1234', '13800000000', '4321', '+86', '+86'],
      ['13800000001', '1234'],
    ],
  },
  {
    method: 'updateEmail',
    calls: [
      ['b@example.com', '1234', 'a@example.com', '4321'],
      ['b@example.com', '1234'],
    ],
  },
  {
    method: 'bindPhone',
    calls: [
      ['13800000000', '1234', '+86'],
      ['13800000000', '1234'],
    ],
  },
  { method: 'unbindPhone', calls: [[]] },
  { method: 'bindEmail', calls: [['a@example.com', '1234']] },
  { method: 'unbindEmail', calls: [[]] },
];

/** @type {Case[]} */
export const customFields = [
  { method: 'listUdv', calls: [[]], answers: true },
  { method: 'getUdfValue', calls: [[]], answers: true },
  {
    method: 'setUdv',
    calls: [
      ['school', 'x'],
      ['age', 36],
      ['pets', { cat: 1 }],
      ['member', false],
    ],
    answers: true,
  },
  { method: 'setUdfValue', calls: [[{ school: 'x', age: 36, pets: { cat: 1 } }]], answers: true },
  { method: 'removeUdv', calls: [['school']], answers: true },
  { method: 'removeUdfValue', calls: [['school']], answers: true },
];

/** @type {Case[]} */
export const access = [
  { method: 'listOrgs', calls: [[]], answers: true },
  { method: 'listDepartments', calls: [[]], answers: true },
  { method: 'listAuthorizedResources', calls: [['default', { resourceType: 'DATA' }], ['default']], answers: true },
  { method: 'hasRole', calls: [['admin', 'default'], ['editor'], ['nobody']], answers: true },
];

/** @type {Case[]} */
export const pictures = [
  { method: 'uploadAvatar', calls: [[{ accept: '.png' }], []], page: true },
  { method: 'updateAvatar', calls: [[{ accept: '.png' }], []], page: true },
];

/** @type {Case[]} */
export const subClients = [
  { method: 'social.generateLinkExtIdpUrl', calls: [[{ extIdpConnIdentifier: 'github-1', idToken: 'idt1' }]] },
  { method: 'social.unlinkExtIdp', calls: [[{ extIdpId: 'ext1' }]], answers: true },
  { method: 'social.getIdentities', calls: [[]], answers: true },
  { method: 'principal.detail', calls: [[]], answers: true },
  {
    method: 'principal.authenticate',
    answers: true,
    calls: [
      [{ type: 'P', name: 'N', idCard: 'ID', bankCard: 'BC' }],
      [{ type: 'E', enterpriseName: 'EN', enterpriseCode: 'EC', legalPersonName: 'LP' }],
    ],
  },
  { method: 'browserFingerprint.myDevicesList', calls: [[]], answers: true },
  { method: 'browserFingerprint.myDevicesUnbind', calls: [['dev1']], answers: true },
  { method: 'browserFingerprint.myDevicesLogout', calls: [['dev1']], answers: true },
  { method: 'event.pub', calls: [['custom.event', '{"k":"v"}']], answers: true },
];

/** @type {Case[]} */
export const account = [
  {
    method: 'isUserExists',
    answers: true,
    calls: [
      [{ username: 'bob', email: 'a@example.com', phone: '13800000000', externalId: 'ext1' }],
      [{ email: 'a@example.com' }],
    ],
  },
  { method: 'getSecurityLevel', calls: [[]], answers: true },
  { method: 'listApplications', calls: [[{ page: 2, limit: 5 }], []], answers: true },
  { method: 'linkAccount', calls: [[{ primaryUserToken: 't1', secondaryUserToken: 't2' }]] },
  { method: 'unLinkAccount', calls: [[{ primaryUserToken: 't1', provider: 'github' }]] },
  {
    method: 'validateToken',
    calls: [[{ accessToken: 'at1' }], [{ idToken: 'idt1' }]],
    answers: true,
    mends: [noTenantForUserPool],
  },
  { method: 'logoutCurrent', calls: [[]] },
  { method: 'sendSmsCode', calls: [['13800000000', '+86', 'mfa-verify'], ['13800000000']] },
  { method: 'sendEmail', calls: [['a@example.com', 'RESET_PASSWORD']] },
  { method: 'getCurrentUser', calls: [[]] },
  {
    method: 'updateProfile',
    calls: [[{ nickname: 'Nick' }, { emailToken: 'et', phoneToken: 'pt' }], [{ nickname: 'Nick', password: 'pw' }]],
  },
  { method: 'updatePassword', calls: [['newpw', 'oldpw'], ['newpw']] },
  { method: 'checkLoginStatus', calls: [['some-token'], []] },
  { method: 'refreshToken', calls: [[]] },
  { method: 'logout', calls: [[]] },
  { method: 'checkLoggedIn', calls: [[]] },
  { method: 'setCurrentUser', calls: [[{ id: 'u2', arn: '', userPoolId: 'pool1' }]] },
  { method: 'setToken', calls: [['another-token']] },
];

const mfaToken = 'mfa-token';

/** @type {Case[]} */
export const mfa = [
  {
    method: 'mfa.getMfaAuthenticators',
    calls: [[{ type: 'totp', mfaToken, source: 'APPLICATION' }], [], [{ type: 'totp' }]],
  },
  {
    method: 'mfa.assosicateMfaAuthenticator',
    calls: [[{ authenticatorType: 'totp', mfaToken, source: 'APPLICATION' }], [], [{ authenticatorType: 'totp' }]],
  },
  {
    method: 'mfa.confirmAssosicateMfaAuthenticator',
    calls: [[{ authenticatorType: 'totp', totp: '112233', mfaToken, source: 'APPLICATION' }]],
    mends: [mended('13', 'the mfaToken goes out', (request) => ({ ...request, authorization: `Bearer ${mfaToken}` }))],
  },
  { method: 'mfa.confirmAssosicateMfaAuthenticator', calls: [[{ authenticatorType: 'totp', totp: '112233' }]] },
  { method: 'mfa.deleteMfaAuthenticator', calls: [[]] },
  { method: 'mfa.verifyTotpMfa', calls: [[{ totp: '112233', mfaToken }]] },
  {
    method: 'mfa.verifyAppSmsMfa',
    calls: [
      [{ phone: '13800000000', code: '1234', mfaToken, phoneCountryCode: '+86' }],
      [{ phone: '13800000000', code: '1234', mfaToken }],
    ],
  },
  { method: 'mfa.verifyAppEmailMfa', calls: [[{ email: 'a@example.com', code: '1234', mfaToken }]] },
  {
    method: 'mfa.phoneOrEmailBindable',
    calls: [[{ phone: '13800000000', mfaToken }], [{ email: 'a@example.com', mfaToken }]],
  },
  { method: 'mfa.verifyTotpRecoveryCode', calls: [[{ recoveryCode: 'aaaa-bbbb-cccc-dddd-eeee-ffff', mfaToken }]] },
  {
    method: 'mfa.associateFaceByUrl',
    calls: [
      [{ baseFace: 'https://img.example/a.jpg', compareFace: 'https://img.example/b.jpg', mfaToken }],
      [{ baseFace: 'https://img.example/a.jpg', compareFace: 'https://img.example/b.jpg' }],
    ],
  },
  { method: 'mfa.associateFaceByLocalFile', calls: [[mfaToken], []], page: true },
  {
    method: 'mfa.associateFaceByBlob',
    calls: [[{ baseFace: { blob: 'a' }, compareFace: { blob: 'b' }, mfaToken }], [{ baseFace: { blob: 'a' } }]],
    page: true,
  },
  { method: 'mfa.verifyFaceMfa', calls: [['photo-key', mfaToken]] },
];

const redirectUri = 'https://app.example/cb';
const codeVerifier = 'v'.repeat(43);

/**
 * The calls of a protocol by each way in which a client can prove itself.
 *
 * @param {string} method
 * @param {readonly unknown[]} args
 * @param {string} by - The option that says which.
 * @returns {Case[]}
 */
const byEachProof = (method, args, by) =>
  [
    { protocol: 'oidc', secret: 's' },
    { protocol: 'oauth', secret: 's' },
    { protocol: 'oidc', secret: 's', [by]: 'client_secret_basic' },
    { protocol: 'oidc', [by]: 'none' },
    { protocol: 'oauth', [by]: 'none' },
  ].map((options) => ({
    method,
    calls: [args],
    answers: true,
    options: () => ({ redirectUri, ...options }),
    mends: [noTenantForUserPool],
  }));

/** @type {Case[]} */
export const protocols = [
  ...byEachProof('getAccessTokenByCode', ['code1', { codeVerifier }], 'tokenEndPointAuthMethod'),
  ...byEachProof('getAccessTokenByCode', ['code1'], 'tokenEndPointAuthMethod'),
  ...byEachProof('getNewAccessTokenByRefreshToken', ['rt1'], 'tokenEndPointAuthMethod'),
  ...byEachProof('introspectToken', ['at1'], 'introspectionEndPointAuthMethod'),
  ...byEachProof('revokeToken', ['at1'], 'revocationEndPointAuthMethod'),
  ...['oidc', 'oauth'].flatMap((protocol) =>
    [
      {
        method: 'getAccessTokenByIdToken',
        calls: [[{ redirectUri, idToken: 'idt1', scope: 'openid profile' }], [{ redirectUri, idToken: 'idt1' }]],
      },
      {
        method: 'getAccessTokenByClientCredentials',
        calls: [['resource:read', { accessKey: 'ak1', accessSecret: 'as1' }]],
      },
      {
        method: 'getUserInfoByAccessToken',
        calls: [
          ['at1'],
          ['at1', { method: 'GET', tokenPlace: 'header' }],
          ['at1', { method: 'POST', tokenPlace: 'query' }],
          ['at1', { method: 'POST', tokenPlace: 'header' }],
          ['at1', { method: 'POST', tokenPlace: 'body' }],
        ],
      },
    ].map((item) => ({
      ...item,
      answers: true,
      options: () => ({ protocol }),
      mends: [noTenantForUserPool, tokenInHeader],
    })),
  ),
  { method: 'validateTicketV1', calls: [['ST-1', 'https://app.example/svc']], mends: [noTenantForUserPool] },
  {
    method: 'validateTicketV2',
    calls: [
      ['ST-1', 'https://app.example/svc'],
      ['ST-1', 'https://app.example/svc', 'XML'],
    ],
    answers: true,
    mends: [noTenantForUserPool],
  },
  { method: 'trackSession', calls: [[]], answers: true, mends: [noTenantForUserPool] },
];

/** @type {Case[]} */
export const addressesOfProtocols = [
  {
    method: 'buildAuthorizeUrl',
    calls: [
      [
        {
          responseType: 'code',
          responseMode: 'query',
          state: 's1',
          nonce: 'n1',
          scope: 'openid offline_access',
          codeChallenge: 'cc',
          codeChallengeMethod: 'S256',
          tenantId: 't1',
        },
      ],
      [{ state: 's1', nonce: 'n1' }],
      [{ state: 's1', nonce: 'n1', appId: 'app2', redirectUri: 'https://other.example/cb?a=1&b=2' }],
    ],
    answers: true,
    options: () => ({ redirectUri }),
  },
  {
    method: 'buildAuthorizeUrl',
    calls: [[{ state: 's1' }], [{ state: 's1', scope: 'a b', responseType: 'token' }]],
    answers: true,
    options: () => ({ redirectUri, protocol: 'oauth' }),
  },
  { method: 'buildAuthorizeUrl', calls: [[]], answers: true, options: () => ({ protocol: 'saml' }) },
  {
    method: 'buildAuthorizeUrl',
    calls: [[], [{ service: 'https://app.example/svc' }]],
    answers: true,
    options: () => ({ protocol: 'cas' }),
    mends: [encodedAddress],
  },
  ...['oidc', 'oauth', 'saml', 'cas'].map((protocol) => ({
    method: 'buildLogoutUrl',
    calls: [[], [{ redirectUri: 'https://app.example/out' }]],
    answers: true,
    options: () => ({ protocol }),
    mends: [encodedAddress],
  })),
  {
    method: 'buildLogoutUrl',
    calls: [[{ expert: true, idToken: 'idt1', redirectUri: 'https://app.example/out' }]],
    answers: true,
    mends: [encodedAddress],
  },
  { method: 'generateCodeChallenge', calls: [[]], shape: true },
  {
    method: 'getCodeChallengeDigest',
    calls: [[{ codeChallenge: codeVerifier, method: 'S256' }], [{ codeChallenge: codeVerifier, method: 'plain' }]],
    answers: true,
  },
];

const code = { context: { k: 'v' }, customData: { school: 'x' }, extIdpConnId: 'conn1', withCustomData: true };

/** @type {Case[]} */
export const qrCodes = [
  { method: 'qrcode.geneCode', calls: [[code], []], answers: true },
  { method: 'wxqrcode.geneCode', calls: [[code]], answers: true },
  { method: 'wechatmpqrcode.geneCode', calls: [[code]], answers: true },
  { method: 'qrcode.checkStatus', calls: [['rnd1']], answers: true },
  { method: 'qrcode.exchangeUserInfo', calls: [['ticket1']], answers: true },
  { method: 'qrcode.startPolling', calls: [['rnd1', { interval: 100 }]], until: 'onSuccess' },
  { method: 'qrcode.stopPolling', calls: [[]], answers: true },
  {
    method: 'qrcode.startScanning',
    calls: [
      ['qrcode', { ...code, interval: 100, autoExchangeUserInfo: true }],
      ['qrcode', { interval: 100 }],
    ],
    until: 'onSuccess',
    browser: true,
    answers: true,
  },
];

/** @type {Case[]} */
export const windows = [
  {
    method: 'social.authorize',
    calls: [
      [
        'github',
        {
          uuid: 'uuid1',
          authorizationParams: { display: 'page' },
          context: { k: 'v' },
          customData: { school: 'x' },
          withIdentities: true,
          withCustomData: true,
          targetUrl: 'https://app.example/cb',
          relayMethod: 'web_message',
          guardVersion: 'g1',
          protocol: 'oidc',
        },
      ],
      ['github', { uuid: 'uuid1', popup: false }],
    ],
    until: 'onSuccess',
    browser: true,
    answers: true,
  },
  {
    method: 'enterprise.authorize',
    calls: ['oidc', 'saml', 'cas', 'oauth', 'azure-ad'].map((protocol) => [protocol, 'idp1', {}]),
    until: 'onSuccess',
    browser: true,
    answers: true,
  },
  {
    method: 'event.sub',
    calls: [['custom.event']],
    options: () => ({ socketUri: 'wss://events.example' }),
    browser: true,
  },
  { method: 'browserFingerprint.getBrowserFingers', calls: [[]], browser: true, shape: true },
  { method: 'browserFingerprint.getDeviceInfo', calls: [[]], browser: true, shape: true },
  { method: 'browserFingerprint.createDevice', calls: [[]], browser: true, answers: true },
];
