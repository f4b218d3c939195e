// How many answers of the token endpoint the emulator gives per second of CPU over `oidc-provider`, for the same grants:
// `client_credentials` (one token signed with RS256) and `refresh_token` (a rotated refresh token, an access token and an
// ID token, both signed with RS256). Most of the CPU goes into the signatures. The benchmark checks that both servers
// make the same number of them for an answer, with keys of 2048 bits. Each server is a process of its own that measures
// its CPU time. Medians of alternating rounds after some to warm up, and the lowest and highest ratio. `--json` prints
// one line.

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const WARM_UP_ROUNDS = 5;
const ROUNDS = 15;
const ANSWERS = 160;
const IN_FLIGHT = 8;
const RESOURCE = 'https://api.example';
const KEY_BITS = 2048;
const SCOPE = 'openid profile email offline_access';

const servers = {
  emulator: startEmulatorServer,
  'emulator --data': startEmulatorServerWithData,
  'oidc-provider': startOidcProvider,
};
const PEER = 'oidc-provider';

if (process.send) await serve(process.argv[2]);
else await compare();

/** The process of one server: it sends its clients once, then its CPU time for each message. */
async function serve(name) {
  const { setup, stop } = await servers[name]();
  process.on('message', () => process.send(process.cpuUsage()));
  process.once('disconnect', () => void stop().then(() => process.exit()));
  process.send(setup);
}

async function compare() {
  const running = await Promise.all(Object.keys(servers).map(start));
  try {
    const results = {};
    for (const grant of ['client_credentials', 'refresh_token']) results[grant] = await measure(running, grant);
    if (process.argv.includes('--json')) console.log(JSON.stringify(results));
    else print(results);
  } finally {
    for (const { child } of running) child.disconnect();
  }
}

async function start(name) {
  const child = fork(fileURLToPath(import.meta.url), [name], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  const [setup] = await once(child, 'message');
  const agent = new Agent({ keepAlive: true, maxSockets: IN_FLIGHT });
  const cpuSeconds = async () => {
    child.send('cpu');
    const [{ user, system }] = await once(child, 'message');
    return (user + system) / 1e6;
  };
  return { name, child, agent, cpuSeconds, ...setup };
}

/** Answers per CPU second of each server in each round. */
async function measure(running, grant) {
  const rates = Object.fromEntries(running.map(({ name }) => [name, []]));
  for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round += 1) {
    for (const server of running) {
      const before = await server.cpuSeconds();
      await Promise.all(Array.from({ length: IN_FLIGHT }, (_, index) => callsInTurn(server, grant, index)));
      const seconds = (await server.cpuSeconds()) - before;
      if (round >= 0) rates[server.name].push(ANSWERS / seconds);
    }
  }
  return Object.fromEntries(
    Object.entries(rates).map(([name, perSecond]) => [
      name,
      { perSecond: median(perSecond), ratio: spread(perSecond.map((rate, round) => rate / rates[PEER][round])) },
    ]),
  );
}

/** One caller: each refresh token is the one of its last answer, as rotation demands. */
async function callsInTurn(server, grant, index) {
  const { token, client, refreshTokens, resource, agent } = server;
  for (let call = 0; call < ANSWERS / IN_FLIGHT; call += 1) {
    const fields = grant === 'refresh_token' ? { refresh_token: refreshTokens[index] } : { scope: 'orders' };
    const answer = await post(token, { grant_type: grant, ...client, ...resource, ...fields }, agent);
    if (grant === 'refresh_token') refreshTokens[index] = answer.refresh_token;
    assertSigned(answer, grant);
  }
}

function assertSigned({ access_token: accessToken, id_token: idToken, ...rest }, grant) {
  for (const jwt of grant === 'refresh_token' ? [accessToken, idToken] : [accessToken]) {
    const [header, , signature = ''] = String(jwt).split('.');
    const { alg } = JSON.parse(Buffer.from(header, 'base64url').toString() || '{}');
    if (alg !== 'RS256' || Buffer.from(signature, 'base64url').length !== KEY_BITS / 8)
      throw new Error(
        `Expected a JWT signed with RS256 and ${KEY_BITS} bits, received ${jwt} with ${JSON.stringify(rest)}`,
      );
  }
}

function post(url, fields, agent) {
  const body = new URLSearchParams(fields).toString();
  const headers = { 'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(body) };
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method: 'POST', agent, headers }, (incoming) => {
      const chunks = [];
      incoming.on('data', (chunk) => chunks.push(chunk));
      incoming.once('error', reject);
      incoming.once('end', () => resolve(JSON.parse(Buffer.concat(chunks).toString())));
    });
    outgoing.once('error', reject);
    outgoing.end(body);
  });
}

async function startEmulatorServer(options = {}) {
  const { startEmulator } = await import('@sallyport/emulator');
  const user = { kind: 'user', email: 'ada@example.com', password: 'correct horse' };
  const emulator = await startEmulator({ seed: { objects: [user] }, ...options });
  const { appId, appSecret } = emulator.authing;
  const client = { client_id: appId, client_secret: appSecret };
  const token = `${emulator.oidc.issuer}/token`;
  const bearer = await signIn(emulator, user);
  const grant = { grant_type: 'http://authing.cn/oidc/grant_type/authing_token', token: bearer, scope: SCOPE };
  const refreshTokens = [];
  for (let index = 0; index < IN_FLIGHT; index += 1) {
    refreshTokens.push((await post(token, { ...client, ...grant })).refresh_token);
  }
  return { setup: { token, client, refreshTokens, resource: {} }, stop: () => emulator.stop() };
}

async function startEmulatorServerWithData() {
  const data = await mkdtemp(join(tmpdir(), 'sallyport-bench-'));
  const { setup, stop } = await startEmulatorServer({ data });
  return {
    setup,
    stop: async () => {
      await stop();
      await rm(data, { recursive: true });
    },
  };
}

async function signIn({ authing }, { email, password }) {
  const { AuthenticationClient } = await import('@sallyport/authentication-client');
  const { appId, appHost } = authing;
  const client = new AuthenticationClient({ appId, appHost });
  const { token } = await client.loginByEmail(email, password);
  await client.dispose();
  return token;
}

async function startOidcProvider() {
  const { generateKeyPairSync } = await import('node:crypto');
  const { createServer } = await import('node:http');
  const { Provider } = await import('oidc-provider');
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${server.address().port}`;
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: KEY_BITS });
  const client = { client_id: 'app', client_secret: 'a secret of thirty-two characters' };
  const resourceServer = { scope: 'orders', accessTokenFormat: 'jwt', jwt: { sign: { alg: 'RS256' } } };
  const provider = new Provider(url, {
    clients: [
      {
        ...client,
        grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
        redirect_uris: ['http://127.0.0.1:5173/callback'],
        application_type: 'native', // a loopback address
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256' }] },
    cookies: { keys: ['of this process'] },
    rotateRefreshToken: true,
    features: {
      clientCredentials: { enabled: true },
      resourceIndicators: { enabled: true, getResourceServerInfo: () => resourceServer },
    },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    conformIdTokenClaims: false, // the claims of the scopes in the ID token, as the emulator has them
    findAccount: (_, accountId) => ({
      accountId,
      claims: () => ({ sub: accountId, email: 'ada@example.com', email_verified: true, name: 'Ada' }),
    }),
  });
  server.on('request', provider.callback());
  const accountId = 'ada';
  const refreshTokens = [];
  for (let index = 0; index < IN_FLIGHT; index += 1) {
    const grant = new provider.Grant({ accountId, clientId: client.client_id });
    grant.addOIDCScope(SCOPE);
    grant.addResourceScope(RESOURCE, 'orders');
    const grantId = await grant.save();
    const refreshToken = new provider.RefreshToken({
      accountId,
      client: await provider.Client.find(client.client_id),
      grantId,
      gty: 'authorization_code',
      scope: `${SCOPE} orders`,
      resource: RESOURCE,
      authTime: Math.floor(Date.now() / 1000),
    });
    refreshTokens.push(await refreshToken.save());
  }
  const setup = { token: `${url}/token`, client, refreshTokens, resource: { resource: RESOURCE } };
  return { setup, stop: async () => server.close() };
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}

function spread(values) {
  return { median: median(values), lowest: Math.min(...values), highest: Math.max(...values) };
}

function print(results) {
  for (const [grant, rates] of Object.entries(results)) {
    console.log(grant);
    for (const [name, { perSecond, ratio }] of Object.entries(rates)) {
      const rate = `${perSecond.toFixed(0)} / CPU s`.padStart(14);
      const range = `(${ratio.lowest.toFixed(2)} to ${ratio.highest.toFixed(2)})`;
      console.log(`  ${name.padEnd(18)}${rate}   ${ratio.median.toFixed(2)} ${name === PEER ? '' : range}`);
    }
  }
}
