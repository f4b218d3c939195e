import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { assertNoDevelopmentSecret } from './development-keys.js';
import {
  addressOption,
  choiceOption,
  countOption,
  enabledOption,
  flagOption,
  isLoopback,
  issuerOption,
  millisecondsOption,
  originsOption,
  portOption,
  readOptions,
  required,
  textOption,
  withDefault,
} from './options.js';

const refused = (option: string) =>
  expect.objectContaining({ kind: 'configuration', message: expect.stringContaining(`option ${option} `) });

describe('readOptions', () => {
  const readers = {
    appId: required(textOption, 'Pass appId.'),
    lang: withDefault(textOption, 'zh-CN'),
    timeout: millisecondsOption(30_000),
    withCredentials: enabledOption,
    secret: textOption,
  };

  it('readOptions returns a frozen object with a value for each reader', () => {
    const read = readOptions({ appId: 'app', timeout: 5 }, readers);
    expect(read).toEqual({ appId: 'app', lang: 'zh-CN', timeout: 5, withCredentials: true, secret: undefined });
    expect(Object.isFrozen(read)).toBe(true);
  });

  it('readOptions leaves the object of the caller as it is', () => {
    const options = Object.freeze({ appId: 'app' });
    readOptions(options, readers);
    expect(options).toEqual({ appId: 'app' });
  });

  it.each([[undefined], [null], ['app'], [5], [{}]])(
    'readOptions reports the first required option that %p lacks',
    (options) => {
      expect(() => readOptions(options, readers)).toThrow(
        expect.objectContaining({ message: 'The option appId is missing', remedy: 'Pass appId.' }),
      );
    },
  );

  it('readOptions refuses an unknown option and suggests the closest name', () => {
    expect(() => readOptions({ appId: 'app', tiemout: 5 }, readers)).toThrow(
      expect.objectContaining({
        kind: 'configuration',
        message: 'The option tiemout is unknown: did you mean timeout?',
        remedy: 'Pass timeout, or leave tiemout out.',
      }),
    );
  });

  it.each(['toString', '__proto__', 'constructor', 'x'])(
    'readOptions refuses the option %s without a suggestion',
    (name) => {
      expect(() => readOptions(JSON.parse(`{"appId":"a","${name}":1}`), readers)).toThrow(
        expect.objectContaining({ message: `The option ${name} is unknown`, remedy: `Leave ${name} out.` }),
      );
    },
  );

  it.each([
    ['secrets', { secrets: 'canary' }],
    ['secret', { secret: 'canary\n' }],
    ['lang', { lang: ['canary'] }],
    ['timeout', { timeout: 'canary' }],
    ['withCredentials', { withCredentials: 'canary' }],
  ])('readOptions shows no value when it refuses %s', (_, options) => {
    const error = thrownBy(() => readOptions({ appId: 'app', ...options }, readers));
    expect(error).toMatchObject({ kind: 'configuration' });
    expect(inspect(error)).not.toContain('canary');
  });
});

function thrownBy(act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    return error;
  }
}

describe('choiceOption', () => {
  const read = choiceOption('oidc', 'saml');

  it.each([[undefined], [null], ['']])('choiceOption takes the first choice for %p', (value) => {
    expect(read('protocol', value, {})).toBe('oidc');
  });

  it.each([['OIDC'], [5], [['saml']]])('choiceOption refuses %p', (value) => {
    expect(read('protocol', 'saml', {})).toBe('saml');
    expect(() => read('protocol', value, {})).toThrow(refused('protocol'));
  });
});

describe('countOption', () => {
  it('countOption takes zero, and has a default', () => {
    expect([0, undefined, null].map((value) => countOption(5)('retryTimes', value, {}))).toEqual([0, 5, 5]);
  });

  it.each([[-1], [1.5], ['5'], [Number.NaN]])('countOption refuses %p', (value) => {
    expect(() => countOption(5)('retryTimes', value, {})).toThrow(refused('retryTimes'));
  });
});

describe('originsOption', () => {
  it('originsOption returns a frozen list of origins', () => {
    const origins = originsOption('apiOrigins', ['https://API.example/'], {});
    expect([origins, Object.isFrozen(origins)]).toEqual([['https://api.example'], true]);
    expect(originsOption('apiOrigins', undefined, {})).toEqual([]);
  });

  it.each([
    ['https://a.example', 'apiOrigins'],
    [null, 'apiOrigins'],
    [[''], 'apiOrigins[0]'],
    [['https://a.example', 'https://a.example/path'], 'apiOrigins[1]'],
    [['http://a.example'], 'apiOrigins[0]'],
  ])('originsOption refuses %j, naming %s', (value, option) => {
    expect(() => originsOption('apiOrigins', value, {})).toThrow(refused(option));
  });
});

describe('issuerOption', () => {
  it('issuerOption keeps the last slash, and validates the address', () => {
    expect(issuerOption('issuer', 'https://id.example/oidc/', {})).toBe('https://id.example/oidc/');
    expect(() => issuerOption('issuer', 'javascript:alert(1)', {})).toThrow(refused('issuer'));
  });
});

describe('textOption', () => {
  it.each([[undefined], [null], ['']])('takes %p for absent', (value) => {
    expect(textOption('appId', value)).toBeUndefined();
  });

  it.each([[5], [{}], [true], ['a\r\nb'], ['中']])('refuses %p, naming the option', (value) => {
    expect(() => textOption('appId', value)).toThrow(refused('appId'));
  });
});

describe('millisecondsOption', () => {
  it('has a default', () => {
    expect(millisecondsOption(30_000)('timeout', undefined, {})).toBe(30_000);
  });

  it.each([[-1], [0], [Number.NaN], [Number.POSITIVE_INFINITY], ['500'], [null]])('refuses %p', (value) => {
    expect(() => millisecondsOption(30_000)('timeout', value, {})).toThrow(refused('timeout'));
  });
});

describe('flagOption', () => {
  it('is off by default', () => {
    expect(flagOption('flag', undefined)).toBe(false);
  });

  it.each([['true'], [1], [null]])('refuses %p', (value) => {
    expect(() => flagOption('flag', value)).toThrow(refused('flag'));
  });
});

describe('portOption', () => {
  it('takes an object that has the methods', () => {
    const clock = { now: () => 0 };
    expect(portOption<typeof clock>('now')('clock', clock, {})).toBe(clock);
  });

  it('takes undefined for absent', () => {
    expect(portOption<{ now(): number }>('now')('clock', undefined, {})).toBeUndefined();
  });

  it.each([[null], [5], ['clock'], [{}], [{ now: 5 }]])('refuses %p, naming the option and the method', (value) => {
    expect(() => portOption<{ now(): number }>('now')('clock', value, {})).toThrow(
      expect.objectContaining({ kind: 'configuration', message: 'The option clock has no method now' }),
    );
  });
});

describe('isLoopback', () => {
  it.each([['localhost'], ['app.localhost'], ['127.0.0.1'], ['127.9.9.9'], ['[::1]']])('knows %s', (host) => {
    expect(isLoopback(host)).toBe(true);
  });

  it.each([['127.0.0.1.evil.example'], ['localhost.evil.example'], ['0.0.0.0'], ['10.0.0.1'], ['xlocalhost']])(
    'is not taken in by %s',
    (host) => {
      expect(isLoopback(host)).toBe(false);
    },
  );
});

describe('addressOption', () => {
  it.each([
    ['https://id.example/', 'https://id.example'],
    ['https://id.example:8443/base//', 'https://id.example:8443/base'],
    ['http://127.0.0.1:4455', 'http://127.0.0.1:4455'],
    ['http://[::1]:4455/', 'http://[::1]:4455'],
  ])('reads %s as %s', (value, address) => {
    expect(addressOption('appHost', value, {})).toBe(address);
  });

  it.each([
    ['not an address'],
    ['id.example'],
    ['javascript:alert(1)'],
    ['ftp://id.example'],
    ['https://user:pw@id.example'],
    ['https://id.example/?a=b'],
    ['https://id.example/#x'],
    ['http://id.example'],
  ])('refuses %s, naming the option (CLI-23)', (value) => {
    expect(() => addressOption('appHost', value, {})).toThrow(refused('appHost'));
  });

  it('does not show a password in an address', () => {
    expect(() => addressOption('appHost', 'https://user:canary@id.example', {})).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('canary') }),
    );
  });

  it('takes http off loopback where that was allowed', () => {
    expect(addressOption('appHost', 'http://id.example', { dangerouslyAllowHttp: true })).toBe('http://id.example');
  });
});

describe('assertNoDevelopmentSecret', () => {
  it('refuses the emulator’s published secret off loopback, without showing it', () => {
    expect(() => assertNoDevelopmentSecret('secret', 'sallyport-development-canary', 'https://id.example')).toThrow(
      expect.objectContaining({ kind: 'configuration', message: expect.not.stringContaining('canary') }),
    );
  });

  it.each([
    ['sallyport-development-x', 'http://127.0.0.1:4455'],
    ['sallyport-development-x', 'http://localhost'],
    ['a-secret-of-ones-own', 'https://id.example'],
    [undefined, 'https://id.example'],
  ])('lets %p pass for %s', (secret, address) => {
    expect(() => assertNoDevelopmentSecret('secret', secret, address)).not.toThrow();
  });
});
