import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

const root = join(import.meta.dirname, '..', '..');
const run = promisify(execFile);

/** What a program may count on, whether `@supabase/auth-js` is there or not. */
const EITHER = `
import type { AuthenticationClient, ErrorKind, GoTrueMfa, MfaClient } from '@sallyport/authentication-client';

export async function bind(client: AuthenticationClient): Promise<string> {
  const { mfa }: { mfa: MfaClient } = client;
  const { data, error } = await mfa.enroll({ factorType: 'totp', friendlyName: 'Phone' });
  if (error) {
    const kind: ErrorKind | undefined = error.kind;
    // @ts-expect-error there is no such kind
    if (error.kind === 'nonsense') return error.remedy satisfies string;
    if (error.retryable satisfies boolean) return String(error.retryAfterMs satisfies number | null);
    return [kind, error.code satisfies string | undefined].join();
  }
  const challenge = await mfa.challenge({ factorId: data.id });
  if (challenge.error) return challenge.error.message;
  const verified = await mfa.verify({ factorId: data.id, challengeId: challenge.data.id, code: '112233' });
  const factors = (await mfa.listFactors()).data?.all ?? [];
  const level: string | null | undefined = (await mfa.getAuthenticatorAssuranceLevel()).data?.nextLevel;
  (await mfa.recoveryCodes.verify({ code: 'x' })).error?.kind satisfies ErrorKind | undefined;
  (await mfa.webauthn.register({ friendlyName: 'Key' })).error?.kind satisfies ErrorKind | undefined;
  (await mfa.unenroll({ factorId: 'x' })).error?.remedy satisfies string | undefined;
  await mfa.verifyTotpMfa({ totp: '112233', mfaToken: 'x' });
  // @ts-expect-error there is no such factor
  await mfa.enroll({ factorType: 'horoscope' });
  // @ts-expect-error an authenticator has no such thing
  data.totp.nonsense;
  return [data.totp.secret, verified.data?.access_token, factors[0]?.factor_type, level].join();
}
`;

/** What only a program with the published types can ask for. */
const ASSIGNABLE = `
import type { AuthError, GoTrueMFAApi } from '@supabase/auth-js';

declare const client: AuthenticationClient;
export const published: GoTrueMFAApi = client.mfa;
export const error = async (): Promise<AuthError | null> => (await client.mfa.listFactors()).error;
`;

/** What a program without them gets. */
const OWN = `

declare const client: AuthenticationClient;
export const own: GoTrueMfa = client.mfa;
// @ts-expect-error it is not \`any\`
export const nothing: { readonly nonsense: 1 } = client.mfa;
`;

const STRICT = ['--ignoreConfig', '--noEmit', '--strict', '--target', 'es2022', '--lib', 'es2022,dom'];
const CONSUMERS = {
  'an ES module': ['program.mts', '--module', 'nodenext'],
  'a CommonJS module': ['program.cts', '--module', 'nodenext'],
  'a program that a bundler makes': ['program.ts', '--module', 'esnext', '--moduleResolution', 'bundler'],
} as const;

let folder: string;

/** Copies what a package declares; behind a link the compiler would find this repository's own packages. */
function install(project: string, name: string, from: string): void {
  const target = join(project, 'node_modules', name);
  mkdirSync(target, { recursive: true });
  cpSync(join(from, 'package.json'), join(target, 'package.json'));
  cpSync(join(from, 'dist'), join(target, 'dist'), {
    recursive: true,
    filter: (path) => !/\.(js|cjs|mjs|map)$/.test(path),
  });
}

function project(name: string): string {
  const path = join(folder, name);
  for (const own of ['core', 'authentication-client']) install(path, `@sallyport/${own}`, join(root, 'packages', own));
  return path;
}

/** Resolves with what the compiler has to say. */
async function compile(path: string, source: string, args: readonly string[]): Promise<string> {
  writeFileSync(join(path, args[0] ?? ''), source);
  const tsc = join(root, 'node_modules', '@typescript', 'native', 'bin', 'tsc');
  const { stdout } = await run(process.execPath, [tsc, ...STRICT, ...args], { cwd: path }).catch(
    (failure: { readonly stdout: string }) => failure,
  );
  return stdout;
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sallyport-types-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each(Object.entries(CONSUMERS))('%s that speaks GoTrue’s words', (_, args) => {
  it('finds the types of @supabase/auth-js where that is installed', async () => {
    const path = project('with');
    install(path, '@supabase/auth-js', join(root, 'node_modules', '@supabase', 'auth-js'));
    // The published declarations themselves do not pass this compiler.
    expect(await compile(path, EITHER + ASSIGNABLE, [...args, '--skipLibCheck'])).toBe('');
  });

  it('finds types of ours where it is not', async () => {
    expect(await compile(project('without'), EITHER + OWN, [...args])).toBe('');
  });

  it('could not use the published types without the package', async () => {
    const said = await compile(project('without'), EITHER + ASSIGNABLE, [...args]);
    expect(said).toContain("'@supabase/auth-js'");
  });
});
