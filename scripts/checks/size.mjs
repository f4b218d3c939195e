// Fails when a page loads more before its first paint than its budget, in esbuild or in Vite, and when the README shows
// other budgets. `test/system/pages` checks the bytes at the end of a visit, which takes a browser.

import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { inRoot } from '../set-up/root.mjs';
import { BUNDLERS, bundlePage, weigh } from './bundle.mjs';
import { PAGES, SCRIPT } from './pages.mjs';

const problems = [];
const kB = (bytes) => bytes / 1_000;

for (const { name, source, budget } of PAGES) {
  for (const bundler of BUNDLERS) {
    const { first, files } = weigh(await bundlePage(source, bundler));
    compare(`${name} in ${bundler}: kB before the first paint`, kB(first), budget.first);
    compare(`${name} in ${bundler}: files before the first paint`, files, budget.files);
    console.log(`${name.padEnd(36)}${bundler.padEnd(10)}${kB(first).toFixed(1).padStart(6)} kB, files: ${files}`);
  }
}
const script = gzipSync(readFileSync(inRoot(SCRIPT.file)), { level: 9 }).length;
compare(`${SCRIPT.file}: kB`, kB(script), SCRIPT.budget);
console.log(`${'one script'.padEnd(46)}${kB(script).toFixed(1).padStart(6)} kB`);

const rows = PAGES.map(({ name, budget: { first, end, files } }) => {
  return `| ${name} | ${first.toFixed(1)} kB | ${end === undefined ? '–' : `${end.toFixed(1)} kB`} | ${files} |`;
});
const table = [
  '| page | before the first paint | by the end | files before the first paint |',
  '| --- | --- | --- | --- |',
  ...rows,
];
const text = readFileSync(inRoot('README.md'), 'utf8');
for (const budgets of [`\n${table.join('\n')}\n\n`, ` ${SCRIPT.budget.toFixed(1)} kB`]) {
  if (!text.includes(budgets)) problems.push(`README.md lacks these budgets:\n${budgets.trim()}`);
}

for (const problem of problems) console.error(problem);
process.exit(problems.length > 0 ? 1 : 0);

function compare(subject, value, budget) {
  if (value > budget) problems.push(`${subject}: ${Number(value.toFixed(2))}, the budget is ${budget}`);
}
