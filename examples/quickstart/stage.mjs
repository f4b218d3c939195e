// @ts-check
import { renderUnicodeCompact } from 'uqr';

/**
 * Shows what happens, and keeps the time.
 *
 * @param {{ silent: boolean, color: boolean | undefined }} options
 */
export function createStage({ silent, color }) {
  /** @type {{ name: string, ms: number }[]} */
  const steps = [];
  const paint = (/** @type {number} */ code, /** @type {string} */ text) =>
    color ? `\u001b[${code}m${text}\u001b[0m` : text;
  const say = (/** @type {string} */ text) => {
    if (!silent) console.log(text);
  };
  return {
    steps,
    say,

    /** A line about what was just seen. */
    note: (/** @type {string} */ text) => say(`      ${text}`),

    /** A heading. */
    act: (/** @type {string} */ text) => say(`\n  ${paint(1, text)}`),

    /**
     * Runs one step and keeps its time.
     *
     * @template T
     * @param {string} name
     * @param {() => Promise<T> | T} run
     * @returns {Promise<T>}
     */
    async step(name, run) {
      const startedAt = performance.now();
      const result = await run();
      const ms = Math.round((performance.now() - startedAt) * 10) / 10;
      steps.push({ name, ms });
      say(`    ${paint(32, '✓')} ${name.padEnd(62)} ${paint(2, `${ms.toFixed(1).padStart(7)} ms`)}`);
      return result;
    },

    /**
     * Runs one step that has to be refused, and shows how.
     *
     * @param {string} name
     * @param {string} kind - Of the error that has to come.
     * @param {() => Promise<unknown>} run
     */
    async refused(name, kind, run) {
      const error = await this.step(name, () => rejection(run));
      if (error.kind !== kind) throw error;
      say(`      ${paint(33, error.name)} ${error.message} (code ${error.code})`);
      say(`      ${paint(2, 'what to do:')} ${error.remedy}`);
      return error;
    },

    /** Draws a QR code. */
    qrCode(/** @type {string} */ content) {
      say(renderUnicodeCompact(content, { border: 1 }).replace(/^/gm, '      '));
    },
  };
}

/**
 * @param {() => Promise<unknown>} run
 * @returns {Promise<import('@sallyport/authentication-client').SallyportError>}
 */
async function rejection(run) {
  try {
    await run();
  } catch (error) {
    const { isSallyportError } = await import('@sallyport/authentication-client');
    if (isSallyportError(error)) return error;
    throw error;
  }
  throw new Error('This had to be refused, and went through');
}
