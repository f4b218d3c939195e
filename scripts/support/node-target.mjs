/** The target for one major version of Node, whose binary npm installs. */
export function nodeTarget(major) {
  return {
    id: `node-${major}`,
    kind: 'runtime',
    label: `Node ${major}`,
    install: { node: String(major) },
    async run({ exec }) {
      await exec('node', ['main.mjs']);
      await exec('node', ['main.cjs']);
      return { version: (await exec('node', ['--version'])).trim().replace('v', '') };
    },
  };
}
