import { isSallyportError, NetworkError } from '../errors/index.js';

/**
 * Defers a module to its first use. Each `import()` of the clients is inside an argument of this function.
 *
 * @param load - Imports the module. Calls at the same time share one load.
 * @returns A function that resolves to the module. It rejects with a `NetworkError` if the file cannot be loaded, and
 * the next call loads again.
 */
export function lazy<T>(load: () => Promise<T>): () => Promise<T> {
  let loading: Promise<T> | undefined;
  return () => {
    loading ??= load().catch((error: unknown) => {
      loading = undefined;
      throw isSallyportError(error) ? error : notLoaded(error);
    });
    return loading;
  };
}

/** Whether an import failed because the package is not installed. Bundlers and browsers have no code for it. */
export function isPackageMissing(error: unknown): boolean {
  // Jest runs code in another realm than Node, so that errors of Node are no instances of its `Error`.
  const { code, message } = Object(error) as { readonly code?: unknown; readonly message?: unknown };
  return code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND' || NOT_INSTALLED.test(String(message));
}

// Node and webpack; Vite; Chromium and Firefox; Safari.
const NOT_INSTALLED = /cannot find (?:module|package)|could not resolve|specifier|does not resolve to a valid URL/i;

function notLoaded(cause: unknown): NetworkError {
  return new NetworkError({
    message: 'A file of the client could not be loaded',
    remedy: 'Call again, or reload the page: after a new release, files of the former one can be gone.',
    sent: false,
    retryable: true,
    cause,
  });
}
