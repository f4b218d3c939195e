// @ts-check
// `npm run parity`: holds every call of our clients against what the published authing-js-sdk sends for the same call.
// With --json it prints one line for programs.

import { runParity } from './parity/run-parity.mjs';

const { authentication, management } = await runParity();
const counts = ({ results: _, ...rest }) => rest;

if (process.argv.includes('--json')) {
  console.log(JSON.stringify({ ...counts(authentication), management: counts(management) }));
} else {
  for (const [name, { total, equal, mended, differing, missing, results }] of Object.entries({
    authentication,
    management,
  })) {
    console.log(`\n${name}: of ${total} methods ${equal} send the same, ${mended} differ on purpose`);
    const reasons = new Set(results.flatMap(({ mends }) => mends));
    for (const reason of reasons) console.log(`  on purpose  defect ${reason}`);
    for (const method of differing) console.log(`  DIFFERS     ${method}`);
    console.log(`  not there yet: ${missing.length}`);
    for (const result of results) {
      if (result.verdict !== 'differing') continue;
      console.dir({ method: result.method, ours: result.ours, expected: result.expected }, { depth: 8 });
    }
  }
}
if (authentication.differing.length > 0 || management.differing.length > 0) process.exitCode = 1;
