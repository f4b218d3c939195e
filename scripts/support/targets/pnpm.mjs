import { packageManagerTarget } from '../package-manager-target.mjs';

export default packageManagerTarget({
  id: 'pnpm',
  label: 'pnpm',
  install: { pnpm: '*' },
  files: (overrides) => ({ 'pnpm-workspace.yaml': JSON.stringify({ packages: ['.'], overrides }) }),
  async installs(exec) {
    await exec('pnpm', ['install', '--prefer-offline', '--no-frozen-lockfile']);
    return (await exec('pnpm', ['--version'])).trim();
  },
});
