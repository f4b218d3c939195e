// The support matrix: what docs/support-matrix.json holds, and the page that is generated from it.

/**
 * @typedef {object} Row
 * @property {string} id - The name of the target's file.
 * @property {string} kind
 * @property {string} label
 * @property {string | null} version - The version that ran; `null` where the target failed before it was known.
 * @property {string | null} failure - The first line of the failure; `null` where the target passed.
 * @property {string} date - ISO 8601.
 */

export const KINDS = ['runtime', 'test runner', 'bundler', 'framework', 'compiler', 'package manager'];

/**
 * Replaces the rows of the targets that ran, and keeps the others.
 *
 * @param {readonly Row[]} rows
 * @param {readonly Row[]} measured
 * @returns {Row[]}
 */
export function mergeRows(rows, measured) {
  const ids = new Set(measured.map(({ id }) => id));
  const order = new Intl.Collator('en', { numeric: true });
  return [...rows.filter(({ id }) => !ids.has(id)), ...measured].sort(
    (a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) || order.compare(a.label, b.label),
  );
}

/**
 * @param {readonly Row[]} rows
 * @returns {string} The text of docs/support.md.
 */
export function renderSupport(rows) {
  const tables = KINDS.map((kind) => ({ kind, rows: rows.filter((row) => row.kind === kind) }))
    .filter((table) => table.rows.length > 0)
    .map(({ kind, rows: ofKind }) =>
      [
        `## ${kind[0]?.toUpperCase()}${kind.slice(1)}s`,
        '',
        '| target | version | result | date |',
        '| --- | --- | --- | --- |',
        ...ofKind.map(lineOf),
      ].join('\n'),
    );
  return `${[INTRODUCTION, ...tables].join('\n\n')}\n`;
}

const INTRODUCTION = `# Support matrix

\`npm run support\` generates this page from its results. For each target it packs the packages, installs the tarballs with
npm in an empty project, and runs [scripts/support/smoke.mjs](../scripts/support/smoke.mjs) against the emulator: sign-up,
password, TOTP, recovery code, refresh and typed errors with both authentication clients, both management clients and a
composed client. \`scripts/support/targets\` has one file per target. \`node scripts/support/run.mjs deno bun\` runs some of
them and changes their rows only.`;

/** @param {Row} row */
function lineOf({ label, version, failure, date }) {
  const result = failure === null ? 'passed' : `failed: ${failure.replaceAll('|', '\\|').replaceAll('<', '&lt;')}`;
  return `| ${label} | ${version ?? '–'} | ${result} | ${date} |`;
}
