import { jestTarget, TRANSFORMED_TEST } from '../runner-target.mjs';

export default jestTarget({
  id: 'jest-swc',
  label: 'Jest with @swc/jest',
  install: { '@swc/core': '1.16.18', '@swc/jest': '0.2.39' },
  files: {
    'smoke.test.ts': TRANSFORMED_TEST,
    'jest.config.json': JSON.stringify({ transform: { '^.+\\.ts$': '@swc/jest' } }),
  },
});
