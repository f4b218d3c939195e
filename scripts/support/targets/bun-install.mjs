import { packageManagerTarget } from '../package-manager-target.mjs';

export default packageManagerTarget({
  id: 'bun-install',
  label: 'bun install',
  install: { bun: '*' },
  async installs(exec) {
    await exec('bun', ['install']);
    return (await exec('bun', ['--version'])).trim();
  },
});
