import { cpSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The target that installs the tarballs by another package manager, in a project beside the first one, so that no
 * missing package is found in the folder above.
 *
 * @param {object} manager
 * @param {(tarballs: Record<string, string>) => Record<string, string>} [manager.files] - Further files of the project.
 * @param {(exec: Function) => Promise<string>} manager.installs - Installs, and resolves with the manager's version.
 * @param {readonly string[]} [manager.node] - The command that runs a file. Default `node`.
 */
export function packageManagerTarget({ id, label, install = {}, files = () => ({}), installs, node = ['node'] }) {
  return {
    id,
    kind: 'package manager',
    label,
    install,
    async run({ folder, exec, tarballs }) {
      const consumer = `${folder}-consumer`;
      const references = Object.fromEntries(Object.entries(tarballs).map(([name, path]) => [name, `file:${path}`]));
      // The packages are not in a registry yet, so their references to each other lead to the tarballs too.
      const manifest = { private: true, dependencies: references, resolutions: references, overrides: references };
      mkdirSync(consumer);
      for (const file of readdirSync(folder, { withFileTypes: true })) {
        if (/^(main|packages|smoke|emulator)\./.test(file.name))
          cpSync(join(folder, file.name), join(consumer, file.name));
      }
      writeFileSync(join(consumer, 'package.json'), JSON.stringify(manifest, null, 2));
      for (const [name, text] of Object.entries(files(references))) writeFileSync(join(consumer, name), text);
      const inConsumer = (command, args, options) => exec(command, args, { cwd: consumer, ...options });
      const version = await installs(inConsumer);
      const [command, ...args] = node;
      await inConsumer(command, [...args, 'main.mjs']);
      await inConsumer(command, [...args, 'main.cjs']);
      return { version };
    },
  };
}
