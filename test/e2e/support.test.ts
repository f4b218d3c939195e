import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { startEmulator } from '@sallyport/emulator';
import { KINDS, mergeRows, type Row, renderSupport } from '../../scripts/support/matrix.mjs';

const root = join(import.meta.dirname, '../..');
const rows: readonly Row[] = JSON.parse(readFileSync(join(root, 'docs/support-matrix.json'), 'utf8'));
const targetFile = (id: string): string => join(root, 'scripts/support/targets', `${id}.mjs`);
const targets = readdirSync(join(root, 'scripts/support/targets')).map((file) => file.replace(/\.mjs$/, ''));

const row = (id: string, rest: Partial<Row> = {}): Row => ({
  id,
  kind: 'runtime',
  label: id,
  version: '1.0.0',
  failure: null,
  date: '2026-01-01',
  ...rest,
});

describe('the support matrix', () => {
  it('docs/support.md equals the page that docs/support-matrix.json generates', () => {
    expect(readFileSync(join(root, 'docs/support.md'), 'utf8')).toBe(renderSupport(rows));
  });

  it('docs/support-matrix.json names only targets that have a file', () => {
    expect(rows.filter(({ id }) => !existsSync(targetFile(id)))).toEqual([]);
  });

  it('the journey of the targets passes with the built packages', async () => {
    const load = (file: string) => import(join(root, 'scripts/support', file));
    const [packages, { smoke }] = await Promise.all([load('project/packages.mjs'), load('smoke.mjs')]);
    const emulator = await startEmulator();
    try {
      expect(await smoke(packages, emulator.description())).toHaveLength(25);
    } finally {
      await emulator.stop();
    }
  });

  it.each(targets)('the target %s has the name of its file, and the page shows its kind and label', async (id) => {
    const { default: target } = await import(targetFile(id));
    expect(target).toMatchObject({ id, label: expect.any(String), install: expect.any(Object) });
    expect(KINDS).toContain(target.kind);
    expect(target.run).toBeInstanceOf(Function);
    const { kind, label } = target;
    expect(rows.filter((ran) => ran.id === id)).toEqual(
      rows.filter((ran) => ran.id === id).map((ran) => ({ ...ran, kind, label })),
    );
  });

  it('mergeRows replaces the rows of the targets that ran and keeps the others', () => {
    const old = [row('deno'), row('node-20', { label: 'Node 20' }), row('webpack', { kind: 'bundler' })];
    const ran = [row('node-9', { label: 'Node 9' }), row('deno', { failure: 'Error: no' })];
    expect(mergeRows(old, ran)).toEqual([ran[1], ran[0], old[1], old[2]]);
  });

  it('renderSupport shows the failure of a target, and keeps a row in one cell per column', () => {
    const page = renderSupport([row('deno', { label: 'Deno', version: null, failure: 'TypeError: a | b <c>' })]);
    expect(page).toContain('\n| Deno | – | failed: TypeError: a \\| b &lt;c> | 2026-01-01 |\n');
  });
});
