import { flagOption, isBrowser, refuseOption } from '@sallyport/core';

/** The way to run a management client where it does not belong. */
export interface BrowserPermission {
  /** Allows running in a browser, where everybody can read the secret and with it own every account. */
  readonly dangerouslyAllowBrowser?: boolean | undefined;
}

/** @throws {ConfigurationError} This is a browser, and nobody has allowed that. */
export function refuseBrowser({ dangerouslyAllowBrowser }: BrowserPermission): void {
  if (!isBrowser() || flagOption('dangerouslyAllowBrowser', dangerouslyAllowBrowser)) return;
  refuseOption(
    'dangerouslyAllowBrowser',
    'is not set: a management client in a browser hands every account to every visitor',
    'Run it on a server, and let the page call that.',
  );
}
