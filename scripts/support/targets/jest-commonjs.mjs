import { COMMON_JS_TEST, jestTarget } from '../runner-target.mjs';

export default jestTarget({
  id: 'jest-commonjs',
  label: 'Jest, CommonJS without configuration',
  install: {},
  files: { 'smoke.test.js': COMMON_JS_TEST },
});
