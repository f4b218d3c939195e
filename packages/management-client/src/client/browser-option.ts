import { isBrowser } from '@sallyport/core/platform';
import { flagOption, refuseOption } from '@sallyport/core/validation';

/**
 * Whether a management client may run in a browser.
 *
 * @throws {ConfigurationError} This is a browser, and the option does not allow it.
 */
export function browserOption(option: string, value: unknown): boolean {
  const isAllowed = flagOption(option, value);
  if (isAllowed || !isBrowser()) return isAllowed;
  return refuseOption(
    option,
    'is not set: a management client in a browser hands every account to every visitor',
    'Run it on a server, and let the page call that.',
  );
}
