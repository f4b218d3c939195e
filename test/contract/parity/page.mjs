// @ts-check

/**
 * As much of a page as a client needs to let its user choose a file, and to send it.
 *
 * @returns {() => void} Takes it away again.
 */
export function openPage() {
  const page = { document: { createElement: () => new FileInput() }, XMLHttpRequest: UploadOverFetch };
  Object.assign(globalThis, page);
  return () => {
    for (const name of Object.keys(page)) Reflect.deleteProperty(globalThis, name);
  };
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
