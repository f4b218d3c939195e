import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inRoot } from '../set-up/root.mjs';

/**
 * The target for a bundler: it bundles app.mjs, where no optional package is installed, without a warning, and the bundle
 * runs in Node.
 *
 * @param {object} options
 * @param {Record<string, string>} options.install - The bundler comes first.
 * @param {(exec: Function, folder: string) => Promise<unknown>} [options.bundle] - Writes out/<id>/app.js.
 */
export function bundlerTarget({ id, label, install, bundle = (exec) => exec('node', ['bundle.mjs', id]) }) {
  return {
    id,
    kind: 'bundler',
    label,
    install,
    async run({ folder, exec }) {
      cpSync(inRoot('scripts', 'support', 'app'), folder, { recursive: true });
      await bundle(exec, folder);
      await exec('node', ['run.mjs', join('out', id, 'app.js')]);
      const [name] = Object.keys(install);
      const manifest = readFileSync(join(folder, 'node_modules', name, 'package.json'), 'utf8');
      return { version: JSON.parse(manifest).version };
    },
  };
}
