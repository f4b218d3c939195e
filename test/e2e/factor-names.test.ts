import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';

const root = join(import.meta.dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'factor-names-'));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The names that the rule reports in a file of the authentication client. */
function reported(file: string, code: string): readonly string[] {
  const path = join(folder, 'authentication-client', 'src', file);
  const config = join(folder, 'config.json');
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, code);
  const jsPlugins = [join(root, 'scripts', 'lint', 'plugin.mjs')];
  const rules = { 'sallyport/factor-name': 'error' };
  writeFileSync(config, JSON.stringify({ jsPlugins, categories: { correctness: 'off' }, rules }));
  const { stdout } = spawnSync(join(root, 'node_modules', '.bin', 'oxlint'), ['-c', config, '-f', 'json', path], {
    encoding: 'utf8',
    cwd: folder,
  });
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: readonly { readonly message: string }[] };
  return diagnostics.map(({ message }) => /'(\w+)'/.exec(message)?.[1] ?? message);
}

describe('the lint rule factor-name', () => {
  it.each(['totp', 'webauthn', 'face', 'recovery_code'])('factor-name refuses %s anywhere in the client', (name) => {
    expect(reported('client/a.ts', `export const isIt = (type: string) => type === '${name}';`)).toEqual([name]);
    expect(reported('client/a.ts', `export type T = '${name}' | 'other';`)).toEqual([name]);
  });

  it.each([
    ['a comparison', "export const isIt = (type: string) => type === 'phone';", ['phone']],
    ['a member', "export const factor = { factor_type: 'email' };", ['email']],
    ['a list', "export const types = ['sms', 'email'];", ['sms', 'email']],
    ['a declaration', "export interface Offer { readonly type: 'sms' | 'other' }", ['sms']],
  ])('factor-name refuses the type of a factor in %s of the MFA code', (_, code, names) => {
    for (const file of ['mfa/domain/a.ts', 'authing/mfa/a.ts', 'gotrue/mfa.ts']) {
      expect(reported(file, code)).toEqual(names);
    }
  });

  it.each([
    ['the name of a field', 'mfa/domain/a.ts', "export const phone = requireText('phone', 5);"],
    ['a channel', 'mfa/domain/a.ts', "export const isSms = (channel: string) => channel === 'sms';"],
    ['a type outside of the MFA code', 'gotrue/sign-up/a.ts', "export const proof = { type: 'sms' };"],
    ['the folder of the factor', 'mfa/factors/phone/a.ts', "export const traits = { type: 'phone', name: 'sms' };"],
    ['a type declaration of an API style', 'mfa/gotrue-api/a.types.ts', "export type T = 'totp' | 'phone';"],
    ['a test', 'mfa/domain/a.test.ts', "export const type = 'totp';"],
    ['the name of a parameter', 'mfa/gotrue-api/a.ts', "export const site = member(params, 'webauthn');"],
  ])('factor-name accepts %s', (_, file, code) => {
    expect(reported(file, code)).toEqual([]);
  });

  it('factor-name refuses a factor in the folder of another one', () => {
    expect(reported('mfa/factors/phone/a.ts', "export const type = 'totp';")).toEqual(['totp']);
  });
});
