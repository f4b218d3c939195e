import { describe, expect, it } from '@jest/globals';
import { assertNoDevelopmentSecret } from './development-keys.js';
import {
  addressOption,
  flagOption,
  hostOption,
  isLoopback,
  millisecondsOption,
  portOption,
  textOption,
} from './options.js';

const refused = (option: string) =>
  expect.objectContaining({ kind: 'configuration', message: expect.stringContaining(`option ${option} `) });

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
    expect(millisecondsOption('timeout', undefined, 30_000)).toBe(30_000);
  });

  it.each([[-1], [0], [Number.NaN], [Number.POSITIVE_INFINITY], ['500'], [null]])('refuses %p', (value) => {
    expect(() => millisecondsOption('timeout', value, 30_000)).toThrow(refused('timeout'));
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
    expect(portOption('clock', clock, ['now'])).toBe(clock);
  });

  it('takes undefined for absent', () => {
    expect(portOption<{ now(): number }>('clock', undefined, ['now'])).toBeUndefined();
  });

  it.each([[null], [5], ['clock'], [{}], [{ now: 5 }]])('refuses %p, naming the option and the method', (value) => {
    expect(() => portOption('clock', value as never as { now(): number }, ['now'])).toThrow(
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
    expect(addressOption('appHost', value, false)).toBe(address);
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
    expect(() => addressOption('appHost', value, false)).toThrow(refused('appHost'));
  });

  it('does not show a password in an address', () => {
    expect(() => addressOption('appHost', 'https://user:canary@id.example', false)).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('canary') }),
    );
  });

  it('takes http off loopback where that was allowed', () => {
    expect(addressOption('appHost', 'http://id.example', true)).toBe('http://id.example');
  });
});

describe('hostOption', () => {
  it.each([['id.example'], ['ID.example:8443'], ['localhost:4455'], ['127.0.0.1'], ['[::1]:4455'], ['bücher.example']])(
    'takes %s as it is',
    (host) => {
      expect(hostOption('domain', host)).toBe(host);
    },
  );

  it.each([[undefined], [null], ['']])('takes %p for absent', (value) => {
    expect(hostOption('domain', value)).toBeUndefined();
  });

  it.each([
    [5],
    ['https://id.example'],
    ['//id.example'],
    ['id.example/'],
    ['id.example/base'],
    ['id.example?a=b'],
    ['id.example#a'],
    ['user@id.example'],
    ['user:canary@id.example'],
    ['id.example:'],
    ['id.example:x'],
    ['id.example:99999'],
    ['id\\example'],
    ['::1'],
    ['a b'],
    ['a%00b'],
  ])('refuses %p, naming the option', (value) => {
    expect(() => hostOption('domain', value)).toThrow(refused('domain'));
    expect(() => hostOption('domain', value)).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('canary') }),
    );
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
