// Runs a bundle of app.mjs: `node run.mjs out/webpack/app.js`.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

await import(pathToFileURL(join(process.cwd(), process.argv[2])).href);
const emulator = JSON.parse(readFileSync('emulator.json', 'utf8'));
console.log(JSON.stringify(await globalThis.journey(emulator)));
