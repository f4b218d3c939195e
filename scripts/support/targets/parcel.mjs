import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundlerTarget } from '../bundler-target.mjs';

export default bundlerTarget({
  id: 'parcel',
  label: 'Parcel 2',
  install: { parcel: '2' },
  async bundle(exec, folder) {
    const file = join(folder, 'package.json');
    const manifest = JSON.parse(readFileSync(file, 'utf8'));
    // Parcel does not read the field `exports` of packages unless it is told to.
    const settings = { '@parcel/resolver-default': { packageExports: true } };
    const target = { context: 'browser', outputFormat: 'esmodule', distDir: 'out/parcel', includeNodeModules: true };
    writeFileSync(file, JSON.stringify({ ...manifest, ...settings, targets: { page: target } }));
    await exec('parcel', ['build', 'app.mjs', '--no-cache']);
    writeFileSync(join(folder, 'out', 'parcel', 'package.json'), '{ "type": "module" }');
  },
});
