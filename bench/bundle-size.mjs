// Compressed bytes that pages load: before their first paint, by the end of a visit (password, TOTP, user, one refresh,
// sign-out; in Chromium at the emulator) and within reach. The published clients make the same visit in the same run.
// `--json` prints one line.

import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { BUNDLERS, bundlePage, weigh } from '../scripts/checks/bundle.mjs';
import { PAGES, PEERS } from '../scripts/checks/pages.mjs';
import { visitPage } from './page-visit.mjs';

const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
// Chromium refuses to run as root with a sandbox.
const browser = existsSync(executablePath) ? await chromium.launch({ executablePath, args: ['--no-sandbox'] }) : null;
if (!browser) console.error(`Only Chromium can measure the end of a visit, and ${executablePath} is missing.`);

const rows = [];
for (const { name, server, source, budget } of [...PAGES, ...PEERS]) {
  for (const bundler of BUNDLERS) {
    const files = await bundlePage(source, bundler);
    const visit = browser && server && (await visitPage(browser, { server, files }));
    rows.push({ name, bundler, budget, ...weigh(files), ...visit });
  }
}
await browser?.close();

if (process.argv.includes('--json')) console.log(JSON.stringify(rows));
else print(rows);

function print(rows) {
  const kB = (bytes) => (bytes === undefined ? '–' : (bytes / 1_000).toFixed(1)).padStart(8);
  console.log(`${'gzip, kB of 1,000 bytes'.padEnd(46)}   first     end     all   files`);
  for (const { name, bundler, first, end, all, files } of rows) {
    const figures = `${kB(first)}${kB(end)}${kB(all)}${String(files).padStart(8)}`;
    console.log(`${name.replaceAll('`', '').padEnd(36)}${bundler.padEnd(10)}${figures}`);
  }
}
