import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { decodedPath, decodedSegment, urlOf } from './request-target.js';

const request = (url: string, host?: string) => ({ url, headers: { host } }) as unknown as IncomingMessage; // all it reads
const LOCAL = '127.0.0.1:4455';

describe('urlOf', () => {
  it.each([
    ['/oidc/token', LOCAL, `http://${LOCAL}/oidc/token`],
    ['/a/../b?c=d', LOCAL, `http://${LOCAL}/b?c=d`],
    ['/a?b=\\', LOCAL, `http://${LOCAL}/a?b=\\`],
    ['/é', LOCAL, `http://${LOCAL}/%C3%A9`],
    ['//elsewhere.example/a', LOCAL, `http://${LOCAL}//elsewhere.example/a`],
    ['/a', '[::1]:4455', 'http://[::1]:4455/a'],
    ['/a', 'LOCALHOST', 'http://localhost/a'],
    ['http://localhost/a', 'other.example', 'http://localhost/a'],
  ])('urlOf reads %s at the host %s', (url, host, expected) => {
    expect(urlOf(request(url, host))).toBe(expected);
  });

  it.each([
    ['/a', undefined],
    ['/a', ''],
    ['*', LOCAL],
    ['a', LOCAL],
    ['/a\\b', LOCAL],
    ['/a', 'user@localhost'],
    ['/a', 'localhost/b'],
    ['/a', 'local host'],
    ['http://', LOCAL],
  ])('urlOf refuses %s at the host %s as malformed', (url, host) => {
    expect(() => urlOf(request(url, host))).toThrow('The request is malformed');
  });
});

describe('a path', () => {
  it.each([
    ['/a%20b?c', '/a b'],
    ['/a%2Fb#c', '/a%2Fb'],
    ['/a%252Fb', '/a%252Fb'],
    ['/%FF%20', '/%FF%20'],
  ])('decodedPath leaves what separates encoded in %s', (path, expected) => {
    expect(decodedPath(`http://${LOCAL}${path}`)).toBe(expected);
  });

  it('decodedSegment decodes the rest once', () => {
    expect(['a%2Fb', 'a%252Fb', '%FF', undefined].map(decodedSegment)).toEqual(['a/b', 'a%2Fb', '%FF', undefined]);
  });
});
