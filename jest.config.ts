/** @jest-config-loader esbuild-register */
// Jest runs ES modules only behind a flag of Node, which its workers inherit from here.
const flag = '--experimental-vm-modules';
if (!process.env.NODE_OPTIONS?.includes(flag)) {
  process.env.NODE_OPTIONS = `${process.env.NODE_OPTIONS ?? ''} ${flag} --disable-warning=ExperimentalWarning`.trim();
}

const settings = {
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'es6' } },
    ],
  },
};

const sources = (platform: 'node' | 'browser') => ({
  '^#platform$': `<rootDir>/packages/core/src/platform/${platform}.ts`,
  '^@sallyport/core/(.+)$': ['<rootDir>/packages/core/src/$1/index.ts', '<rootDir>/packages/core/src/$1.ts'],
  '^@sallyport/([^/]+)$': '<rootDir>/packages/$1/src/index.ts',
  '^@sallyport/([^/]+)/(.+)$': '<rootDir>/packages/$1/src/$2.ts',
  '^(\\.{1,2}/.*)\\.js$': '$1',
});

const unit = (name: string) => ({
  ...settings,
  rootDir: '.',
  displayName: name,
  testEnvironment: 'node',
  testMatch: [`<rootDir>/packages/${name}/src/**/*.test.ts`],
  testPathIgnorePatterns: ['\\.dom\\.test\\.ts$'],
  moduleNameMapper: sources('node'),
});

const dom = (name: string) => ({
  ...unit(name),
  displayName: `${name}:dom`,
  testEnvironment: '<rootDir>/test/jsdom-environment.cjs',
  testMatch: [`<rootDir>/packages/${name}/src/**/*.dom.test.ts`],
  testPathIgnorePatterns: [],
  moduleNameMapper: sources('browser'),
});

/** Whole-system suites. They load the packages as a consumer does, from what the build made. */
const system = (name: string) => ({
  ...settings,
  rootDir: '.',
  displayName: name,
  testEnvironment: 'node',
  testMatch: [`<rootDir>/test/${name}/**/*.test.ts`],
  testPathIgnorePatterns: ['\\.dom\\.test\\.ts$'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
});

/** The same in a page. */
const systemDom = (name: string) => ({
  ...system(name),
  displayName: `${name}:dom`,
  testEnvironment: '<rootDir>/test/jsdom-environment.cjs',
  testMatch: [`<rootDir>/test/${name}/**/*.dom.test.ts`],
  testPathIgnorePatterns: [],
});

export default {
  coverageProvider: 'babel',
  collectCoverageFrom: ['packages/*/src/**/*.ts'],
  workerIdleMemoryLimit: '1GB', // a limit of any size makes Jest always use workers, which get the flag above
  testTimeout: 600_000, // what hangs is found; how fast a machine is, with how much else to do, is no test's business
  maxWorkers: '100%', // by default one core is kept back, which is half of the smallest machine
  projects: [
    unit('core'),
    dom('core'),
    unit('authentication-client'),
    dom('authentication-client'),
    unit('management-client'),
    dom('management-client'),
    unit('authing-js-sdk'),
    dom('authing-js-sdk'),
    unit('emulator'),
    unit('cli'),
    system('contract'),
    system('conformance'),
    system('e2e'),
    system('faults'),
    systemDom('faults'),
  ],
};
