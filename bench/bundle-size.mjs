// What a page that signs users in has to load, compressed: all of it, and what must arrive before the first paint. For
// each wire, and beside it the same page with the vendor's client, from the same bundler in the same run. `--json` prints
// one line.

import { browserSize } from '../scripts/checks/browser-size.mjs';
import { PAGES } from '../scripts/checks/pages.mjs';
import { inRoot } from '../scripts/set-up/root.mjs';

// The goal of the page that calls an Authing server: before the first paint, and by the end of a sign-in.
const AIM = { first: 17_000, all: 42_000 };

const publishedPage = PAGES.authing.replace('@sallyport/authentication-client', 'authing-js-sdk');

const publishedGoTruePage = `
  import { AuthClient } from '@supabase/auth-js';
  const client = new AuthClient({ url: 'https://project.example/auth/v1' });
  export const signIn = (email, password) => client.signInWithPassword({ email, password });
  export const secondFactor = (factorId, code) => client.mfa.challengeAndVerify({ factorId, code });
  export const user = () => client.getUser();
`;

const measure = (contents) => browserSize({ stdin: { contents, resolveDir: inRoot('bench'), sourcefile: 'page.js' } });

const compared = (ours, theirs) => ({ ours, theirs, ratio: ours.all / theirs.all });

const authing = compared(await measure(PAGES.authing), await measure(publishedPage));
const gotrue = compared(await measure(PAGES.gotrue), await measure(publishedGoTruePage));

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
