import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';

const demo = join(import.meta.dirname, '../../examples/quickstart/demo.mjs');
const run = promisify(execFile);

describe('the demo', () => {
  it('prints as its last line that every step went through, with its time', async () => {
    const { stdout } = await run(process.execPath, [demo, '--json']);
    const { ok, steps } = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '');
    expect(ok).toBe(true);
    expect(steps.length).toBeGreaterThan(12);
    for (const step of steps) expect(step).toEqual({ name: expect.any(String), ms: expect.any(Number) });
  });

  it('shows people the QR code, the mailbox, and what was refused with its remedy', async () => {
    const { stdout } = await run(process.execPath, [demo]);
    for (const seen of [
      '█ █▀▀▀█ █',
      'the mailbox has',
      'MfaRequiredError',
      'what to do:',
      'risen to aal2',
      'What to try next',
    ]) {
      expect(stdout).toContain(seen);
    }
  });
});
