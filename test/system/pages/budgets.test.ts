import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from '@jest/globals';

const ROOT = join(import.meta.dirname, '../../..');

/** A row of `npm run bench:size`. Bytes. */
interface Row {
  readonly name: string;
  readonly bundler: string;
  readonly first: number;
  /** Only pages that sign in have one. */
  readonly end?: number;
  readonly files: number;
  /** Only our pages have one. kB of 1,000 bytes. */
  readonly budget?: { readonly first: number; readonly end?: number; readonly files: number };
}

describe('pages that sign in', () => {
  let rows: readonly Row[];
  beforeAll(async () => {
    const { stdout } = await promisify(execFile)(process.execPath, ['bench/bundle-size.mjs', '--json'], { cwd: ROOT });
    rows = JSON.parse(stdout);
  });

  it('fetch no more than their budgets in Chromium', () => {
    const visits = rows.filter(({ budget, end }) => budget && end !== undefined);
    expect(visits.length).toBeGreaterThanOrEqual(4);
    const over = visits.filter(
      ({ first, end = 0, budget }) => first > (budget?.first ?? 0) * 1_000 || end > (budget?.end ?? 0) * 1_000,
    );
    expect(over).toEqual([]);
  });

  it('load later what they do not need before the first paint', () => {
    const ours = rows.filter(({ budget, end }) => budget && end !== undefined);
    expect(ours.filter(({ first, end = 0 }) => end <= first)).toEqual([]);
  });
});
