import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { hasEnded, markProcess } from './process-mark.js';

describe('hasEnded', () => {
  it('hasEnded reports an ended process of this machine, and no other', () => {
    const { host, pid } = markProcess();
    const gone = spawnSync(process.execPath, ['--version']).pid;
    expect([hasEnded({ host, pid: gone }), hasEnded({ host, pid }), hasEnded({ host: 'other', pid: gone })]).toEqual([
      true,
      false,
      false,
    ]);
  });

  const onLinux = process.platform === 'linux' ? it : it.skip;
  onLinux('hasEnded reports a zombie, whose parent has not read its exit status', async () => {
    const parent = spawn('sh', ['-c', 'sleep 0 & echo $!; exec sleep 1000'], { stdio: ['ignore', 'pipe', 'inherit'] });
    const exit = once(parent, 'exit');
    try {
      const [line] = await once(parent.stdout, 'data');
      const pid = Number(line);
      while (!/^\d+ \(.*\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))) {
        await new Promise((resolve) => setImmediate(resolve));
      }
      expect(hasEnded({ ...markProcess(), pid })).toBe(true);
    } finally {
      parent.kill();
      await exit;
    }
  });
});
