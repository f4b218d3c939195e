import { packageManagerTarget } from './package-manager-target.mjs';

/** The target of Yarn 4 with one way to link packages. */
export function yarnTarget(nodeLinker) {
  return packageManagerTarget({
    id: `yarn-${nodeLinker}`,
    label: `Yarn 4, ${nodeLinker}`,
    install: { '@yarnpkg/cli-dist': '4' },
    files: () => ({
      '.yarnrc.yml': `nodeLinker: ${nodeLinker}\nenableTelemetry: false\n`,
      'yarn.lock': '',
    }),
    async installs(exec) {
      await exec('yarn', ['install', '--no-immutable']);
      return (await exec('yarn', ['--version'])).trim();
    },
    node: ['yarn', 'node'],
  });
}
