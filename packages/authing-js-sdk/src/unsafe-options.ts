import { type ErrorCodeOf, isBrowser, isLoopback, type Logger } from '@sallyport/core';
import { publishedErrorCode } from './published-error-code.js';

/** The options that can be unsafe, as either client takes them. */
interface UnsafeOptions {
  readonly secret?: string | undefined;
  readonly accessToken?: string | undefined;
  readonly appHost?: string | undefined;
  readonly host?: string | undefined;
  readonly logger?: Logger | undefined;
}

interface Tolerance {
  readonly logger: Logger;
  readonly dangerouslyAllowHttp: true;
  readonly validateArguments: false;
  readonly errorCode: ErrorCodeOf;
}

/**
 * Lets options through that our own packages refuse, since the published client took them and nobody who changes one
 * line of package.json expects to be stopped. Each client says once what is wrong with them.
 */
export function tolerate<Options extends UnsafeOptions>(options: Options): Options & Tolerance {
  const logger = options?.logger ?? consoleLogger;
  if (typeof logger.warn === 'function') for (const problem of problemsOf(options ?? {})) logger.warn(problem);
  return {
    ...options,
    logger,
    dangerouslyAllowHttp: true,
    validateArguments: false, // the published client sends what it is given
    errorCode: publishedErrorCode,
  };
}

// Code written for the published client has no logger to hear of anything.
const consoleLogger: Logger = {
  // biome-ignore lint/suspicious/noConsole: see above
  warn: (message, details) => console.warn(`[sallyport] ${message}`, ...(details ? [details] : [])),
  // biome-ignore lint/suspicious/noConsole: see above
  error: (message, details) => console.error(`[sallyport] ${message}`, ...(details ? [details] : [])),
};

function problemsOf({ secret, accessToken, appHost, host }: UnsafeOptions): readonly string[] {
  const problems: string[] = [];
  if (isBrowser() && (secret || accessToken)) {
    problems.push('A secret in a browser can be read by everybody who opens the page. Keep it on a server.');
  }
  if (isClear(appHost ?? host)) problems.push('Passwords and tokens travel in clear over http. Use https.');
  return problems;
}

function isClear(address: string | undefined): boolean {
  if (typeof address !== 'string' || !URL.canParse(address)) return false; // refused by the client, by name
  const { protocol, hostname } = new URL(address);
  return protocol === 'http:' && !isLoopback(hostname);
}
