// An application for Cloudflare Workers. Its clients exist once, in the global scope, and serve every request.

import { AuthenticationClient } from '@sallyport/authentication-client';
import { GoTrueAuthenticationClient } from '@sallyport/authentication-client/gotrue';
import {
  authing,
  createClient,
  gotrue,
  heldSession,
  mfa,
  passwordSignIn,
  profile,
  signUp,
  totp,
} from '@sallyport/authentication-client/modular';
import { TotpKey } from '@sallyport/authentication-client/totp';
import { ManagementClient } from '@sallyport/management-client';
import { GoTrueManagementClient } from '@sallyport/management-client/gotrue';

const { appId, appHost, userPoolId, userPoolSecret, url, apiKey, serviceRoleKey } = globalThis.SETTINGS;
const features = [signUp, passwordSignIn, profile, heldSession, mfa(totp)];
const clients = {
  AuthenticationClient: new AuthenticationClient({ appId, appHost }),
  GoTrueAuthenticationClient: new GoTrueAuthenticationClient({ url, apiKey }),
  'composed Authing client': createClient(authing({ appId, appHost }), features),
  'composed GoTrue client': createClient(gotrue({ url, apiKey }), features),
};
const managementClients = {
  ManagementClient: new ManagementClient({ userPoolId, secret: userPoolSecret, host: appHost }),
  GoTrueManagementClient: new GoTrueManagementClient({ url, serviceRoleKey }),
};

const password = 'correct horse battery staple';

const calls = {
  /** Registers, enrolls an authenticator, signs in with password and code, refreshes the session. */
  async signIn({ client: name }) {
    const client = clients[name];
    const email = `${name.replaceAll(' ', '-').toLowerCase()}@example.com`;
    await client.registerByEmail(email, password);
    await client.loginByEmail(email, password);
    const { secret } = await client.mfa.associateMfaAuthenticator();
    const key = TotpKey.parse(secret);
    const confirmation = { authenticatorType: 'totp', totp: key.current().code };
    await client.mfa.confirmAssociateMfaAuthenticator(confirmation);
    await client.logout();
    const refusal = await client.loginByEmail(email, password).catch((error) => error);
    if (refusal.kind !== 'mfa-required') throw refusal;
    await client.mfa.verifyTotpMfa({ totp: key.current().code, mfaToken: refusal.data?.mfaToken });
    await client.refreshToken();
    return (await client.getCurrentUser()).email;
  },
  async currentUser({ client: name }) {
    return (await clients[name].getCurrentUser()).email;
  },
  async users({ client: name }) {
    const emails = [];
    for await (const { email } of managementClients[name].users.iterate()) emails.push(email);
    return emails.length;
  },
  /** Starts a call whose answer arrives after the request has ended. */
  async abandonedCall({ client: name }) {
    managementClients[name].users.list().catch(() => {});
    return null;
  },
  async redirected({ appHost: address }) {
    return new AuthenticationClient({ appId, appHost: address }).loginByEmail('ada@example.com', password);
  },
  async dispose({ client: name }) {
    await clients[name].dispose();
    return clients[name].getCurrentUser();
  },
};

export default {
  async fetch(request) {
    const { call, ...argument } = await request.json();
    try {
      return Response.json({ result: await calls[call](argument) });
    } catch (error) {
      const { kind, message, cause } = error;
      return Response.json({ error: { kind, message, cause: cause && String(cause) } });
    }
  },
};
