import { flagOption, isBrowser, refuseOption } from '@sallyport/core';

/** @throws {ConfigurationError} This is a browser, and nobody has allowed that. */
export function refuseBrowser({
  dangerouslyAllowBrowser,
}: {
  readonly dangerouslyAllowBrowser?: boolean | undefined;
}): void {
  if (!isBrowser() || flagOption('dangerouslyAllowBrowser', dangerouslyAllowBrowser)) return;
  refuseOption(
    'dangerouslyAllowBrowser',
    'is not set: a management client in a browser hands every account to every visitor',
    'Run it on a server, and let the page call that.',
  );
}
