import { describe, expect, it } from '@jest/globals';
import { readOptions } from '../validation/options.js';
import { connectionReaders, connectionTo } from './connection.js';

const resolve = (options: object) => () =>
  connectionTo('https://id.example', readOptions({ appId: 'app', ...options }, connectionReaders));
const refused = (option: string) =>
  expect.objectContaining({ kind: 'configuration', message: expect.stringContaining(`option ${option} `) });

const PEM = '-----BEGIN PUBLIC KEY-----\nMFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAK==\n-----END PUBLIC KEY-----\n';

describe('connectionTo', () => {
  it.each([
    [{ headers: { 'app-id': 'x-app', lang: 'X-Lang' } }, { 'x-app': 'app', 'x-lang': 'zh-CN' }],
    [{ headers: { lang: '' } }, { 'x-authing-lang': 'zh-CN' }],
    [{ headers: undefined }, { 'x-authing-app-id': 'app' }],
  ])('names the headers as %j says', (options, headers) => {
    expect(resolve(options)().headers.values).toMatchObject(headers);
  });

  it.each([
    ['a text', 'x-lang', 'headers'],
    ['a list', ['x-lang'], 'headers'],
    ['null', null, 'headers'],
    ['an instance of Headers', new Headers(), 'headers'],
    ['an unknown key', { 'x-app': 'y' }, 'headers.x-app'],
    ['a name that HTTP has taken', { lang: 'Accept' }, 'headers.lang'],
    ['the name of the bearer', { 'app-id': 'authorization' }, 'headers.app-id'],
    ['one name for two', { 'app-id': 'x-one', lang: 'X-One' }, 'headers.app-id'],
    ['the name of another one', { lang: 'x-authing-app-id' }, 'headers.lang'],
  ])('refuses headers that are or hold %s', (_, headers, option) => {
    expect(resolve({ headers })).toThrow(refused(option));
  });

  it.each([
    [PEM],
    [PEM.replaceAll('\n', '\r\n')],
    [PEM.replaceAll('\n', '')],
    [`\n${PEM}`],
    [`MIGf${'A'.repeat(100)}`],
  ])('takes the public key %j', (publicKey) => {
    expect(resolve({ publicKey })().publicKey).toBe(publicKey);
  });

  it.each([
    ['key'],
    ['MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAK=='],
    [PEM.replaceAll('PUBLIC', 'PRIVATE')],
    [PEM.replaceAll('PUBLIC KEY', 'CERTIFICATE')],
    [PEM.replace('-----END PUBLIC KEY-----', '')],
    [PEM.replaceAll('\n', '\\n')],
    [`${PEM}${PEM}`],
    [5],
  ])('refuses the public key %j without showing it', (publicKey) => {
    expect(resolve({ publicKey })).toThrow(refused('publicKey'));
    expect(resolve({ publicKey })).toThrow(expect.objectContaining({ message: expect.not.stringContaining('MFww') }));
  });

  const point = `04${'a1'.repeat(64)}`;

  it('takes a key of SM2, and forgets what else there is', () => {
    const encryption = { type: 'sm2', publicKey: point, other: 1 };
    expect(resolve({ encryption })().encryption).toEqual({ type: 'sm2', publicKey: point });
  });

  it.each([
    ['a text', 'sm2', 'encryption'],
    ['an unknown type', { type: 'sm4', publicKey: point }, 'encryption.type'],
    ['no type', { publicKey: point }, 'encryption.type'],
    ['no key', { type: 'sm2' }, 'encryption.publicKey'],
    ['a key that is no point', { type: 'sm2', publicKey: point.slice(2) }, 'encryption.publicKey'],
    ['a key in PEM form', { type: 'sm2', publicKey: PEM }, 'encryption.publicKey'],
  ])('refuses encryption with %s (CLI-22)', (_, encryption, option) => {
    expect(resolve({ encryption })).toThrow(refused(option));
  });

  it('leaves any other encryption to the function that was passed for it', () => {
    const encryptFunction = () => 'x';
    const encryption = { type: 'own', publicKey: 'k' };
    expect(resolve({ encryption, encryptFunction })()).toMatchObject({ encryption, encryptFunction });
    expect(resolve({ encryptFunction: 'x' })).toThrow(refused('encryptFunction'));
    expect(resolve({ encryption: null, encryptFunction: null })()).toMatchObject({ encryption: undefined });
  });
});
