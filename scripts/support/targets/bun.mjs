export default {
  id: 'bun',
  kind: 'runtime',
  label: 'Bun',
  install: { bun: '*' },
  async run({ exec }) {
    await exec('bun', ['main.mjs']);
    await exec('bun', ['main.cjs']);
    return { version: (await exec('bun', ['--version'])).trim() };
  },
};
