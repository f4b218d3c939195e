// The pages whose weight is measured. A page that signs in sets `globalThis.page` to the steps of a visit, and reads the
// address of its server from `globalThis.server`.
//
// Budgets: kB of 1,000 bytes, gzip, in whichever bundler gives more. `first` must arrive before the first paint, in so many
// `files`; `end` has arrived after password, second factor, user, one refresh and sign-out. A change that raises a
// budget gives the reason in its commit.

const authingSteps = (afterSecondFactor = '') => `
  globalThis.page = {
    signIn: (email, password) => client.loginByEmail(email, password).catch(({ data }) => data.mfaToken),
    secondFactor: (totp, mfaToken) => client.mfa.verifyTotpMfa({ totp, mfaToken })${afterSecondFactor},
    user: async () => (await client.getCurrentUser()).email,
    refresh: () => client.refreshToken(),
    signOut: () => client.logout(),
  };
`;

const goTrueSteps = `
  globalThis.page = {
    signIn: (email, password) => client.loginByEmail(email, password).catch(() => {}),
    async secondFactor(code) {
      const { data } = await client.mfa.listFactors();
      return client.mfa.challengeAndVerify({ factorId: data.totp[0].id, code });
    },
    user: async () => (await client.getCurrentUser()).email,
    refresh: () => client.refreshToken(),
    signOut: () => client.logout(),
  };
`;

export const PAGES = [
  {
    name: 'composed Authing client',
    server: 'authing',
    source: `
      import { authing, createClient, mfa, passwordSignIn, totp } from '@sallyport/authentication-client/modular';
      const { appId, appHost } = globalThis.server;
      const client = createClient(authing({ appId, appHost }), [passwordSignIn, mfa(totp)]);
      ${authingSteps()}
    `,
    budget: { first: 23.3, end: 61.4, files: 3 },
  },
  {
    name: 'composed GoTrue client',
    server: 'gotrue',
    source: `
      import { createClient, gotrue, mfa, passwordSignIn, totp } from '@sallyport/authentication-client/modular';
      const { url, anonKey: apiKey } = globalThis.server;
      const client = createClient(gotrue({ url, apiKey }), [passwordSignIn, mfa(totp)]);
      ${goTrueSteps}
    `,
    budget: { first: 22.9, end: 59.3, files: 3 },
  },
  {
    name: '`AuthenticationClient`',
    server: 'authing',
    source: `
      import { AuthenticationClient } from '@sallyport/authentication-client';
      const { appId, appHost } = globalThis.server;
      const client = new AuthenticationClient({ appId, appHost });
      ${authingSteps()}
    `,
    budget: { first: 26.8, end: 64.8, files: 3 },
  },
  {
    name: '`GoTrueAuthenticationClient`',
    server: 'gotrue',
    source: `
      import { GoTrueAuthenticationClient } from '@sallyport/authentication-client/gotrue';
      const { url, anonKey: apiKey } = globalThis.server;
      const client = new GoTrueAuthenticationClient({ url, apiKey });
      ${goTrueSteps}
    `,
    budget: { first: 21.8, end: 58.2, files: 3 },
  },
  {
    name: 'only an error class',
    source: `
      import { MfaRequiredError } from '@sallyport/authentication-client';
      globalThis.page = { isMfaRequired: (error) => error instanceof MfaRequiredError };
    `,
    budget: { first: 0.9, files: 2 },
  },
  {
    name: 'only `TotpKey` of `/totp`',
    source: `
      import { TotpKey } from '@sallyport/authentication-client/totp';
      globalThis.page = { code: (secret) => TotpKey.parse(secret).current().code };
    `,
    budget: { first: 12.3, files: 1 },
  },
];

/** The same visit with the clients that the vendors publish. */
export const PEERS = [
  {
    name: 'authing-js-sdk',
    server: 'authing',
    source: `
      import { AuthenticationClient } from 'authing-js-sdk';
      const { appId, appHost } = globalThis.server;
      const client = new AuthenticationClient({ appId, appHost });
      ${authingSteps('.then((user) => client.setCurrentUser(user))')}
    `,
  },
  {
    name: '@supabase/auth-js',
    server: 'gotrue',
    source: `
      import { AuthClient } from '@supabase/auth-js';
      const { url, anonKey } = globalThis.server;
      const client = new AuthClient({ url, headers: { apikey: anonKey } });
      globalThis.page = {
        signIn: (email, password) => client.signInWithPassword({ email, password }),
        async secondFactor(code) {
          const { data } = await client.mfa.listFactors();
          return client.mfa.challengeAndVerify({ factorId: data.totp[0].id, code });
        },
        user: async () => (await client.getUser()).data.user.email,
        refresh: () => client.refreshSession(),
        signOut: () => client.signOut(),
      };
    `,
  },
];

/** The script for pages without a bundler, as it is published. */
export const SCRIPT = { file: 'packages/authentication-client/dist/sallyport.min.js', budget: 106.4 };
