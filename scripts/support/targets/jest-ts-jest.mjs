import { jestTarget, TRANSFORMED_TEST } from '../runner-target.mjs';

export default jestTarget({
  id: 'jest-ts-jest',
  label: 'Jest with ts-jest',
  install: { 'ts-jest': '29', typescript: '5.9' },
  files: {
    'smoke.test.ts': TRANSFORMED_TEST,
    'jest.config.json': JSON.stringify({ preset: 'ts-jest' }),
    'tsconfig.json': JSON.stringify({
      compilerOptions: { module: 'commonjs', target: 'es2022', strict: true, esModuleInterop: true },
    }),
  },
});
