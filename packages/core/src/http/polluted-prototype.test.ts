import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

// The prototype is the process's own, so each key has a process for itself.

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'sallyport-pollution-'));
const bundle = join(folder, 'axios-transport.cjs');

beforeAll(async () => {
  const esbuild = createRequire(import.meta.url).resolve('esbuild/bin/esbuild');
  const source = fileURLToPath(new URL('axios-transport.ts', import.meta.url));
  const node = fileURLToPath(new URL('../platform/node.ts', import.meta.url));
  const flags = ['--bundle', '--platform=node', '--format=cjs', `--alias:#platform=${node}`, `--outfile=${bundle}`];
  await run(esbuild, [source, ...flags]); // a script or a program, as its installation left it
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Asks a server on loopback, with the prototype polluted after the modules are loaded, and tells what it saw. */
const script = `
  const http = require('node:http');
  const { AxiosTransport } = require(process.argv[1]);
  const server = http.createServer((incoming, outgoing) => {
    let body = '';
    incoming.on('data', (chunk) => { body += chunk; });
    incoming.on('end', () => outgoing.end(JSON.stringify({
      method: incoming.method, url: incoming.url, headers: { ...incoming.headers, host: undefined }, body })));
  });
  server.listen(0, '127.0.0.1', async () => {
    const url = 'http://127.0.0.1:' + server.address().port + '/path';
    const transport = new AxiosTransport();
    const polluted = eval(process.argv[2]);
    for (const name of Object.keys(polluted)) Object.prototype[name] = polluted[name];
    let outcome;
    try {
      outcome = await transport.send({ method: 'POST', url, headers: { authorization: 'Bearer t' },
        body: '{"a":1}', signal: undefined, maxResponseBytes: 10000, withCredentials: false });
    } catch (error) {
      outcome = { status: String(error), text: '' };
    }
    for (const name of Object.keys(polluted)) delete Object.prototype[name];
    process.stdout.write(JSON.stringify({ status: outcome.status, text: outcome.text }));
    transport.dispose();
    server.close();
  });
`;

const ask = async (pollution: string): Promise<unknown> => {
  const { stdout } = await run(process.execPath, ['-e', script, bundle, pollution]);
  return JSON.parse(stdout);
};

describe('a request with Object.prototype polluted (NET-08)', () => {
  let untouched: unknown;
  beforeAll(async () => {
    untouched = await ask('({})');
  });

  it.each([
    ['proxy', "({ proxy: { host: '127.0.0.1', port: 1 } })"],
    ['auth', "({ auth: 'evil:evil' })"],
    ['auth as axios has it', "({ auth: { username: 'evil', password: 'evil' } })"],
    ['baseURL', "({ baseURL: 'http://127.0.0.1:1/' })"],
    ['headers', "({ headers: { 'x-evil': '1' } })"],
    ['a header', "({ 'x-evil': '1' })"],
    ['params', "({ params: { evil: '1' } })"],
    ['data', "({ data: 'evil' })"],
    ['transformRequest', "({ transformRequest: [() => 'evil'] })"],
    ['transformResponse', "({ transformResponse: [() => 'evil'] })"],
    ['validateStatus', '({ validateStatus: () => false })'],
    ['adapter', "({ adapter: () => Promise.resolve({ status: 666, data: 'evil', headers: {} }) })"],
    ['socketPath', "({ socketPath: '/nowhere' })"],
    ['maxRedirects', '({ maxRedirects: 5 })'],
  ])('does not change by %s', async (_, pollution) => {
    expect(await ask(pollution)).toEqual(untouched);
  });

  it('is what was asked for to begin with', () => {
    expect(untouched).toMatchObject({ status: 200, text: expect.stringContaining('"body":"{\\"a\\":1}"') });
  });
});
