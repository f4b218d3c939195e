// @ts-check
import { createServer } from 'node:http';
import { parse } from 'graphql';
import { jwks, passwordKeyPem, signToken } from './keys.mjs';

/**
 * @typedef {object} Recorded
 * @property {string} method
 * @property {URL} url
 * @property {import('node:http').IncomingHttpHeaders} headers
 * @property {any} body
 */

const DAY = 86_400;
// One moment for the whole run, so that two tokens with the same claims are the same token.
const iat = Math.floor(Date.now() / 1000);
const exp = iat + DAY;

/** Starts a server that answers both clients whatever they need to go on, and writes down what they ask. */
export async function startRecordingServer() {
  /** @type {Recorded[]} */
  const requests = [];
  const server = createServer(async (incoming, outgoing) => {
    const body = await readBody(incoming);
    const url = new URL(incoming.url ?? '/', origin());
    requests.push({ method: incoming.method ?? '', url, headers: incoming.headers, body });
    const answered = answer(url, body, origin());
    const isText = typeof answered === 'string';
    outgoing.setHeader('content-type', isText ? 'text/plain' : 'application/json');
    outgoing.end(isText ? answered : JSON.stringify(answered));
  });
  const origin = () => {
    const address = server.address();
    return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  };
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  return {
    url: origin(),
    /** Everything since the last time. */
    take: () => requests.splice(0),
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** @param {import('node:http').IncomingMessage} incoming */
async function readBody(incoming) {
  const chunks = [];
  for await (const chunk of incoming) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  const type = incoming.headers['content-type'] ?? '';
  if (type.startsWith('multipart/')) return { multipart: await readForm(bytes, type) };
  if (bytes.length === 0) return undefined;
  return type.startsWith('application/x-www-form-urlencoded')
    ? { form: Object.fromEntries(new URLSearchParams(bytes.toString())) }
    : JSON.parse(bytes.toString());
}

/** @param {Buffer} bytes @param {string} type */
async function readForm(bytes, type) {
  const form = await new Response(new Uint8Array(bytes), { headers: { 'content-type': type } }).formData();
  return [...form].map(([name, part]) => ({ name, file: typeof part === 'string' ? null : part.name }));
}

/** @param {string} origin */
export function userToken(origin) {
  const data = { id: 'u1', userPoolId: 'pool1', type: 'user', email: 'a@example.com' };
  return signToken({ iss: `${origin}/oidc`, sub: 'u1', aud: 'app1', iat, exp, data });
}

/**
 * @param {URL} url
 * @param {any} body
 * @param {string} origin
 */
function answer(url, body, origin) {
  if (url.pathname === '/graphql/v2') return { data: graphqlAnswer(body.query, origin) };
  if (url.pathname === '/oidc/.well-known/jwks.json') return jwks;
  if (url.pathname === '/api/v2/oidc/validate_token') return { sub: 'u1', exp };
  if (url.pathname === '/api/v3/signin') return { statusCode: 200, message: 'OK', data: { token_type: 'Bearer' } };
  return protocolAnswer(url) ?? { code: 200, message: 'OK', ...restAnswer(url.pathname, origin) };
}

// These answer without an envelope.
/** @param {URL} url */
function protocolAnswer({ pathname, searchParams }) {
  if (/^\/(oidc|oauth)\/(token|me)/.test(pathname)) return { sub: 'u1', access_token: 'at1', token_type: 'Bearer' };
  if (pathname === '/cas/session') return { session: { _id: 's1' }, userInfo: { id: 'u1' } };
  if (pathname === '/cas-idp/app1/validate') return 'yes\nu1\n';
  if (pathname !== '/cas-idp/app1/serviceValidate') return undefined;
  const user = { user: 'u1', attributes: {} };
  return searchParams.get('format') === 'XML' ? '<cas/>' : { serviceResponse: { authenticationSuccess: user } };
}

const identityProvider = {
  clientId: 'c1',
  authorizationEdpoint: 'https://idp.example/auth',
  redirectUri: 'https://idp.example/cb',
  scopes: 'openid',
  responseType: 'code',
  samlRequest: 'https://idp.example/saml',
  casConnectionLoginUrl: 'https://idp.example/cas',
  authUrl: 'https://idp.example/oauth',
  authorizationUrl: 'https://idp.example/azure',
};

const identityProviders = ['oidc', 'saml', 'cas', 'oauth', 'azure-ad'].map((protocol) => ({
  protocol,
  identifier: 'idp1',
  config: identityProvider,
}));

/** @param {string} pathname @param {string} origin */
function restAnswer(pathname, origin) {
  const user = { id: 'u1', token: userToken(origin) };
  if (pathname === '/api/v2/.well-known') return { data: { publicKey: passwordKeyPem } };
  if (pathname === '/api/v2/mfa/authenticator') return { data: [] };
  if (pathname === '/api/v2/applications/mfa/check') return { data: true };
  if (pathname.endsWith('/public-config')) return { data: { userPoolId: 'pool1', identityProviders } };
  if (pathname === '/api/v2/qrcode/gene') return { data: { random: 'rnd1', url: 'https://img.example/c.png' } };
  if (pathname === '/api/v2/qrcode/check') return { data: scanned };
  if (pathname === '/api/v2/upload') return { data: { key: 'uploaded-key', url: 'https://img.example/up.png' } };
  return { data: user, recoveryCode: 'aaaa-bbbb-cccc-dddd-eeee-ffff' };
}

const scanned = { random: 'rnd1', status: 2, ticket: 'ticket1', userInfo: { nickname: 'A', photo: '' } };

/** @param {string} query @param {string} origin */
function graphqlAnswer(query, origin) {
  const [operation] = parse(query).definitions;
  const [field] = operation?.kind === 'OperationDefinition' ? operation.selectionSet.selections : [];
  const root = field?.kind === 'Field' ? field.name.value : '';
  const token = userToken(origin);
  /** @type {Record<string, unknown>} */
  const answers = {
    accessToken: { accessToken: signToken({ sub: 'pool1', iat, exp }), iat, exp },
    refreshToken: { token, iat, exp },
    checkLoginStatus: { code: 200, status: true },
    users: { totalCount: 0, list: [] },
    sendEmail: { code: 200, message: 'OK' },
    deleteUser: { code: 200, message: 'OK' },
    checkPasswordStrength: { valid: true, message: 'OK' },
    resetPassword: { code: 200, message: 'OK' },
    resetPasswordByFirstLoginToken: { code: 200, message: 'OK' },
    resetPasswordByForceResetToken: { code: 200, message: 'OK' },
    isUserExists: true,
    udv: customFields,
    setUdv: customFields,
    setUdvBatch: customFields,
    removeUdv: customFields,
  };
  return { [root]: answers[root] ?? { id: 'u1', token, customData: [], ...rights } };
}

const customFields = [
  { key: 'school', dataType: 'STRING', value: 'x', label: 'School' },
  { key: 'age', dataType: 'NUMBER', value: '36', label: null },
  { key: 'member', dataType: 'BOOLEAN', value: 'false', label: null },
  { key: 'born', dataType: 'DATETIME', value: '1449650400000', label: null },
  { key: 'pets', dataType: 'OBJECT', value: '{"cat":1}', label: null },
];

const rights = {
  departments: { totalCount: 1, list: [{ department: { id: 'd1', name: 'Engines' }, isMainDepartment: true }] },
  roles: { totalCount: 2, list: [{ code: 'admin' }, { code: 'editor' }] },
  authorizedResources: {
    totalCount: 2,
    list: [
      { code: 'books:*', type: 'DATA', actions: ['books:read'], apiIdentifier: null },
      { code: 'menu', type: 'MENU', actions: null, apiIdentifier: '' },
    ],
  },
};
