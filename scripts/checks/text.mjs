// Looks for what belongs to one machine in files that belong to everybody: paths of somebody's folders, and the hosts
// of package registries.

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { inRoot, root } from '../set-up/root.mjs';

const FOREIGN = [
  { what: 'a path of one machine', pattern: /(?<![\w.:/@}-])\/(?:home|Users|root|work|workspace)\/[\w.-]+/ },
  { what: 'a path of one machine', pattern: /\b[A-Z]:\\+Users\\/ },
  { what: 'a registry', pattern: /\bhttps?:\/\/[\w.-]*(?:registry|artifactory|nexus|verdaccio|npmmirror)[\w.-]*/i },
];
const BINARY = /\.(png|jpg|ico|woff2?)$/;

const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], { cwd: root })
  .toString()
  .split('\0')
  .filter((file) => file !== '' && !BINARY.test(file) && existsSync(inRoot(file)));

const problems = files.flatMap((file) =>
  readFileSync(inRoot(file), 'utf8')
    .split('\n')
    .flatMap((line, index) =>
      FOREIGN.filter(({ pattern }) => pattern.test(line)).map(
        ({ what, pattern }) => `${file}:${index + 1}: ${what}: ${pattern.exec(line)[0]}`,
      ),
    ),
);

for (const problem of problems) console.error(problem);
console.log(`${files.length} files read`);
process.exit(problems.length > 0 ? 1 : 0);
