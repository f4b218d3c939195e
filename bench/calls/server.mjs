// A server that gives the same few answers to every client, so that the clients are compared and not their servers.

import http from 'node:http';

const ADA = {
  id: 'ada',
  arn: 'arn:cn:authing:pool:user:ada',
  userPoolId: 'pool',
  status: 'Activated',
  username: 'ada',
  email: 'ada@example.com',
  emailVerified: true,
  phone: null,
  phoneVerified: false,
  unionid: null,
  openid: null,
  nickname: 'Ada',
  registerSource: ['basic:email'],
  photo: 'https://files.example/ada.png',
  password: null,
  oauth: null,
  loginsCount: 12,
  lastLogin: '2026-01-01T00:00:00.000Z',
  lastIP: '127.0.0.1',
  signedUp: '2025-01-01T00:00:00.000Z',
  blocked: false,
  isDeleted: false,
  device: null,
  browser: null,
  company: null,
  name: 'Ada Lovelace',
  givenName: null,
  familyName: null,
  middleName: null,
  profile: null,
  gender: 'F',
  birthdate: null,
  zoneinfo: null,
  locale: null,
  address: null,
  city: 'London',
  country: null,
  createdAt: '2025-01-01T00:00:00.000Z',
  updatedAt: '2026-01-01T00:00:00.000Z',
  externalId: null,
  identities: [],
  customData: [],
};
const GOTRUE_ADA = {
  id: '5d0c5b3e-2f5e-4b1b-8e0b-0c8f3a1f2b7d',
  aud: 'authenticated',
  role: 'authenticated',
  email: 'ada@example.com',
  email_confirmed_at: '2025-01-01T00:00:00Z',
  phone: '',
  last_sign_in_at: '2026-01-01T00:00:00Z',
  app_metadata: { provider: 'email', providers: ['email'] },
  user_metadata: { name: 'Ada Lovelace' },
  identities: [],
  created_at: '2025-01-01T00:00:00Z',
  updated_at: '2026-01-01T00:00:00Z',
};

const graphql = (data) => JSON.stringify({ data });
const CURRENT_USER = graphql({ user: ADA });
const POOL_TOKEN = { accessToken: token({ type: 'access' }), iat: now(), exp: now() + 86_400 };
const MANAGEMENT_TOKEN = graphql({ accessToken: POOL_TOKEN });
const ONE_USER = JSON.stringify({ code: 200, message: 'ok', data: ADA });
const GOTRUE_USER = JSON.stringify(GOTRUE_ADA);

const server = http.createServer((request, response) => {
  const body = [];
  request.on('data', (chunk) => body.push(chunk));
  request.on('end', () => {
    const text = answerTo(request.url, body);
    response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': text.length });
    response.end(text);
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.send(`http://127.0.0.1:${server.address().port}`));

function answerTo(url, body) {
  if (url.startsWith('/auth/v1/user')) return GOTRUE_USER;
  if (!url.startsWith('/graphql')) return ONE_USER;
  return Buffer.concat(body).includes('accessToken(') ? MANAGEMENT_TOKEN : CURRENT_USER;
}

function now() {
  return Math.floor(Date.now() / 1000);
}

/** An unsigned token: no client judges the signature of what its own server hands out. */
function token(claims) {
  const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ iat: now(), exp: now() + 86_400, ...claims })}.c2lnbmF0dXJl`;
}
