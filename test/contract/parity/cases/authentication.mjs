// @ts-check
import { mended, noTenantForUserPool } from '../mended.mjs';

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
