import { isBrowser, type Logger } from '@sallyport/core';

/** The options that can be unsafe, as either client takes them. */
interface UnsafeOptions {
  readonly secret?: string | undefined;
  readonly accessToken?: string | undefined;
  readonly appHost?: string | undefined;
  readonly host?: string | undefined;
  readonly logger?: Logger | undefined;
}

/**
 * Lets options through that our own packages refuse, since the published client took them and nobody who changes one
 * line of package.json expects to be stopped. Each client says once what is wrong with them.
 */
export function tolerate<Options extends UnsafeOptions>(options: Options): Options & Tolerance {
  for (const problem of problemsOf(options ?? {})) {
    if (options.logger) options.logger.warn(problem);
    // biome-ignore lint/suspicious/noConsole: code written for the published client has no logger to hear it
    else console.warn(`[sallyport] ${problem}`);
  }
  return {
    ...options,
    dangerouslyAllowHttp: true,
    dangerouslyAllowSecretInBrowser: true,
    dangerouslyAllowBrowser: true,
  };
}

interface Tolerance {
  readonly dangerouslyAllowHttp: true;
  readonly dangerouslyAllowSecretInBrowser: true;
  readonly dangerouslyAllowBrowser: true;
}

function problemsOf({ secret, accessToken, appHost, host }: UnsafeOptions): readonly string[] {
  const problems: string[] = [];
  if (isBrowser() && (secret || accessToken)) {
    problems.push('A secret in a browser can be read by everybody who opens the page. Keep it on a server.');
  }
  const address = appHost ?? host;
  if (typeof address === 'string' && /^http:\/\/(?!localhost\b|127\.|\[::1\])/i.test(address)) {
    problems.push('Passwords and tokens travel in clear over http. Use https.');
  }
  return problems;
}
