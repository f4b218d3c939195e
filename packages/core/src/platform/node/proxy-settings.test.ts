import { describe, expect, it } from '@jest/globals';
import { readProxySettings } from './proxy-settings.js';

const PROXY = 'http://proxy.example:3128';

const proxyFor = (environment: Record<string, string>, url: string): string | undefined =>
  readProxySettings(environment)?.proxyFor(new URL(url))?.href;

const goesDirect = (noProxy: string, url: string): boolean =>
  proxyFor({ HTTP_PROXY: PROXY, HTTPS_PROXY: PROXY, NO_PROXY: noProxy }, url) === undefined;

describe('the variables of a proxy (NET-10, F24)', () => {
  it('are none where none is set, or all are empty', () => {
    expect(readProxySettings({})).toBeUndefined();
    expect(readProxySettings({ HTTP_PROXY: '', https_proxy: ' ', NO_PROXY: 'x', ALL_PROXY: PROXY })).toBeUndefined();
  });

  it('are one for each scheme', () => {
    const environment = { HTTP_PROXY: 'http://one:1', HTTPS_PROXY: 'http://two:2' };
    expect(proxyFor(environment, 'http://id.example')).toBe('http://one:1/');
    expect(proxyFor(environment, 'https://id.example')).toBe('http://two:2/');
    expect(proxyFor({ HTTP_PROXY: PROXY }, 'https://id.example')).toBeUndefined();
  });

  it('count in lower case first, unless that is empty', () => {
    const environment = { http_proxy: 'http://lower:1', HTTP_PROXY: 'http://upper:2' };
    expect(proxyFor(environment, 'http://id.example')).toBe('http://lower:1/');
    expect(proxyFor({ ...environment, http_proxy: '' }, 'http://id.example')).toBe('http://upper:2/');
    const exceptions = { HTTP_PROXY: PROXY, no_proxy: 'a.example', NO_PROXY: 'b.example' };
    expect(proxyFor(exceptions, 'http://a.example')).toBeUndefined();
    expect(proxyFor(exceptions, 'http://b.example')).toBe(`${PROXY}/`);
  });

  it('do not include HTTP_PROXY in a CGI script, where the request sets it', () => {
    expect(proxyFor({ HTTP_PROXY: PROXY, REQUEST_METHOD: 'GET' }, 'http://id.example')).toBeUndefined();
    expect(proxyFor({ http_proxy: PROXY, REQUEST_METHOD: 'GET' }, 'http://id.example')).toBe(`${PROXY}/`);
  });

  it('are the environment’s own, whatever a polluted prototype says (NET-08)', () => {
    expect(readProxySettings(Object.create({ http_proxy: PROXY, HTTPS_PROXY: PROXY }))).toBeUndefined();
  });

  it.each([
    ['proxy.example:3128', 'http://proxy.example:3128/'],
    ['proxy.example', 'http://proxy.example/'],
    ['https://proxy.example', 'https://proxy.example/'],
    ['http://[fd00::1]:3128', 'http://[fd00::1]:3128/'],
    ['http://user:p%40ss@proxy.example:3128/', 'http://user:p%40ss@proxy.example:3128/'],
  ])('may say %s', (value, href) => {
    expect(proxyFor({ HTTP_PROXY: value }, 'http://id.example')).toBe(href);
  });

  it.each([['socks5://h:1'], ['http://'], ['http://h:99999'], ['ftp://h'], ['http://%zz@h'], ['a b'], ['file:///x']])(
    'may not say %s, which is told without showing it',
    (value) => {
      expect(() => proxyFor({ https_proxy: value }, 'https://id.example')).toThrow(
        expect.objectContaining({
          kind: 'configuration',
          message: 'The environment variable https_proxy is not the address of an HTTP proxy',
        }),
      );
    },
  );
});

describe('this machine (NET-10, CVE-2025-62718)', () => {
  it.each([
    ['http://localhost'],
    ['http://LOCALHOST:8080'],
    ['http://localhost.'],
    ['http://app.localhost'],
    ['http://127.0.0.1'],
    ['http://127.9.9.9'],
    ['http://0x7f.1'],
    ['http://2130706433'],
    ['http://[::1]'],
    ['http://[0:0:0:0:0:0:0:1]:80'],
    ['http://[::ffff:127.0.0.1]'],
    ['https://localhost'],
  ])('is reached without: %s', (url) => {
    expect(goesDirect('', url)).toBe(true);
  });

  it.each([['http://localhost.example'], ['http://127.0.0.1.example'], ['http://[::2]'], ['http://10.0.0.1']])(
    'is not %s',
    (url) => {
      expect(goesDirect('', url)).toBe(false);
    },
  );
});

describe('NO_PROXY (NET-10, F24)', () => {
  it.each([
    ['*', 'https://anything.example'],
    ['a.example, *', 'https://anything.example'],
    ['id.example', 'https://id.example'],
    ['ID.Example', 'https://id.example'],
    ['id.example', 'https://ID.EXAMPLE.'],
    ['id.example.', 'https://id.example'],
    ['example', 'https://id.example'],
    ['.id.example', 'https://id.example'],
    ['.id.example', 'https://eu.id.example'],
    ['*.id.example', 'https://eu.id.example'],
    ['id.example', 'https://eu.id.example'],
    ['a.example,id.example', 'https://id.example'],
    ['a.example id.example', 'https://id.example'],
    [' , id.example , ', 'https://id.example'],
    ['id.example:443', 'https://id.example'],
    ['id.example:80', 'http://id.example'],
    ['id.example:8443', 'https://id.example:8443'],
    ['.example:8443', 'https://id.example:8443'],
    ['10.1.2.3', 'https://10.1.2.3'],
    ['10.1.2.3:443', 'https://10.1.2.3'],
    ['10.0.0.0/8', 'https://10.1.2.3'],
    ['10.0.0.0/8', 'https://[::ffff:10.1.2.3]'],
    ['10.0.0.0/8:443', 'https://10.1.2.3'],
    ['fd00::1', 'https://[fd00::1]'],
    ['FD00:0::1', 'https://[fd00::1]'],
    ['[fd00::1]', 'https://[fd00::1]'],
    ['[fd00::1]:443', 'https://[fd00::1]'],
    ['fd00::/8', 'https://[fd12::1]'],
    ['[fd00::/8]', 'https://[fd12::1]'],
  ])('%s excepts %s', (noProxy, url) => {
    expect(goesDirect(noProxy, url)).toBe(true);
  });

  it.each([
    ['', 'https://id.example'],
    ['id.example', 'https://notid.example'],
    ['id.example', 'https://id.example.evil.test'],
    ['.id.example', 'https://notid.example'],
    ['eu.id.example', 'https://id.example'],
    ['id.example:8443', 'https://id.example'],
    ['id.example:80', 'https://id.example'],
    ['10.1.2.3', 'https://10.1.2.30'],
    ['10.1.2.3', 'https://1.10.1.2.3.example'],
    ['10.0.0.0/8', 'https://11.1.2.3'],
    ['10.0.0.0/99', 'https://10.1.2.3'],
    ['10.0.0.0/x', 'https://10.1.2.3'],
    ['fd00::1', 'https://[fd00::2]'],
    ['[fd00::1]:8443', 'https://[fd00::1]'],
    ['fd00::/8', 'https://[fe00::1]'],
    ['fd00::/8', 'https://10.1.2.3'],
    ['.', 'https://id.example'],
    ['*.', 'https://id.example'],
    ['*.*', 'https://id.example'],
  ])('%s does not except %s', (noProxy, url) => {
    expect(goesDirect(noProxy, url)).toBe(false);
  });
});
