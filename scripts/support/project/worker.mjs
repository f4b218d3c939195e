import * as packages from './packages.mjs';
import { smoke } from './smoke.mjs';

// The bundler puts the emulator's description here: a worker has no file to read.
const emulator = EMULATOR;
const { appId, appHost } = emulator.authing;
const client = new packages.authentication.AuthenticationClient({ appId, appHost });
const email = 'worker@example.com';
const password = 'correct horse battery staple';

const requests = {
  '/first': () => client.registerByEmail(email, password),
  '/second': () => client.loginByEmail(email, password),
  '/smoke': () => smoke(packages, emulator),
};

export default {
  async fetch(request) {
    try {
      await requests[new URL(request.url).pathname]();
      return new Response('passed');
    } catch (error) {
      return new Response(`${error.name}: ${error.message} ${error.cause ?? ''}`, { status: 500 });
    }
  },
};
