// @ts-check
import { mended } from '../mended.mjs';

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
];

/** @type {Case[]} */
export const account = [
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
];
