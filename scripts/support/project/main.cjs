const packages = require('./packages.cjs');
const { smoke } = require('./smoke.cjs');

void smoke(packages, require('./emulator.json')).then((steps) => console.log(`${steps.length} steps as CommonJS`));
