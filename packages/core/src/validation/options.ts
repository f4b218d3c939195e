import { ConfigurationError } from '../errors/index.js';
import { isHeader } from '../http/header.js';

/** Refuses an option, naming it. */
export function refuseOption(option: string, problem: string, remedy: string): never {
  throw new ConfigurationError({ message: `The option ${option} ${problem}`, remedy });
}

/** A text option: absent, or a string that is not empty. */
export function textOption(option: string, value: unknown): string | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value !== 'string') refuseOption(option, 'must be a string', `Pass ${option} as text.`);
  // Most options travel in headers.
  if (!isHeader('x-option', value)) {
    refuseOption(option, 'holds characters that no header can carry', `Check ${option}.`);
  }
  return value;
}

/** A time in milliseconds: absent, or a positive finite number. */
export function millisecondsOption(option: string, value: unknown, fallback: number): number {
  if (value === undefined) return fallback;
  if (typeof value !== 'number' || !Number.isFinite(value) || value <= 0) {
    refuseOption(option, 'must be a positive number of milliseconds', `Pass ${option} such as 30000.`);
  }
  return value;
}

/** A yes or no, off unless it says `true`. */
export function flagOption(option: string, value: unknown): boolean {
  if (value === undefined) return false;
  if (typeof value !== 'boolean')
    refuseOption(option, 'must be true or false', `Pass ${option}: true, or leave it out.`);
  return value;
}

/** A function of the caller's: absent, or one. */
export function functionOption<F extends (...args: never) => unknown>(
  option: string,
  value: F | null | undefined,
): F | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'function') refuseOption(option, 'must be a function', `Leave ${option} out, or pass one.`);
  return value;
}

/** An object of the caller's that does some of the work: absent, or one with these methods. */
export function portOption<Port extends object>(
  option: string,
  value: Port | undefined,
  methods: readonly (keyof Port & string)[],
): Port | undefined {
  if (value === undefined) return undefined;
  for (const method of methods) {
    if (typeof value?.[method] !== 'function') {
      refuseOption(
        option,
        `has no method ${method}`,
        `Pass an object with ${methods.join(', ')}, or leave ${option} out.`,
      );
    }
  }
  return value;
}

/** Whether a host name is this machine's own. */
export function isLoopback(hostname: string): boolean {
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    /^127(\.\d+){3}$/.test(hostname)
  );
}

/**
 * A server's address: https, or http on loopback, without query, fragment or credentials.
 *
 * @returns The address without trailing slashes.
 */
export function addressOption(option: string, value: string, allowHttp: boolean): string {
  const url = parseUrl(option, value);
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    refuseOption(option, 'must be an https address', example(option));
  if (url.username || url.password || url.search || url.hash) {
    refuseOption(option, 'must hold nothing but scheme, host, port and path', example(option));
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname) && !allowHttp) {
    refuseOption(
      option,
      'sends passwords and tokens in clear over http',
      'Use https, or set dangerouslyAllowHttp on a network you trust.',
    );
  }
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
}

/** A host name, with a port if need be: absent, or without anything around it. */
export function hostOption(option: string, value: unknown): string | undefined {
  const host = textOption(option, value);
  if (host === undefined) return undefined;
  const isBare = /^(?:[^\s/\\?#@:%[\]]+|\[[\da-f:.]+\])(?::\d+)?$/i.test(host);
  if (!isBare) {
    refuseOption(option, 'is no host name', `Pass ${option} such as "example.authing.cn", without scheme and path.`);
  }
  parseUrl(option, `https://${host}`);
  return host;
}

function parseUrl(option: string, value: string): URL {
  try {
    return new URL(value);
  } catch {
    return refuseOption(option, 'is not an address', example(option));
  }
}

function example(option: string): string {
  return `Pass ${option} such as "https://id.example.com", with the scheme.`;
}
