// @ts-check
import { createRequire } from 'node:module';
import { normalizeOpened } from './normalize.mjs';
import { userToken } from './recording-server.mjs';

// jsdom comes with the environment that tests of pages run in.
const { JSDOM } = createRequire(createRequire(import.meta.url).resolve('jest-environment-jsdom'))('jsdom');

/** @typedef {import('./normalize.mjs').NormalizedRequest} Opened */

/**
 * A page of a browser whose windows answer at once as the server's own would.
 *
 * @param {string} server
 */
export function openBrowser(server) {
  const { window } = new JSDOM('<div id="qrcode"></div>', { url: 'https://app.example/page' });
  window.localStorage.setItem('_authing_token', userToken(server)); // where the published client looks in a page
  /** @type {Opened[]} */
  const opened = [];
  const open = (/** @type {string} */ url) => new Popup(window, server, opened, url);
  let connect = () => {};
  const socket = new Promise((resolve) => {
    connect = () => resolve(undefined);
  });
  class WebSocket extends EventTarget {
    /** @param {string} url */
    constructor(url) {
      super();
      opened.push(normalizeOpened('SOCKET', url));
      connect();
    }
    close() {}
  }
  // jsdom loads no pictures, and draws none.
  Object.defineProperty(window.HTMLImageElement.prototype, 'onload', {
    set(listener) {
      queueMicrotask(listener);
    },
  });
  const drawing = new Proxy({}, { get: () => () => ({ width: 0 }), set: () => true });
  const canvas = {
    getContext: (/** @type {string} */ kind) => (kind === '2d' ? drawing : null),
    toDataURL: () => 'data:,',
  };
  Object.assign(window.HTMLCanvasElement.prototype, canvas);
  Object.assign(window, { open });
  const { document, localStorage, screen, location } = window;
  const undo = define({ window, document, localStorage, screen, location, WebSocket, navigator: window.navigator });
  return {
    opened,
    /** Resolves when there is one. */
    socket,
    leave: () => {
      undo();
      window.close();
    },
  };
}

class Popup {
  closed = false;
  #opener;
  #server;
  #opened;

  /** @param {any} opener @param {string} server @param {Opened[]} opened @param {string} url */
  constructor(opener, server, opened, url) {
    this.#opener = opener;
    this.#server = server;
    this.#opened = opened;
    this.location = { assign: this.#visit, replace: this.#visit };
    if (url) this.#visit(url);
  }

  focus() {}
  close() {
    this.closed = true;
  }

  #visit = (/** @type {string} */ url) => {
    this.#opened.push(normalizeOpened('WINDOW', url));
    const eventType = url.includes('/connections/social/') ? 'socialLogin' : 'enterpriseLogin';
    const user = { id: 'u1', token: userToken(this.#server) };
    const data = { code: 200, message: 'OK', data: user, event: { source: 'authing', eventType } };
    const message = new this.#opener.MessageEvent('message', { data, origin: this.#server });
    Object.defineProperty(message, 'source', { value: this });
    queueMicrotask(() => this.#opener.dispatchEvent(message));
  };
}

/**
 * @param {Record<string, unknown>} globals
 * @returns {() => void} Takes them away again.
 */
function define(globals) {
  const before = Object.keys(globals).map(
    (name) => /** @type {const} */ ([name, Object.getOwnPropertyDescriptor(globalThis, name)]),
  );
  for (const [name, value] of Object.entries(globals)) {
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  }
  return () => {
    for (const [name, descriptor] of before) {
      if (descriptor) Object.defineProperty(globalThis, name, descriptor);
      else Reflect.deleteProperty(globalThis, name);
    }
  };
}

/**
 * As much of a page as a client needs to let its user choose a file, and to send it.
 *
 * @returns {() => void} Takes it away again.
 */
export function openPage() {
  const page = { document: { createElement: () => new FileInput() }, XMLHttpRequest: UploadOverFetch };
  return define(page);
}

class FileInput extends EventTarget {
  files = [new File(['pixels'], 'me.png', { type: 'image/png' })];
  /** @type {undefined | (() => void)} */
  onchange = undefined;

  click() {
    this.onchange?.();
    this.dispatchEvent(new Event('change'));
  }
}

/** What the published client uses of `XMLHttpRequest`. */
class UploadOverFetch {
  readyState = 0;
  responseText = '';
  onreadystatechange = () => {};
  #address = { method: '', url: '' };

  /** @param {string} method @param {string} url */
  open(method, url) {
    this.#address = { method, url };
  }

  /** @param {FormData} body */
  async send(body) {
    const { method, url } = this.#address;
    const response = await fetch(url, { method, body });
    this.responseText = await response.text();
    this.readyState = 4;
    this.onreadystatechange();
  }
}
