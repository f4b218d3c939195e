import { ConfigurationError } from '../errors/index.js';
import { isHeader } from '../http/header.js';
import { closestName } from './closest-name.js';

/** Options as a caller passed them: each value can be anything. */
export type UnreadOptions = Readonly<Record<string, unknown>>;

/**
 * Reads one option.
 *
 * @param all - The options beside it, where the meaning of one depends on another.
 * @throws {ConfigurationError} The value is malformed, or required and missing. The error never shows the value.
 */
export type OptionReader<Value> = (option: string, value: unknown, all: UnreadOptions) => Value;

/** One reader for each option. */
export type OptionReaders<Options> = { readonly [Name in keyof Options]-?: OptionReader<unknown> };

/** Options with every default filled in, by a table of readers. */
export type OptionsRead<Readers> = {
  readonly [Name in keyof Readers]: Readers[Name] extends OptionReader<infer Value> ? Value : never;
};

/**
 * Makes a table of readers.
 *
 * @param make - A function, because esbuild keeps an unused table into which another is spread, and drops an unused call
 * that is marked as pure.
 */
export function readersOf<Readers>(make: () => Readers): Readers {
  return make();
}

/**
 * Reads options by a table that names each of them once.
 *
 * @returns A complete frozen object. The object of the caller stays as it is.
 * @throws {ConfigurationError} An option is unknown, malformed, or required and missing; the message names it.
 */
export function readOptions<Readers extends Readonly<Record<string, OptionReader<unknown>>>>(
  options: unknown,
  readers: Readers,
): OptionsRead<Readers> {
  // A value of any other kind has no options, so the first required one is reported as missing.
  const all = (typeof options === 'object' && options !== null ? options : {}) as UnreadOptions;
  for (const option of Object.keys(all)) {
    if (!Object.hasOwn(readers, option)) refuseUnknown(option, Object.keys(readers));
  }
  const entries = Object.entries(readers).map(([option, read]) => [option, read(option, all[option], all)]);
  // One entry for each reader, with the value that the reader returned.
  return Object.freeze(Object.fromEntries(entries)) as OptionsRead<Readers>;
}

function refuseUnknown(option: string, known: readonly string[]): never {
  const closest = closestName(option, known);
  refuseOption(
    option,
    closest ? `is unknown: did you mean ${closest}?` : 'is unknown',
    closest ? `Pass ${closest}, or leave ${option} out.` : `Leave ${option} out.`,
  );
}

/** Refuses an option, naming it. */
export function refuseOption(option: string, problem: string, remedy: string): never {
  throw new ConfigurationError({ message: `The option ${option} ${problem}`, remedy });
}

/** The same reader, with a value in place of an absent option. */
export function withDefault<Value, Default>(
  read: OptionReader<Value | undefined>,
  fallback: Default,
): OptionReader<Value | Default> {
  return (option, value, all) => read(option, value, all) ?? fallback;
}

/** The same reader, for an option that must be present. */
export function required<Value>(read: OptionReader<Value | undefined>, remedy: string): OptionReader<Value> {
  return (option, value, all) => read(option, value, all) ?? refuseOption(option, 'is missing', remedy);
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

/** One of several texts. The first is the default. */
export function choiceOption<const Choice extends string>(
  ...choices: readonly [Choice, ...Choice[]]
): OptionReader<Choice> {
  return (option, value) => {
    if (value === undefined || value === null || value === '') return choices[0];
    const choice = choices.find((known) => known === value);
    return choice ?? refuseOption(option, `must be one of ${choices.join(', ')}`, `Leave it out for ${choices[0]}.`);
  };
}

/** A time in milliseconds: a positive finite number. */
export function millisecondsOption(fallback: number): OptionReader<number> {
  return (option, value) => {
    if (value === undefined) return fallback;
    if (typeof value === 'number' && Number.isFinite(value) && value > 0) return value;
    return refuseOption(option, 'must be a positive number of milliseconds', `Pass ${option} such as 30000.`);
  };
}

/** A whole number, at least `least`. */
export function countOption(fallback: number, least = 0): OptionReader<number> {
  return (option, value) => {
    if (value === undefined || value === null) return fallback;
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= least) return value;
    return refuseOption(option, `must be a whole number of at least ${least}`, `Pass ${option} such as ${fallback}.`);
  };
}

/** `true` or `false`, by default `false`. */
export function flagOption(option: string, value: unknown): boolean {
  if (value === undefined) return false;
  if (typeof value !== 'boolean')
    refuseOption(option, 'must be true or false', `Pass ${option}: true, or leave it out.`);
  return value;
}

/** `true` or `false`, by default `true`. */
export function enabledOption(option: string, value: unknown): boolean {
  return flagOption(option, value ?? true);
}

/** A function of the caller: absent, or a function. */
export function functionOption<F extends (...args: never) => unknown>(option: string, value: unknown): F | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'function') refuseOption(option, 'must be a function', `Leave ${option} out, or pass one.`);
  return value as F; // only a call can show its parameters
}

/** An object of the caller that does some of the work: absent, or an object with these methods. */
export function portOption<Port extends object>(
  ...methods: readonly (keyof Port & string)[]
): OptionReader<Port | undefined> {
  return (option, value) => {
    if (value === undefined) return undefined;
    for (const method of methods) {
      // Any value but `null` has properties; those of a number or a text are no methods of a port.
      if (typeof (value as Partial<Port> | null)?.[method] === 'function') continue;
      const remedy = `Pass an object with ${methods.join(', ')}, or leave ${option} out.`;
      refuseOption(option, `has no method ${method}`, remedy);
    }
    return value as Port; // which has each method
  };
}

/** A list, by default empty, whose items are read one by one. */
function listOf<Item>(read: OptionReader<Item | undefined>, remedy: string): OptionReader<readonly Item[]> {
  return (option, value, all) => {
    if (value === undefined) return [];
    if (!Array.isArray(value)) refuseOption(option, 'must be a list', remedy);
    return Object.freeze(
      value.map((item: unknown, index) => {
        const name = `${option}[${index}]`;
        return read(name, item, all) ?? refuseOption(name, 'is empty', remedy);
      }),
    );
  };
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
 * A server's address: https, or http on loopback, without query, fragment or credentials. `dangerouslyAllowHttp` allows
 * http elsewhere.
 *
 * @returns The address without trailing slashes; `undefined` if it is absent.
 */
export function addressOption(option: string, value: unknown, all: UnreadOptions): string | undefined {
  const address = textOption(option, value);
  if (address === undefined) return undefined;
  const remedy = `Pass ${option} such as "https://id.example.com", with the scheme.`;
  const url = URL.canParse(address) ? new URL(address) : refuseOption(option, 'is not an address', remedy);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') refuseOption(option, 'must be an https address', remedy);
  if (url.username || url.password || url.search || url.hash) {
    refuseOption(option, 'must hold nothing but scheme, host, port and path', remedy);
  }
  const { dangerouslyAllowHttp } = all;
  if (
    url.protocol === 'http:' &&
    !isLoopback(url.hostname) &&
    !flagOption('dangerouslyAllowHttp', dangerouslyAllowHttp)
  ) {
    refuseOption(
      option,
      'sends passwords and tokens in clear over http',
      'Use https, or set dangerouslyAllowHttp on a network you trust.',
    );
  }
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
}

/** An address as the caller wrote it, because issuers are compared character by character. */
export function issuerOption(option: string, value: unknown, all: UnreadOptions): string | undefined {
  addressOption(option, value, all);
  return textOption(option, value);
}

/** A list of origins, each without a path. */
export const originsOption: OptionReader<readonly string[]> = (option, value, all) => {
  const remedy = 'Pass a list such as ["https://api.example.com"].';
  const origin: OptionReader<string | undefined> = (name, item) => {
    const address = addressOption(name, item, all);
    if (address === undefined) return undefined;
    const url = new URL(address);
    return url.pathname === '/' ? url.origin : refuseOption(name, 'is more than an origin', remedy);
  };
  return listOf(origin, remedy)(option, value, all);
};
