import { jestTarget, TRANSFORMED_TEST } from '../runner-target.mjs';

export default jestTarget({
  id: 'jest-babel',
  label: 'Jest with babel-jest',
  install: { '@babel/core': '7', '@babel/preset-env': '7', 'babel-jest': '30' },
  files: {
    'smoke.test.js': TRANSFORMED_TEST,
    'babel.config.json': JSON.stringify({ presets: [['@babel/preset-env', { targets: { node: 'current' } }]] }),
  },
});
