export default {
  id: 'deno',
  kind: 'runtime',
  label: 'Deno',
  install: { deno: '*' },
  async run({ exec }) {
    await exec('deno', ['run', '--node-modules-dir=manual', '--allow-read', '--allow-net', '--allow-env', 'main.mjs']);
    return { version: /deno (\S+)/.exec(await exec('deno', ['--version']))?.[1] };
  },
};
