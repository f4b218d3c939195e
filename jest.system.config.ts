/** @jest-config-loader esbuild-register */
import base from './jest.config.ts';

const packages = base.projects.find(({ displayName }) => displayName === 'e2e');

/** The tests that need software of the system. `npm run test:system` runs them, and `npm test` never does. */
export default {
  ...base,
  maxWorkers: 1, // each of them keeps several processes, or a browser with several tabs, busy
  projects: [
    {
      ...packages,
      displayName: 'system',
      testMatch: ['<rootDir>/test/system/**/*.test.ts'],
      setupFilesAfterEnv: ['<rootDir>/test/system/second-try.fixture.ts'],
    },
  ],
};
