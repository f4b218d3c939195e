// What a page that signs users in has to load, compressed: all of it, and what must arrive before the first paint. For
// each wire, and beside it the same page with the vendor's client, from the same bundler in the same run. `--json` prints
// one line.

import { browserSize } from '../scripts/checks/browser-size.mjs';
import { inRoot } from '../scripts/set-up/root.mjs';

// What we aim at, for the page that speaks Authing's wire.
const AIM = { first: 9_000, all: 22_000 };

const authingPage = (sdk) => `
  import { AuthenticationClient } from '${sdk}';
  const client = new AuthenticationClient({ appId: 'app', appHost: 'https://pool.example' });
  export const signIn = (email, password) => client.loginByEmail(email, password);
  export const secondFactor = (totp, mfaToken) => client.mfa.verifyTotpMfa({ totp, mfaToken });
  export const user = () => client.getCurrentUser();
`;

const goTruePage = `
  import { GoTrueAuthenticationClient } from '@sallyport/authentication-client/gotrue';
  const client = new GoTrueAuthenticationClient({ url: 'https://project.example/auth/v1' });
  export const signIn = (email, password) => client.loginByEmail(email, password);
  export const secondFactor = (factorId, code) => client.mfa.challengeAndVerify({ factorId, code });
  export const user = () => client.getCurrentUser();
`;

const publishedGoTruePage = `
  import { AuthClient } from '@supabase/auth-js';
  const client = new AuthClient({ url: 'https://project.example/auth/v1' });
  export const signIn = (email, password) => client.signInWithPassword({ email, password });
  export const secondFactor = (factorId, code) => client.mfa.challengeAndVerify({ factorId, code });
  export const user = () => client.getUser();
`;

const measure = (contents) => browserSize({ stdin: { contents, resolveDir: inRoot('bench'), sourcefile: 'page.js' } });

const compared = (ours, theirs) => ({ ours, theirs, ratio: ours.all / theirs.all });

const authing = compared(
  await measure(authingPage('@sallyport/authentication-client')),
  await measure(authingPage('authing-js-sdk')),
);
const gotrue = compared(await measure(goTruePage), await measure(publishedGoTruePage));

if (process.argv.includes('--json')) {
  console.log(JSON.stringify({ ...authing, aim: AIM, gotrue }));
} else {
  const kB = (bytes) => `${(bytes / 1000).toFixed(1)} kB`.padStart(10);
  const row = (name, { first, all }) => console.log(`${name.padEnd(40)}${kB(first)}${kB(all)}`);
  const ratio = (name, value) => console.log(`Of ${name}: ${(value * 100).toFixed(0)} %\n`);
  console.log(`${'gzip'.padEnd(40)}${'first'.padStart(10)}${'all'.padStart(10)}`);
  row('@sallyport/authentication-client', authing.ours);
  row('authing-js-sdk', authing.theirs);
  row('aim', AIM);
  ratio('authing-js-sdk', authing.ratio);
  row('@sallyport/authentication-client/gotrue', gotrue.ours);
  row('@supabase/auth-js', gotrue.theirs);
  ratio('@supabase/auth-js', gotrue.ratio);
}
