import { readFileSync } from 'node:fs';
import * as packages from './packages.mjs';
import { smoke } from './smoke.mjs';

const emulator = JSON.parse(readFileSync(new URL('emulator.json', import.meta.url), 'utf8'));
console.log(`${(await smoke(packages, emulator)).length} steps as ES module`);
