import { readFileSync } from 'node:fs';
import { Miniflare } from 'miniflare';

const modules = [{ type: 'ESModule', path: 'worker.js', contents: readFileSync('worker.js', 'utf8') }];
const worker = new Miniflare({ modules, compatibilityDate: '2025-07-18' });
try {
  for (const path of ['first', 'second', 'smoke']) {
    const response = await worker.dispatchFetch(`http://worker.example/${path}`);
    if (!response.ok) throw new Error(`request ${path}: ${await response.text()}`);
  }
} finally {
  await worker.dispose();
}
