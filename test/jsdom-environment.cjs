'use strict';
// jsdom with the parts of the web platform that it lacks taken from Node, which has them. Byte arrays come along, since
// jose refuses those of jsdom's realm, and signals, since Node's fetch does.

const { TestEnvironment } = require('jest-environment-jsdom');

const FROM_NODE = [
  'ArrayBuffer',
  'Uint8Array',
  'TextEncoder',
  'TextDecoder',
  'crypto',
  'CryptoKey',
  'fetch',
  'Request',
  'Response',
  'Headers',
  'AbortController',
  'AbortSignal',
  'structuredClone',
  'ReadableStream',
  'WritableStream',
  'TransformStream',
  'BroadcastChannel',
];

module.exports = class extends TestEnvironment {
  async setup() {
    await super.setup();
    for (const name of FROM_NODE) {
      Object.defineProperty(this.global, name, { value: globalThis[name], configurable: true, writable: true });
    }
  }
};
