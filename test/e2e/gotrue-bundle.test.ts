import { join, relative, sep } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { build } from 'esbuild';

// What an application carries along that speaks one wire: nothing of the other one, in whatever chunk.

const ROOT = join(import.meta.dirname, '..', '..');

interface Bundle {
  /** All chunks, those that are loaded later as well. */
  readonly text: string;
  /** The modules of ours that something is left of. */
  readonly modules: readonly string[];
}

/**
 * Bundles an application for browsers as its own build does it, from what is published: the build for pages, and the build
 * in modules, whose files have names.
 */
async function bundle(source: string): Promise<Bundle> {
  const [pages, modules] = await Promise.all([bundleWith('browser', source), bundleWith('default', source)]);
  return { text: pages.text, modules: modules.modules };
}

async function bundleWith(condition: 'browser' | 'default', source: string): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: source, resolveDir: ROOT, sourcefile: 'page.js' },
    bundle: true,
    minify: true,
    splitting: true,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['browser', 'module', 'main'],
    conditions: ['import', condition],
    tsconfigRaw: '{}', // ours would lead from what is published to its sources
    outdir: join(ROOT, 'out'),
    absWorkingDir: ROOT,
    external: ['node:*'],
    write: false,
    metafile: true,
  });
  const inputs = Object.values(metafile.outputs).flatMap((output) => Object.entries(output.inputs));
  const used = inputs.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([path]) => path);
  return {
    text: outputFiles.map(({ text }) => text).join('\n'),
    modules: [...new Set(used)].map((path) => relative('packages', path).split(sep).join('/')),
  };
}

const shown = ({ text }: Bundle, words: readonly string[]): readonly string[] =>
  words.filter((word) => text.includes(word));

/** What only requests on a wire have. Names of classes do not survive a build. */
const GOTRUE_WIRE = [
  '/factors',
  '/factors/recovery-codes',
  'x-supabase-api-version',
  'x-sb-error-code',
  'gotrue_meta_security',
  'POST /otp',
  'POST /signup',
];
const AUTHING_WIRE = ['x-authing-', '/graphql', '/api/v2/', 'mutation', 'applicationMfa'];

// esbuild makes a chunk of each import() in a module that is in use, also where nothing of the module is left that would
// call it. So it keeps the code of a factor for the other server in the build in modules, and never loads it.
const NEVER_LOADED = /\/mfa\/factors\//;

/** Modules of a wire. Both API styles belong to either client. */
const gotrueModules = ({ modules }: Bundle): readonly string[] =>
  modules.filter((path) => /\/(?:gotrue\/|from-gotrue\.js$)/.test(path) && !NEVER_LOADED.test(path));
const authingModules = ({ modules }: Bundle): readonly string[] =>
  modules.filter((path) => /\/(?:authing\/|from-authing\.js$)/.test(path) && !NEVER_LOADED.test(path));

let authing: Bundle;
let gotrue: Bundle;
beforeAll(async () => {
  [authing, gotrue] = await Promise.all([
    bundle(`import { AuthenticationClient } from '@sallyport/authentication-client';
      export const client = new AuthenticationClient({ appId: 'app', appHost: 'https://pool.example' });`),
    bundle(`import { GoTrueAuthenticationClient } from '@sallyport/authentication-client/gotrue';
      export const client = new GoTrueAuthenticationClient({ url: 'https://project.example/auth/v1' });`),
  ]);
});

describe('an application that imports AuthenticationClient alone', () => {
  it('carries nothing of GoTrue’s wire', () => {
    expect(shown(authing, GOTRUE_WIRE)).toEqual([]);
    expect(gotrueModules(authing)).toEqual([]);
  });

  it('would be found out', () => {
    expect(shown(gotrue, GOTRUE_WIRE)).toEqual(GOTRUE_WIRE);
    expect(gotrueModules(gotrue).length).toBeGreaterThan(10);
  });
});

describe('an application that imports GoTrueAuthenticationClient alone', () => {
  it('carries nothing of Authing’s wire', () => {
    expect(shown(gotrue, AUTHING_WIRE)).toEqual([]);
    expect(authingModules(gotrue)).toEqual([]);
  });

  it('would be found out', () => {
    expect(shown(authing, AUTHING_WIRE)).toEqual(AUTHING_WIRE);
    expect(authingModules(authing).length).toBeGreaterThan(5);
  });
});
