import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const STRICT = { strict: true, noEmit: true, skipLibCheck: false, target: 'es2022' };

const PROJECTS = {
  node: {
    compilerOptions: { ...STRICT, module: 'nodenext', moduleResolution: 'nodenext', lib: ['es2022'], types: ['node'] },
    files: ['consumer.mts', 'consumer.cts'],
  },
  page: {
    compilerOptions: { ...STRICT, module: 'esnext', moduleResolution: 'bundler', lib: ['es2022', 'dom'], types: [] },
    files: ['consumer.mts'],
  },
};

/** The target that compiles a consumer: for Node without the DOM library, and for a page with it and without Node's types. */
export function compilerTarget(version) {
  return {
    id: `typescript-${version}`,
    kind: 'compiler',
    label: `TypeScript ${version}`,
    install: { typescript: version, '@types/node': '20' },
    async run({ folder, exec }) {
      cpSync(join(folder, 'consumer.mts'), join(folder, 'consumer.cts'));
      for (const [name, project] of Object.entries(PROJECTS)) {
        writeFileSync(join(folder, `tsconfig.${name}.json`), JSON.stringify(project));
        await exec('tsc', ['--project', `tsconfig.${name}.json`]);
      }
      return { version: (await exec('tsc', ['--version'])).trim().replace('Version ', '') };
    },
  };
}
