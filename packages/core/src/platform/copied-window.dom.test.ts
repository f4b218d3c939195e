import { afterEach, expect, it, jest } from '@jest/globals';
import { WebStorage } from '../session/storage/web-storage.js';
import { listenForWake } from '../session/wake-signals.js';

const { addEventListener, dispatchEvent } = globalThis;
afterEach(() => void Object.assign(globalThis, { addEventListener, dispatchEvent }));

// jsdom-global copies the functions of a window to Node's global object, where they refuse to work.
it('storages and wake signals use the window of the document', async () => {
  const page = { addEventListener: jest.fn(), removeEventListener: jest.fn(), dispatchEvent: jest.fn() };
  const refuse = (): never => {
    throw new TypeError("'addEventListener' called on an object that is not a valid instance of EventTarget.");
  };
  const defaultView = jest
    .spyOn(document, 'defaultView', 'get')
    .mockReturnValue(page as unknown as Window & typeof globalThis);
  Object.assign(globalThis, { addEventListener: refuse, dispatchEvent: refuse });
  listenForWake(() => {})();
  const storage = new WebStorage(localStorage);
  storage.watch('key', () => {})();
  storage.set('key', 'value');
  expect(page.addEventListener.mock.calls.map(([name]) => name)).toEqual([
    'online',
    'pageshow',
    'storage',
    'sallyport:stored',
  ]);
  expect(page.dispatchEvent).toHaveBeenCalledTimes(1);
  defaultView.mockRestore();
});
