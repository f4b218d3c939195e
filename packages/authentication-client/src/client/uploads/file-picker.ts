import { ConfigurationError, InputError } from '@sallyport/core/errors';
import { hasPage } from '@sallyport/core/platform';

/**
 * Lets the user choose a file, in a browser. Must be called while a click is handled, as browsers want it.
 *
 * @param accept - As the attribute of `<input type="file">`.
 * @param instead - What to do where there is no browser.
 * @throws {ConfigurationError} There is no page to choose on.
 * @throws {InputError} The user has chosen nothing.
 */
export function pickFile(accept: string, instead: string, signal?: AbortSignal): Promise<File> {
  if (!hasPage()) {
    throw new ConfigurationError({ message: 'Choosing a file needs a browser', remedy: instead });
  }
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = accept;
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal?.reason);
    const settle = (file: File | undefined): void => {
      signal?.removeEventListener('abort', onAbort);
      if (file) resolve(file);
      else reject(new InputError({ message: 'No file was chosen', remedy: 'Ask again when the user wants to.' }));
    };
    if (signal?.aborted) return onAbort();
    signal?.addEventListener('abort', onAbort, { once: true });
    input.addEventListener('change', () => settle(input.files?.[0]));
    input.addEventListener('cancel', () => settle(undefined));
    input.click();
  });
}
