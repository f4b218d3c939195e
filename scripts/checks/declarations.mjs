// Compiles consumers against the published declarations: without the library `dom`, with every way to resolve modules, from
// the oldest TypeScript that we support on, and with the lowest, the highest and no release of the optional peer.

import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { inRoot } from '../set-up/root.mjs';

const COMPILERS = ['typescript-5.4', '@typescript/native'];
const PEERS = {
  'no auth-js': undefined,
  'the lowest auth-js': 'auth-js-lowest',
  'the highest auth-js': '@supabase/auth-js',
};

// Packages whose declarations need the types of Node.
const NODE_ONLY = ['@sallyport/emulator'];

const packages = readdirSync(inRoot('packages'))
  .map((folder) => ({ folder: inRoot('packages', folder), manifest: readManifest(inRoot('packages', folder)) }))
  .filter(({ manifest }) => manifest.types);

const importAll = (names) =>
  names.map((name, index) => `import * as entry${index} from '${name}';\nexport { entry${index} };`).join('\n');
const everyEntry = packages.flatMap(({ manifest: { name, exports } }) =>
  Object.keys(exports)
    .filter((subpath) => !subpath.endsWith('.json'))
    .map((subpath) => name + subpath.slice(1)),
);
const forAnyPlatform = everyEntry.filter((entry) => !NODE_ONLY.some((name) => entry.startsWith(name)));

/** Members of `client.mfa` that our guides show. Their types come from us, whichever peer is installed. */
const guides = `
import type { AuthenticationClient, ErrorKind, GoTrueMfa } from '@sallyport/authentication-client';

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type Data<Result> = Result extends { data: infer D } ? D : never;
declare function same<A, B>(equal: Equal<Data<A>, Data<B>>): void;

export async function compare({ mfa }: AuthenticationClient, own: GoTrueMfa): Promise<GoTrueMfa> {
  const enrolled = [await mfa.enroll({ factorType: 'totp' }), await own.enroll({ factorType: 'totp' })] as const;
  same<(typeof enrolled)[0], (typeof enrolled)[1]>(true);
  enrolled[0].data?.totp.secret satisfies string | undefined;
  enrolled[0].error?.kind satisfies ErrorKind | undefined;
  const sms = { factorId: 'x', channel: 'sms' } as const;
  const challenged = [await mfa.challenge(sms), await own.challenge(sms)] as const;
  same<(typeof challenged)[0], (typeof challenged)[1]>(true);
  const proof = { factorId: 'x', challengeId: 'y', code: '112233' };
  const verified = [await mfa.verify(proof), await own.verify(proof)] as const;
  same<(typeof verified)[0], (typeof verified)[1]>(true);
  const both = [await mfa.challengeAndVerify(proof), await own.challengeAndVerify(proof)] as const;
  same<(typeof both)[0], (typeof both)[1]>(true);
  const listed = [await mfa.listFactors(), await own.listFactors()] as const;
  same<(typeof listed)[0], (typeof listed)[1]>(true);
  const level = [await mfa.getAuthenticatorAssuranceLevel(), await own.getAuthenticatorAssuranceLevel()] as const;
  same<(typeof level)[0], (typeof level)[1]>(true);
  const removed = [await mfa.unenroll({ factorId: 'x' }), await own.unenroll({ factorId: 'x' })] as const;
  same<(typeof removed)[0], (typeof removed)[1]>(true);
  const codes = [await mfa.recoveryCodes.generate(), await own.recoveryCodes.generate()] as const;
  same<(typeof codes)[0], (typeof codes)[1]>(true);
  const used = [await mfa.recoveryCodes.verify({ code: 'x' }), await own.recoveryCodes.verify({ code: 'x' })] as const;
  same<(typeof used)[0], (typeof used)[1]>(true);
  const key = { friendlyName: 'Key' };
  const bound = [await mfa.webauthn.register(key), await own.webauthn.register(key)] as const;
  same<(typeof bound)[0], (typeof bound)[1]>(true);
  const shown = [await mfa.webauthn.authenticate({ factorId: 'x' }), await own.webauthn.authenticate({ factorId: 'x' })] as const;
  same<(typeof shown)[0], (typeof shown)[1]>(true);
  return mfa;
}
`;
const assignable = `
import type { AuthenticationClient } from '@sallyport/authentication-client';
import type { AuthError, GoTrueMFAApi } from '@supabase/auth-js';

declare const client: AuthenticationClient;
export const published: GoTrueMFAApi = client.mfa;
export const error = async (): Promise<AuthError | null> => (await client.mfa.listFactors()).error;
`;
// What the platform has passes where it is declared.
const platform = `
import type { AuthenticationClient } from '@sallyport/authentication-client';

export async function pass(client: AuthenticationClient, blob: Blob, own: Credential): Promise<Response> {
  const { signal } = new AbortController();
  await client.with({ signal }).getCurrentUser();
  await client.mfa.associateFaceByFile(blob);
  const credential = { type: 'request', credential_response: own, rpId: 'x' } as const;
  await client.mfa.verify({ factorId: 'x', challengeId: 'y', webauthn: credential });
  const created = (await client.mfa.challenge({ factorId: 'x', webauthn: { rpId: 'x' } })).data?.webauthn;
  if (created?.type === 'create') {
    created.credential_options.publicKey satisfies PublicKeyCredentialCreationOptions;
    await navigator.credentials.create(created.credential_options);
  }
  return client.fetch(new Request(new URL('https://example.com/')), { signal, body: new FormData() });
}
`;

const nodeNext = { module: 'nodenext', moduleResolution: 'nodenext' };
const consumers = [
  { name: 'an ES module without a library', files: { 'all.mts': importAll(forAnyPlatform) }, options: nodeNext },
  {
    name: 'a CommonJS module with the types of Node and exact optional properties',
    files: { 'all.cts': importAll(everyEntry) },
    options: { ...nodeNext, types: ['node'], exactOptionalPropertyTypes: true },
  },
  {
    name: 'a program that a bundler makes',
    files: { 'all.ts': importAll(forAnyPlatform) },
    options: { module: 'esnext', moduleResolution: 'bundler' },
  },
  {
    name: 'a program that resolves modules as Node 10 did',
    files: { 'all.ts': importAll(forAnyPlatform) },
    options: { module: 'commonjs', moduleResolution: 'node10' },
    compilers: ['typescript-5.4'], // newer ones have given this up
  },
  {
    name: 'a page that passes objects of the platform',
    files: { 'page.mts': platform },
    options: { ...nodeNext, lib: ['ES2022', 'DOM', 'DOM.Iterable'] },
  },
  ...Object.entries(PEERS).map(([name, peer]) => ({
    name: `a program with ${name}`,
    peer,
    files: { 'guides.mts': guides, ...(peer && { 'assignable.mts': assignable }) },
    // The published declarations name types of the DOM, and do not pass by themselves.
    options: peer ? { ...nodeNext, lib: ['ES2022', 'DOM'], skipLibCheck: true } : nodeNext,
  })),
];

const folder = mkdtempSync(join(tmpdir(), 'sallyport-declarations-'));
let failures = 0;
try {
  for (const { manifest, folder: from } of packages) install(manifest.name, from);
  link('@types/node', inRoot('node_modules', '@types', 'node'));
  for (const consumer of consumers) compileWithEach(consumer);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exit(failures > 0 ? 1 : 0);

function readManifest(path) {
  return JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'));
}

/** Copies what a package declares: behind a link the compiler would find this repository's own packages. */
function install(name, from) {
  const target = join(folder, 'node_modules', name);
  mkdirSync(target, { recursive: true });
  cpSync(join(from, 'package.json'), join(target, 'package.json'));
  cpSync(join(from, 'dist'), join(target, 'dist'), {
    recursive: true,
    filter: (path) => !/\.(?:js|cjs|map)$/.test(path),
  });
}

function link(name, to) {
  const path = join(folder, 'node_modules', name);
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(to, path, 'junction');
}

function compileWithEach({ name, peer, files, options, compilers = COMPILERS }) {
  rmSync(join(folder, 'node_modules', '@supabase'), { recursive: true, force: true });
  if (peer) link('@supabase/auth-js', inRoot('node_modules', peer));
  for (const [file, source] of Object.entries(files)) writeFileSync(join(folder, file), source);
  const compilerOptions = { noEmit: true, strict: true, target: 'es2022', lib: ['ES2022'], types: [], ...options };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: Object.keys(files) }));
  for (const compiler of compilers) {
    const { version } = readManifest(inRoot('node_modules', compiler));
    const { status, stdout } = spawnSync(
      process.execPath,
      [inRoot('node_modules', compiler, 'bin', 'tsc'), '-p', folder],
      {
        cwd: folder,
        encoding: 'utf8',
      },
    );
    console.log(`${status === 0 ? 'passed' : 'FAILED'}: TypeScript ${version}, ${name}`);
    if (status === 0) continue;
    failures += 1;
    console.error(stdout);
  }
}
