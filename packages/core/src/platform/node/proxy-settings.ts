import { BlockList, isIP } from 'node:net';
import { ConfigurationError } from '../../errors/index.js';
import { isLoopback } from '../../validation/options.js';

type Environment = Readonly<Record<string, string | undefined>>;
type Exception = (host: string, port: string) => boolean;

/** Which proxy an address is reached by, as the environment says. */
export interface ProxySettings {
  /**
   * @returns The proxy's address, with its user and password where it has them; `null` to go without.
   * @throws {ConfigurationError} The variable for such addresses is no address of a proxy.
   */
  proxyFor(url: URL): URL | null;
}

/**
 * Reads `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY`, each in lower case too, which counts first.
 *
 * `NO_PROXY` is a list of what is reached without: `*`, a name (with all that is below it, with a leading dot or
 * without), an address or a network such as `10.0.0.0/8` or `fd00::/8`, each with a port if need be. This machine
 * always is.
 *
 * @returns `undefined` when no proxy is set.
 */
export function readProxySettings(environment: Environment): ProxySettings | undefined {
  const variables: Readonly<Record<string, string>> = {
    // A CGI script finds a request's header `Proxy` in this variable, and whoever sent it must not be its proxy.
    'http:': nameOf(environment, read(environment, 'REQUEST_METHOD') ? ['http_proxy'] : ['http_proxy', 'HTTP_PROXY']),
    'https:': nameOf(environment, ['https_proxy', 'HTTPS_PROXY']),
  };
  if (!variables['http:'] && !variables['https:']) return undefined;
  const listed = read(environment, nameOf(environment, ['no_proxy', 'NO_PROXY']));
  const exceptions = listed.split(/[\s,]+/).flatMap((entry) => (entry === '' ? [] : [parseException(entry)]));
  return {
    proxyFor: (url) => {
      const name = variables[url.protocol];
      const host = bare(url.hostname);
      const port = url.port || (url.protocol === 'https:' ? '443' : '80');
      if (!name || isThisMachine(host) || exceptions.some((excepts) => excepts(host, port))) return null;
      return parseProxy(name, read(environment, name));
    },
  };
}

// Own variables alone: a polluted prototype must not name a proxy.
function read(environment: Environment, name: string): string {
  return (Object.hasOwn(environment, name) && environment[name]?.trim()) || '';
}

/** The first of these variables that is set; `''` when none is. */
function nameOf(environment: Environment, names: readonly string[]): string {
  return names.find((name) => read(environment, name) !== '') ?? '';
}

function parseProxy(name: string, value: string): URL {
  const text = /^[a-z][a-z\d+.-]*:\/\//i.test(value) ? value : `http://${value}`;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.hostname && (url.protocol === 'http:' || url.protocol === 'https:') && isDecodable(url)) return url;
  // Without the value, which may hold a password.
  throw new ConfigurationError({
    message: `The environment variable ${name} is not the address of an HTTP proxy`,
    remedy: `Set ${name} to an address such as http://proxy.example:3128, or unset it.`,
  });
}

function isDecodable({ username, password }: URL): boolean {
  try {
    decodeURIComponent(username);
    decodeURIComponent(password);
    return true;
  } catch {
    return false;
  }
}

function parseException(entry: string): Exception {
  if (entry === '*') return () => true;
  const { name, port } = splitPort(entry);
  const isPort = (actual: string): boolean => port === undefined || port === actual;
  const network = parseNetwork(name);
  if (network) return (host, actual) => isPort(actual) && isIn(network, host);
  const domain = bare(name).replace(/^\*?\./, '');
  return (host, actual) => isPort(actual) && (host === domain || host.endsWith(`.${domain}`));
}

function splitPort(entry: string): { readonly name: string; readonly port?: string } {
  // An IPv6 address has colons of its own, and its port stands behind brackets.
  if (isIP(entry) === 6 || isIP(entry.split('/')[0] ?? '') === 6) return { name: entry };
  const [, name = entry, port] = /^(.*):(\d+)$/.exec(entry) ?? [];
  return port === undefined ? { name } : { name, port };
}

function parseNetwork(name: string): BlockList | undefined {
  const [address = '', prefix] = bare(name).split('/');
  const family = familyOf(address);
  if (!family) return undefined;
  const network = new BlockList();
  if (prefix === undefined) network.addAddress(address, family);
  else if (/^\d+$/.test(prefix) && Number(prefix) <= (family === 'ipv4' ? 32 : 128)) {
    network.addSubnet(address, Number(prefix), family);
  }
  return network;
}

function isIn(network: BlockList, host: string): boolean {
  const family = familyOf(host);
  return family !== undefined && network.check(host, family);
}

function familyOf(address: string): 'ipv4' | 'ipv6' | undefined {
  const version = isIP(address);
  if (version === 0) return undefined;
  return version === 4 ? 'ipv4' : 'ipv6';
}

/** A host without brackets, the dot of the root, and capitals. */
function bare(host: string): string {
  return host.toLowerCase().replace(/[[\]]/g, '').replace(/\.$/, '');
}

const MAPPED_LOOPBACK = /* @__PURE__ */ new BlockList();
MAPPED_LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');

function isThisMachine(host: string): boolean {
  return isLoopback(host) || host === '::1' || isIn(MAPPED_LOOPBACK, host);
}
