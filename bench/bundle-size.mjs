// What a page that signs users in has to load, compressed: all of it, and what must arrive before the first paint.
// Beside it the same page with authing-js-sdk, from the same bundler in the same run. `--json` prints one line.

import { browserSize } from '../scripts/checks/browser-size.mjs';
import { inRoot } from '../scripts/set-up/root.mjs';

// What we aim at.
const AIM = { first: 9_000, all: 22_000 };

const page = (sdk) => `
  import { AuthenticationClient } from '${sdk}';
  const client = new AuthenticationClient({ appId: 'app', appHost: 'https://pool.example' });
  export const signIn = (email, password) => client.loginByEmail(email, password);
  export const secondFactor = (totp, mfaToken) => client.mfa.verifyTotpMfa({ totp, mfaToken });
  export const user = () => client.getCurrentUser();
`;

const measure = (sdk) =>
  browserSize({ stdin: { contents: page(sdk), resolveDir: inRoot('bench'), sourcefile: 'page.js' } });

const ours = await measure('@sallyport/authentication-client');
const theirs = await measure('authing-js-sdk');

if (process.argv.includes('--json')) {
  console.log(JSON.stringify({ ours, theirs, aim: AIM, ratio: ours.all / theirs.all }));
} else {
  const kB = (bytes) => `${(bytes / 1000).toFixed(1)} kB`.padStart(10);
  console.log(`${'gzip'.padEnd(34)}${'first'.padStart(10)}${'all'.padStart(10)}`);
  console.log(`${'@sallyport/authentication-client'.padEnd(34)}${kB(ours.first)}${kB(ours.all)}`);
  console.log(`${'authing-js-sdk'.padEnd(34)}${kB(theirs.first)}${kB(theirs.all)}`);
  console.log(`${'aim'.padEnd(34)}${kB(AIM.first)}${kB(AIM.all)}`);
  console.log(`\nOf authing-js-sdk: ${((ours.all / theirs.all) * 100).toFixed(0)} %`);
}
