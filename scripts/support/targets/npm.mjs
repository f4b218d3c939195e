import { packageManagerTarget } from '../package-manager-target.mjs';

export default packageManagerTarget({
  id: 'npm',
  label: 'npm',
  async installs(exec) {
    await exec('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund']);
    return (await exec('npm', ['--version'])).trim();
  },
});
