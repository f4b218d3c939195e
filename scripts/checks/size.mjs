// Fails when a page loads more before its first paint than it may: kB of 1,000 bytes, gzip, and files, as esbuild bundles
// it. A change that raises a budget says why in its commit.

import { inRoot } from '../set-up/root.mjs';
import { browserSize } from './browser-size.mjs';
import { PAGES } from './pages.mjs';

const BUDGETS = {
  authing: { first: 27_300, files: 4 },
  gotrue: { first: 22_900, files: 3 },
  'composed-authing': { first: 25_100, files: 5 },
  'composed-gotrue': { first: 27_400, files: 7 },
  totp: { first: 13_000, files: 1 },
};

let isOver = false;
for (const [name, budget] of Object.entries(BUDGETS)) {
  const size = await browserSize({
    stdin: { contents: PAGES[name], resolveDir: inRoot('bench'), sourcefile: 'page.js' },
  });
  for (const what of Object.keys(budget)) {
    if (size[what] <= budget[what]) continue;
    isOver = true;
    console.error(`${name}: ${what} is ${size[what]}, the budget is ${budget[what]}`);
  }
  console.log(`${name.padEnd(10)}${(size.first / 1000).toFixed(1).padStart(8)} kB in ${size.files} files`);
}
process.exit(isOver ? 1 : 0);
