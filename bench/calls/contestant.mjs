// One client in a process of its own: neither the compiler nor the sockets of another one help it or slow it down.
// It makes as many calls as its parent asks for, and answers with the CPU time that they took.

import http from 'node:http';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { inRoot } from '../../scripts/set-up/root.mjs';

const IN_FLIGHT = 50;
const [, , name, url] = process.argv;

const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
const now = Math.floor(Date.now() / 1000);
// Unsigned: the server of this benchmark believes every token.
const TOKEN = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ sub: 'ada', iat: now, exp: now + 86_400 })}.c2lnbmF0dXJl`;

const contestants = {
  async 'axios POST'() {
    const axios = await rawAxios();
    const { profileEndpoints } = await import('@sallyport/authentication-client/endpoints');
    const query = profileEndpoints.user.address.document();
    return () => axios.post('/graphql/v2', { query, variables: {} });
  },
  async 'axios GET'() {
    const axios = await rawAxios();
    return () => axios.get('/api/v2/users/ada');
  },
  async 'axios GET GoTrue'() {
    const axios = await rawAxios();
    return () => axios.get('/auth/v1/user');
  },
  async 'authentication-client'() {
    const client = await authenticationClient();
    client.setToken(TOKEN);
    return () => client.getCurrentUser();
  },
  async 'authentication-client as'() {
    const client = await authenticationClient();
    return () => client.as({ token: TOKEN }).getCurrentUser();
  },
  async 'authentication-client GoTrue'() {
    const { GoTrueAuthenticationClient } = await import('@sallyport/authentication-client/gotrue');
    const client = new GoTrueAuthenticationClient({ url: `${url}/auth/v1` });
    await client.setSession({ accessToken: TOKEN, refreshToken: 'refresh' });
    return () => client.getCurrentUser();
  },
  async 'management-client'() {
    const { ManagementClient } = await import('@sallyport/management-client');
    const client = new ManagementClient({ userPoolId: 'pool', secret: 'secret', host: url });
    return () => client.users.detail('ada');
  },
  async 'authing-js-sdk'() {
    const { AuthenticationClient } = await published();
    const client = new AuthenticationClient({ appId: 'app', appHost: url, userPoolId: 'pool' });
    client.setToken(TOKEN);
    return () => client.getCurrentUser();
  },
  async 'authing-js-sdk management'() {
    const { ManagementClient } = await published();
    const client = new ManagementClient({ userPoolId: 'pool', secret: 'secret', host: url });
    return () => client.users.detail('ada');
  },
  async 'auth-js'() {
    const { AuthClient } = await import('@supabase/auth-js');
    const client = new AuthClient({ url: `${url}/auth/v1`, autoRefreshToken: false, persistSession: false });
    return () => client.getUser(TOKEN);
  },
};

const call = await contestants[name]();
await call();
process.on('message', (calls) => void measure(calls));
process.send('ready');

async function measure(calls) {
  const before = process.cpuUsage();
  await run(calls);
  const { user, system } = process.cpuUsage(before);
  process.send((user + system) / calls);
}

async function run(calls) {
  let left = calls;
  const worker = async () => {
    while (left > 0) {
      left -= 1;
      await call();
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, worker));
}

async function rawAxios() {
  // The one that our packages depend on; the published client brings an old one of its own.
  const path = createRequire(inRoot('packages', 'core', 'package.json')).resolve('axios');
  const { default: axios } = await import(pathToFileURL(path));
  const agent = new http.Agent({ keepAlive: true });
  return axios.create({ baseURL: url, httpAgent: agent, headers: { authorization: `Bearer ${TOKEN}` } });
}

async function authenticationClient() {
  const { AuthenticationClient } = await import('@sallyport/authentication-client');
  return new AuthenticationClient({ appId: 'app', appHost: url });
}

async function published() {
  return (await import('authing-js-sdk')).default;
}
