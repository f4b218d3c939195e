import { describe, expect, it } from '@jest/globals';
import { closestName } from './closest-name.js';

const known = ['appId', 'appHost', 'timeout', 'tenantId', 'storage', 'lang', 'dangerouslyAllowHttp'];

describe('closestName', () => {
  it.each([
    ['tiemout', 'timeout'],
    ['appid', 'appId'],
    ['host', 'appHost'],
    ['tenentId', 'tenantId'],
    ['storages', 'storage'],
    ['dangerouslyAllowHTTPS', 'dangerouslyAllowHttp'],
  ])('closestName finds for %s the name %s', (misspelt, name) => {
    expect(closestName(misspelt, known)).toBe(name);
  });

  it.each([['onError'], ['x'], [''], ['__proto__']])('closestName finds no name for %j', (name) => {
    expect(closestName(name, known)).toBeUndefined();
  });

  it('closestName finds the last of several names that differ less and less', () => {
    expect(closestName('abcd', ['abxx', 'abcx', 'abcd'])).toBe('abcd');
  });
});
