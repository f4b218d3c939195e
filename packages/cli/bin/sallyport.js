#!/usr/bin/env node
// A signal that comes while the modules are loaded ends `dev` as one that comes later: cleanly. It has handlers of its
// own by the time there is something to stop.
if (process.argv[2] === 'dev') for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(0));
await import('../dist/main.js');
