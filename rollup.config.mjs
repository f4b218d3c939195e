// Makes packages/*/dist from packages/*/build, which `tsc -b` makes from packages/*/src.
// `npm run build` runs both. `rollup -c --configPackages core,cli` rolls some packages only.

import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import commonjs from '@rollup/plugin-commonjs';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import { transform } from '@swc/core';
import { rollup } from 'rollup';
import { dts } from 'rollup-plugin-dts';
import sourcemaps from 'rollup-plugin-sourcemaps2';

const root = dirname(fileURLToPath(import.meta.url));

// What only exists as an ES module goes into our CommonJS files: neither Jest nor older releases of Node can require it.
const esmOnly = ['jose', 'otpauth'];

export default (args) => {
  const wanted = args.configPackages?.split(',') ?? readdirSync(join(root, 'packages'));
  delete args.configPackages;
  return wanted.map(readPackage).filter(hasEntry).flatMap(configsOf);
};

/** What has to be built of a package, as its manifest says. */
function readPackage(folder) {
  const path = join(root, 'packages', folder);
  const manifest = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'));
  copyHandKeptFiles(path);
  const names = manifest.bin
    ? ['main']
    : Object.keys(manifest.exports)
        .filter((subpath) => !subpath.endsWith('.json'))
        .map(entryName);
  return {
    folder,
    path,
    manifest,
    inlined: new Map(),
    dependencies: Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies }),
    peers: Object.keys(manifest.peerDependencies ?? {}),
    entries: (extension) => Object.fromEntries(names.flatMap((name) => locate(path, name, extension))),
  };
}

const entryName = (subpath) => (subpath === '.' ? 'index' : subpath.slice(2));

// An entry is either a file or a folder with an index.
function locate(path, name, extension) {
  const found = [`${name}${extension}`, `${name}/index${extension}`]
    .map((file) => join(path, 'build', file))
    .find((file) => existsSync(file));
  return found ? [[name, found]] : [];
}

function hasEntry({ folder, entries }) {
  if (Object.keys(entries('.js')).length > 0) return true;
  process.stderr.write(`rollup: packages/${folder} has no entry yet\n`);
  return false;
}

// The compiler reads declarations (and JavaScript) written by hand, but leaves them where they are.
function copyHandKeptFiles(path) {
  for (const file of filesBelow(join(path, 'src'))) {
    if (!/\.(d\.ts|d\.mts|d\.cts|js)$/.test(file)) continue;
    cpSync(file, join(path, 'build', relative(join(path, 'src'), file)), { preserveTimestamps: true });
  }
}

function filesBelow(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

function configsOf(pkg) {
  if (pkg.folder === 'core') return [...coreConfigs(pkg), types(pkg)];
  if (pkg.folder === 'cli') return [program(pkg)];
  if (pkg.folder === 'emulator') return [program(pkg), commonJs(pkg), types(pkg)];
  const pages = pkg.folder === 'authentication-client' ? [...forPages(pkg), script(pkg), reactNative(pkg)] : [];
  return [...modules(pkg), program(pkg, '.node'), ...pages, commonJs(pkg), types(pkg)];
}

/**
 * The build for pages: each entry by itself, with core and every dependency inside, so that a page loads few files. All of
 * them share the classes of errors, which a page compares with.
 */
function forPages(pkg) {
  const folder = join(pkg.path, 'dist', 'browser');
  const plugins = [
    inlinedCore,
    platform(corePackage, 'browser'),
    oneRequest,
    pageBase64,
    axiosCore(corePackage),
    withoutWs,
  ];
  const external = isDependency(pkg.peers); // the application decides whether they are present
  const page = ([name, input]) => {
    const errors = sharedErrors();
    const resolving = [...plugins, nodeResolve({ browser: true }), commonjs()];
    const firstLoad = firstLoadFile(pkg, name, { plugins: [sharedErrors(), ...resolving], external });
    return config(pkg, [errors, firstLoad, separateExports(name), ...plugins], {
      input: { [name]: input },
      external,
      treeshake: { moduleSideEffects: false },
      output: {
        dir: folder,
        format: 'es',
        entryFileNames: '[name].js',
        chunkFileNames: `${name}-[name]-[hash].js`,
        paths: { errors: './errors.js' },
        hoistTransitiveImports: false,
        footer: errors.exportsOf,
      },
    });
  };
  return [
    config(pkg, [], {
      input: { errors: join(errorsFolder, 'classes.js') },
      output: {
        dir: folder,
        format: 'es',
        preserveModules: true,
        preserveModulesRoot: errorsFolder,
        entryFileNames: ({ name }) => (name === 'errors' ? 'errors.js' : 'errors/[name].js'),
      },
    }),
    ...Object.entries(pkg.entries('.js'))
      .filter(([name]) => name !== 'endpoints')
      .map(page),
  ];
}

// Roots of what a page loads before its first call.
const FIRST_LOADS = {
  index: ['authing/authentication-client'],
  gotrue: ['gotrue/gotrue-authentication-client'],
  modular: ['client/create-client', 'modular/authing-server', 'modular/gotrue-server', 'modular/features'],
};

/**
 * Gives each file that an entry re-exports from a file of exports, which the entry exports by `export *`: esbuild follows
 * that to one file, and `export { … }` to every file.
 */
function separateExports(name) {
  return {
    name: 'separate-exports',
    generateBundle(_options, bundle) {
      // Bundlers warn of an import for its effects alone, because no module has any. Its line stays, for the source map.
      for (const file of Object.values(bundle)) file.code = file.code?.replace(/^import '\.\/.+';$/gm, '');
      const entry = bundle[`${name}.js`];
      entry.code = entry.code.replace(/^export \{.*\} from '\.\/(.+)\.js';$/gm, (statement, file) => {
        const fileName = `exports/${file}.js`;
        this.emitFile({ type: 'asset', fileName, source: `${statement.replace("'./", "'../")}\n` });
        return `export * from './${fileName}';`;
      });
    },
  };
}

/**
 * Puts the modules of a first load into one file, and nothing else: esbuild loads with that file all that late files import
 * from it. Which modules these are is found by a build of the roots without late imports, because a path of imports that
 * leads through an index proves no use.
 */
function firstLoadFile(pkg, entry, { plugins, external }) {
  const roots = (FIRST_LOADS[entry] ?? []).map((path) => join(pkg.path, 'build', `${path}.js`));
  const late = { name: 'late', resolveDynamicImport: () => ({ id: 'late', external: true }) };
  let first;
  return {
    name: 'first-load-file',
    async buildStart() {
      if (roots.length === 0) return;
      const treeshake = { moduleSideEffects: false };
      const bundle = await rollup({ input: roots, external, treeshake, plugins: [...plugins, late] });
      const { output } = await bundle.generate({ format: 'es' });
      first = new Set(output.flatMap(({ modules }) => Object.keys(modules)));
    },
    outputOptions: (options) => ({
      ...options,
      onlyExplicitManualChunks: true,
      manualChunks(id, { getModuleInfo }) {
        if (first?.has(id)) return 'client';
        return entry in FLAT_CLIENTS ? mfaCalls(FLAT_CLIENTS[entry], id, getModuleInfo) : undefined;
      },
    }),
  };
}

// The flat clients have every factor: their code for a server is one file. A composition loads those that it has.
const FLAT_CLIENTS = { index: 'authing', gotrue: 'gotrue' };

/** Names one file for the code that a second factor loads, and for the modules that it alone imports. */
function mfaCalls(server, id, getModuleInfo) {
  const calls = new RegExp(
    `[\\\\/](?:mfa[\\\\/]factors[\\\\/].+\\.${server}|(?:totp|phone|email)\\.methods|subject-of|address-methods|optional-text|second-factor-calls|shared-calls|mfa-calls|gotrue-mfa-server)\\.js$`,
  );
  const isPart = (module) => {
    if (calls.test(module)) return true;
    const { importers, dynamicImporters, isEntry } = getModuleInfo(module);
    const isLoadedByItself = isEntry || dynamicImporters.length > 0 || importers.length === 0;
    return !isLoadedByItself && importers.every(isPart);
  };
  return isPart(id) ? 'mfa-calls' : undefined;
}

const corePackage = { path: join(root, 'packages', 'core') };
const errorsFolder = join(corePackage.path, 'build', 'errors');
const errorFiles = () =>
  [...readFileSync(join(errorsFolder, 'classes.js'), 'utf8').matchAll(/'\.\/(.+)\.js'/g)].map(([, name]) => name);

/**
 * Leaves the classes of errors in files of their own. Inside, all is imported from `errors.js`, so that bundlers keep
 * those files together where a client is loaded. Entries export each file by `export *`, which esbuild follows to one
 * file: a page that imports nothing but an error then loads no client (it follows `export { … }` to every file).
 */
function sharedErrors() {
  const files = errorFiles();
  let areExported = false;
  return {
    name: 'shared-errors',
    resolveId(source, importer) {
      if (!source.startsWith('.') || !importer) return null;
      const path = join(dirname(importer), source);
      if (basename(path) === 'error-exports.js') {
        areExported = true;
        return '\0no-exports';
      }
      const isErrors = dirname(path) === errorsFolder && files.includes(basename(path, '.js'));
      return isErrors ? { id: 'errors', external: true } : null;
    },
    load: (id) => (id === '\0no-exports' ? 'export {}' : null),
    exportsOf: ({ isEntry }) =>
      isEntry && areExported ? files.map((name) => `export * from './errors/${name}.js';`).join('\n') : '',
  };
}

const inlinedCore = {
  name: 'inlined-core',
  resolveId(source) {
    if (!isCore(source)) return null;
    const [[, path]] = locate(corePackage.path, entryName(source.replace('@sallyport/core', '.')), '.js');
    return path;
  },
};

/**
 * The build for React Native, with core and every dependency inside. Metro resolves `import` and `import()` to different
 * files of a package, and Jest reads CommonJS alone, so that one build in CommonJS serves all conditions.
 */
function reactNative(pkg) {
  const plugins = [inlinedCore, platform(corePackage, 'browser'), oneRequest, axiosCore(corePackage), withoutWs];
  const { endpoints: _, ...input } = pkg.entries('.js');
  return config(pkg, [...plugins, commonJsFolder], {
    input,
    external: isDependency(['ws']),
    treeshake: { moduleSideEffects: false },
    output: {
      ...commonJsOutput,
      dir: join(pkg.path, 'dist', 'react-native'),
      entryFileNames: '[name].js',
      chunkFileNames: 'chunks/[name]-[hash].js',
      dynamicImportInCjs: false,
    },
  });
}

// Not by the extension .cjs, which Metro does not know by default.
const commonJsFolder = {
  name: 'common-js-folder',
  generateBundle() {
    this.emitFile({ type: 'asset', fileName: 'package.json', source: '{ "type": "commonjs" }\n' });
  },
};

/** The same for pages without a bundler: one script, whose exports are fields of the global `Sallyport`. */
function script(pkg) {
  const { name, version, license } = pkg.manifest;
  const plugins = [
    inlinedCore,
    platform(corePackage, 'browser'),
    oneRequest,
    pageBase64,
    axiosCore(corePackage),
    withoutWs,
    sm2Apart,
    minified,
  ];
  return config(pkg, plugins, {
    input: { sallyport: join(pkg.path, 'build', 'script.js') },
    treeshake: { moduleSideEffects: false },
    output: {
      format: 'iife',
      name: 'Sallyport',
      inlineDynamicImports: true,
      entryFileNames: '[name].min.js',
      banner: `/*! ${name} ${version}, ${license} licence; parts of others: THIRD-PARTY-LICENSES.txt */`,
    },
  });
}

/** Leaves SM2 out of the script, a fifth of which it would be: pages that need it have an import map. */
const sm2Apart = {
  name: 'sm2-apart',
  resolveId: (source) => (source === './sm2.js' ? { id: 'sm-crypto-v2', external: true } : null),
};

const minified = {
  name: 'minified',
  renderChunk: (code) =>
    transform(code, {
      minify: true,
      isModule: false,
      sourceMaps: true,
      jsc: { target: 'es2022', minify: { compress: { passes: 2 }, mangle: true, format: { comments: 'some' } } },
    }),
};

/** Has core imported by one name: Node takes half a millisecond to resolve each, in each file. */
const coreAtOnce = {
  name: 'core-at-once',
  resolveId: (source) => (isCore(source) ? { id: '@sallyport/core/all', external: true } : null),
};
const isCore = (source) => /^@sallyport\/core(?:\/|$)/.test(source);

/** Files that the build fills with a package, so that it is not looked for where an application is bundled. */
const FILLED = { core: ['crypto/sm2'], 'authentication-client': ['mfa/factors/webauthn/simplewebauthn'] };

/** ES modules, one file for each of ours, so that bundlers drop what an application does not use. */
function modules(pkg, ...plugins) {
  const filled = (FILLED[pkg.folder] ?? []).map((name) => [name, join(pkg.path, 'build', `${name}.js`)]);
  const isFilled = (id) => filled.some(([, path]) => path === id);
  const isExternal = isDependency(pkg.dependencies);
  return [
    config(pkg, plugins, {
      external: (id) => isExternal(id) || isFilled(id),
      output: { format: 'es', preserveModules: true, preserveModulesRoot: join(pkg.path, 'build') },
    }),
    ...filled.map((entry) =>
      config(pkg, [], { input: Object.fromEntries([entry]), external: [], output: { format: 'es' } }),
    ),
  ];
}

/** Puts another expression around the argument of each `import()` in a file. */
const importsAs = (file, left, right) => ({
  name: 'imports-as',
  renderDynamicImport: ({ moduleId }) => (file.test(moduleId) ? { left, right } : null),
});
const noPackage = ["Promise.reject(new Error('Cannot find package ' + ", '))'];
// Every platform of ours has the global `crypto`, which comes before this import.
const withoutNodeCrypto = importsAs(/[\\/]sm-crypto-v2[\\/]/, ...noPackage);
const webSocketFile = /[\\/]events[\\/]web-socket\.js$/;
const withoutWs = importsAs(webSocketFile, ...noPackage);
// Jest refuses `import()`, and webpack warns of a `require` whose argument it cannot read.
const requiredWs = importsAs(webSocketFile, "process.getBuiltinModule('node:module').createRequire(__filename)(", ')');

/** One ES module for an entry, and one for each dynamic import: quick to load in Node. */
function program(pkg, suffix = '') {
  return config(pkg, [coreAtOnce], {
    external: isDependency(without(pkg.dependencies, ['@sallyport/core'])),
    output: { format: 'es', entryFileNames: `[name]${suffix}.js`, chunkFileNames: `chunks/[name]-[hash]${suffix}.js` },
  });
}

function commonJs(pkg) {
  return config(pkg, [coreAtOnce, requiredWs], {
    external: isDependency(without(pkg.dependencies, ['@sallyport/core', ...esmOnly])),
    output: { ...commonJsOutput, chunkFileNames: 'chunks/[name]-[hash].cjs' },
  });
}

const commonJsOutput = {
  format: 'cjs',
  exports: 'named',
  entryFileNames: '[name].cjs',
  interop: 'auto',
  externalLiveBindings: false, // Node finds `exports.x = …` without running the file, and getters of that form it does not
  dynamicImportInCjs: false, // Jest's default environment refuses `import()` and supports `require`
};

/** Puts whatever the entries import at once into one file. Fakes for tests stay out of it. */
const inOneFile = {
  hoistTransitiveImports: false,
  manualChunks(id, { getModuleInfo, getModuleIds }) {
    const entries = [...getModuleIds()].filter((entry) => getModuleInfo(entry).isEntry);
    const reached = new Set(entries.filter((entry) => !/[\\/]testing[\\/]/.test(entry)));
    for (const module of reached) for (const imported of getModuleInfo(module).importedIds) reached.add(imported);
    return reached.has(id) ? 'core' : undefined;
  },
};

/**
 * Core exists for Node and for everything else. For Node all that loads at the start is one file, which loads three times
 * as fast as the packages one by one; entries name what they export of it. Of axios only the core is taken, in its browser form and in every build.
 */
function coreConfigs(pkg) {
  const node = [platform(pkg, 'node'), axiosCore(pkg)];
  const browser = [platform(pkg, 'browser'), axiosCore(pkg)];
  return [
    ...modules(
      { ...pkg, dependencies: without(pkg.dependencies, ['axios']) },
      platform(pkg, 'browser'),
      axiosCore(pkg, 'axios-core.js'),
    ),
    config(pkg, [axiosCore(pkg)], {
      input: { 'axios-core': axiosEntry },
      external: [],
      output: { format: 'es' },
    }),
    config(pkg, browser, {
      external: isDependency(without(pkg.dependencies, ['axios', ...esmOnly])),
      output: { ...commonJsOutput, chunkFileNames: 'chunks/[name]-[hash].cjs', ...inOneFile },
    }),
    config(pkg, node, {
      external: isDependency(pkg.peers), // whether they are there is up to the application
      output: [
        {
          format: 'es',
          entryFileNames: '[name].node.js',
          chunkFileNames: 'chunks/[name]-[hash].node.js',
          ...inOneFile,
        },
        {
          ...commonJsOutput,
          entryFileNames: '[name].node.cjs',
          chunkFileNames: 'chunks/[name]-[hash].node.cjs',
          ...inOneFile,
        },
      ],
    }),
  ];
}

function platform(pkg, name) {
  return {
    name: 'platform',
    resolveId: (source) => (source === '#platform' ? join(pkg.path, 'build', 'platform', `${name}.js`) : null),
  };
}

/** Leaves out what binds work to requests: only Cloudflare Workers do that, and their build is the one in modules. */
const oneRequest = replaceOfCore('platform/requests.js', 'platform/one-request.js');

/** Takes `atob` and `btoa`, which are smaller than own code, where each platform has them. */
const pageBase64 = replaceOfCore('crypto/base64.js', 'crypto/page-base64.js');

function replaceOfCore(file, replacement) {
  const build = join(corePackage.path, 'build');
  return {
    name: replacement,
    load: (id) => (id === join(build, file) ? readFileSync(join(build, replacement), 'utf8') : null),
  };
}

const axiosEntry = 'axios/unsafe/core/dispatchRequest.js';

// Our transport brings an adapter of its own and finished text, and gives axios no signal: none of these is ever reached.
const axiosUnreached = new Map([
  [join('axios', 'lib', 'adapters', 'adapters.js'), 'export default { getAdapter: (adapter) => adapter };'],
  [join('axios', 'lib', 'defaults', 'index.js'), 'export default {};'],
  [join('axios', 'lib', 'cancel', 'CanceledError.js'), 'export default class {}'],
]);

/**
 * Takes axios' core without its adapters, defaults and errors, which are three quarters of its size. With `file`, that
 * core is left out and imported from there.
 */
function axiosCore(pkg, file) {
  const replaced = new Set();
  let isUsed = false;
  return {
    name: 'axios-core',
    resolveId(source, _importer, options) {
      if (source !== axiosEntry) return null;
      isUsed = true;
      if (file) return { id: join(pkg.path, 'build', file), external: true };
      return this.resolve(source, join(pkg.path, 'package.json'), { ...options, skipSelf: true });
    },
    load(id) {
      const [path, code] = [...axiosUnreached].find(([path]) => id.endsWith(path)) ?? [];
      if (path) replaced.add(path);
      return code ?? null;
    },
    buildEnd(error) {
      if (error || file || !isUsed || replaced.size === axiosUnreached.size) return;
      throw new Error('axios has moved its adapters, defaults or errors: look again what its core consists of');
    },
  };
}

/** One declaration file for each entry and format. */
function types(pkg) {
  const handKept = handKeptTypes(pkg);
  const output = (extension) => ({
    dir: join(pkg.path, 'dist'),
    format: 'es',
    entryFileNames: `[name]${extension}`,
    chunkFileNames: `chunks/[name]-[hash]${extension}`,
    plugins: [declaredPlatform, handKept.beside(extension)],
  });
  return {
    input: pkg.entries('.d.ts'),
    external: isDependency(pkg.dependencies),
    makeAbsoluteExternalsRelative: true,
    plugins: [handKept.apart, dts()],
    onwarn,
    output: [output('.d.ts'), output('.d.cts')],
  };
}

const platformTypes = new Map(
  readFileSync(join(root, 'scripts', 'declarations', 'platform-types.d.ts'), 'utf8')
    .split(/^(?=type )/m)
    .slice(1) // what comes before the first is a comment
    .map((type) => [/^type (\w+)/.exec(type)[1], type.trimEnd()]),
);

/** Has each declaration file declare the types of the platform that it names. */
const declaredPlatform = {
  name: 'declared-platform',
  renderChunk(code) {
    const text = code.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
    const isUsed = (name) => new RegExp(`\\b${name}\\b`).test(text);
    const isDeclared = (name) =>
      new RegExp(`\\b(?:type|interface|class) ${name}\\b|^import [^;]*\\b${name}\\b`, 'm').test(text);
    const used = new Set([...platformTypes.keys()].filter((name) => isUsed(name) && !isDeclared(name)));
    for (const name of used) {
      for (const [other] of platformTypes) {
        if (new RegExp(`\\b${other}\\b`).test(platformTypes.get(name)) && !isDeclared(other)) used.add(other);
      }
    }
    return [...[...used].map((name) => platformTypes.get(name)), code].join('\n');
  },
};

/**
 * The declarations in `types/` stand in for what was compiled under the same name, and are copied as they are: bundling
 * parts a comment from the line that it is about.
 */
function handKeptTypes(pkg) {
  const files = filesBelow(join(pkg.path, 'types'));
  const names = files.map((file) => basename(file, '.d.ts'));
  return {
    apart: {
      name: 'hand-kept-types',
      resolveId(source) {
        const isHandKept = source.startsWith('.') && names.includes(basename(source, '.js'));
        return isHandKept ? { id: join(pkg.path, 'build', basename(source)), external: true } : null;
      },
    },
    beside: (extension) => ({
      name: 'hand-kept-types',
      renderChunk(code) {
        if (extension !== '.d.cts') return null;
        return names.reduce((text, name) => text.replaceAll(`/${name}.js'`, `/${name}.cjs'`), code);
      },
      generateBundle() {
        for (const file of files) {
          const fileName = `${basename(file, '.d.ts')}${extension}`;
          this.emitFile({ type: 'asset', fileName, source: readFileSync(file, 'utf8') });
        }
      },
    }),
  };
}

function config(pkg, plugins, { output, ...options }) {
  return {
    input: pkg.entries('.js'),
    makeAbsoluteExternalsRelative: true,
    ...options,
    plugins: [
      ...plugins,
      withoutNodeCrypto,
      nodeResolve({ browser: true, preferBuiltins: true }),
      commonjs(),
      sourcemaps({ include: '**/packages/*/build/**' }),
      licenses(pkg),
    ],
    onwarn,
    output: [output].flat().map((format) => ({
      dir: join(pkg.path, 'dist'),
      sourcemap: 'hidden', // for ourselves: the maps are two thirds of all there is, and stay out of the tarball
      sourcemapPathTransform: (path) => path.replace(/^((?:\.\.\/)+)build\//, '$1src/'), // hand-kept files have no map
      generatedCode: 'es2015',
      ...format,
    })),
  };
}

const without = (names, removed) => names.filter((name) => !removed.includes(name));

function isDependency(names) {
  return (id) => id.startsWith('node:') || names.some((name) => id === name || id.startsWith(`${name}/`));
}

/** Ships the licences of the packages whose code is inside our files. */
function licenses(pkg) {
  return {
    name: 'licenses',
    generateBundle(_options, bundle) {
      for (const { moduleIds = [] } of Object.values(bundle)) {
        for (const id of moduleIds) if (id.includes('node_modules')) noteLicense(pkg.inlined, id);
      }
      if (pkg.inlined.size === 0) return;
      const source = [...pkg.inlined].sort().map(([name, text]) => `${name}\n\n${text}`);
      this.emitFile({ type: 'asset', fileName: 'THIRD-PARTY-LICENSES.txt', source: source.join('\n\n---\n\n') });
    },
  };
}

function noteLicense(inlined, id) {
  const folder = /^.*node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/.exec(id.replace('\0', ''))?.[0];
  const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  if (!file) throw new Error(`${name} is bundled, but has no licence file`);
  inlined.set(`${name} ${version}`, readFileSync(join(folder, file), 'utf8').trim());
}

// Two entries of one package share classes, which must be one type in both: what those are made of is in a file that both
// read, and belongs to neither's public face.
const SHARED_TYPES = /references private shared type exports/;

function onwarn(warning) {
  if (warning.plugin === 'dts' && SHARED_TYPES.test(warning.message)) return;
  throw new Error(`${warning.code}: ${warning.message}`);
}
