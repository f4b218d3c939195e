import { describe, expect, it } from '@jest/globals';
import { ManualClock } from '@sallyport/core/clock';
import fc from 'fast-check';
import { TotpKey, type TotpParameters } from './totp.js';

const SECRET = 'JBSWY3DPEHPK3PXP';
const refused = expect.objectContaining({ kind: 'invalid-input' });

// RFC 4648 section 6, written out here so that the vectors do not rest on the library under test.
function base32(text: string): string {
  const bits = [...text].map((char) => char.charCodeAt(0).toString(2).padStart(8, '0')).join('');
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  return (bits.match(/.{1,5}/g) ?? []).map((group) => alphabet[Number.parseInt(group.padEnd(5, '0'), 2)]).join('');
}

describe('the vectors of RFC 6238 appendix B (CLI-26)', () => {
  const seed = '1234567890'.repeat(7);
  const keys = {
    SHA1: base32(seed.slice(0, 20)),
    SHA256: base32(seed.slice(0, 32)),
    SHA512: base32(seed.slice(0, 64)),
  };
  it.each([
    [59, '94287082', '46119246', '90693936'],
    [1111111109, '07081804', '68084774', '25091201'],
    [1111111111, '14050471', '67062674', '99943326'],
    [1234567890, '89005924', '91819424', '93441116'],
    [2000000000, '69279037', '90698825', '38618901'],
    [20000000000, '65353130', '77737706', '47863826'],
  ])('hold at %d s', (seconds, sha1, sha256, sha512) => {
    const clock = new ManualClock(seconds * 1000);
    const code = (algorithm: keyof typeof keys): string =>
      TotpKey.parse(keys[algorithm], { algorithm, digits: 8 }, clock).current().code;
    expect([code('SHA1'), code('SHA256'), code('SHA512')]).toEqual([sha1, sha256, sha512]);
  });
});

describe('TotpKey.parse', () => {
  it('reads a URI', () => {
    const key = TotpKey.parse(
      `otpauth://totp/Sally%20Port:ada%40example.com?secret=${SECRET}&issuer=Sally%20Port&algorithm=SHA256&digits=8&period=60`,
    );
    expect(key).toMatchObject({
      issuer: 'Sally Port',
      account: 'ada@example.com',
      algorithm: 'SHA256',
      digits: 8,
      periodSeconds: 60,
      secret: SECRET,
    });
  });

  it('fills in what a URI leaves out', () => {
    expect(TotpKey.parse(`otpauth://totp/ada?secret=${SECRET}`)).toMatchObject({
      algorithm: 'SHA1',
      digits: 6,
      periodSeconds: 30,
      account: 'ada',
    });
  });

  it.each([['jbswy3dpehpk3pxp'], ['JBSW Y3DP EHPK 3PXP'], ['jbsw-y3dp-ehpk-3pxp'], [' JBSWY3DPEHPK3PXP== ']])(
    'reads the secret %j as people copy it',
    (text) => {
      expect(TotpKey.parse(text).secret).toBe(SECRET);
    },
  );

  it.each([
    [''],
    ['   '],
    [undefined],
    [null],
    [5],
    ['canary-1890'],
    ['========'],
    ['JBSWY3DP!'],
    ['https://id.example/'],
    ['otpauth://hotp/ada?secret=JBSWY3DPEHPK3PXP&counter=0'],
    ['otpauth://totp/ada'],
    ['otpauth://totp/ada?secret='],
    ['otpauth://totp/ada?secret=1890'],
    [`otpauth://totp/ada?secret=${SECRET}&algorithm=MD5`],
    [`otpauth://totp/ada?secret=${SECRET}&algorithm=SHA224`],
    [`otpauth://totp/ada?secret=${SECRET}&digits=0`],
    [`otpauth://totp/ada?secret=${SECRET}&digits=20`],
    [`otpauth://totp/ada?secret=${SECRET}&period=0`],
    [`otpauth://totp/ada?secret=${SECRET}&period=301`],
    [`otpauth://totp/ada?secret=${SECRET}&period=x`],
  ])('refuses %j', (source) => {
    expect(() => TotpKey.parse(source as string)).toThrow(refused);
  });

  it.each([[`otpauth://totp/x?secret=canary1`], ['canary1'], ['otpauth://totp/ada?secret=CANARY&digits=99']])(
    'does not show the secret of %s',
    (source) => {
      expect(() => TotpKey.parse(source)).toThrow(
        expect.objectContaining({
          message: expect.not.stringMatching(/canary/i),
          stack: expect.not.stringMatching(/canary1|CANARY/),
        }),
      );
    },
  );

  it.each<[object]>([
    [{ algorithm: 'MD5' }],
    [{ algorithm: 'sha1' }],
    [{ digits: 5 }],
    [{ digits: 9 }],
    [{ digits: 6.5 }],
    [{ digits: '6' }],
    [{ digits: Number.NaN }],
    [{ periodSeconds: 0 }],
    [{ periodSeconds: -30 }],
    [{ periodSeconds: 301 }],
    [{ periodSeconds: Number.POSITIVE_INFINITY }],
  ])('refuses the parameters %j, naming what is wrong', (parameters) => {
    const [name = ''] = Object.keys(parameters);
    expect(() => TotpKey.parse(SECRET, parameters as TotpParameters)).toThrow(
      expect.objectContaining({ kind: 'invalid-input', message: expect.stringContaining(name) }),
    );
  });
});

describe('TotpKey', () => {
  const at = (seconds: number, parameters?: TotpParameters) => {
    const clock = new ManualClock(seconds * 1000);
    return { clock, key: TotpKey.parse(SECRET, parameters, clock) };
  };

  it.each([
    [0, 30],
    [1, 29],
    [29.5, 1],
    [30, 30],
  ])('says at %d s that %d s remain', (seconds, secondsRemaining) => {
    expect(at(seconds).key.current().secondsRemaining).toBe(secondsRemaining);
  });

  it('changes its code when the remaining time is over, and not before', async () => {
    const { key, clock } = at(1_000_000_020);
    const first = key.current().code;
    await clock.advance(29_999);
    expect(key.current().code).toBe(first);
    await clock.advance(1);
    expect(key.current().code).not.toBe(first);
  });

  it.each([
    [-2, 1, false],
    [-1, 1, true],
    [0, 1, true],
    [1, 1, true],
    [2, 1, false],
    [2, 2, true],
    [1, 0, false],
    [0, 0, true],
  ])('judges the code of step %d within the window %d: %p', async (offset, window, isGood) => {
    const { key, clock } = at(1_000_000_020);
    const { code } = TotpKey.parse(SECRET, {}, new ManualClock(clock.now() + offset * 30_000)).current();
    expect(key.verify(code, { window })).toBe(isGood ? Math.floor(clock.now() / 30_000) + offset : null);
  });

  it('takes a step once where it is told what was taken before (RFC 6238 5.2)', () => {
    const { key } = at(1_000_000_020);
    const { code } = key.current();
    const step = key.verify(code);
    expect(step).toBe(Math.floor(1_000_000_020 / 30));
    expect(key.verify(code, { afterStep: step ?? 0 })).toBeNull();
    expect(key.verify(code, { afterStep: (step ?? 0) - 1 })).toBe(step);
  });

  it.each([
    [(code: string) => `${code.slice(0, 3)} ${code.slice(3)}`],
    [(code: string) => code.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0))],
  ])('takes a code as people type it', (spell) => {
    const { key } = at(1_000_000_020);
    expect(key.verify(spell(key.current().code))).not.toBeNull();
  });

  it.each([['000000'], ['12345'], ['1234567'], ['abcdef']])('answers null for %j', (code) => {
    expect(at(1_000_000_020).key.verify(code, { window: 0 })).toBeNull();
  });

  it.each([[''], ['  '], [undefined], [123456]])('refuses the code %j', (code) => {
    expect(() => at(0).key.verify(code as string)).toThrow(refused);
  });

  it.each([[-1], [11], [1_000_000], [1.5], [Number.NaN], ['1']])('refuses the window %j', (window) => {
    expect(() => at(0).key.verify('112233', { window: window as number })).toThrow(refused);
  });

  it('survives the way through a URI', () => {
    const parameters = {
      issuer: 'Sally & Port',
      account: 'ada:x',
      algorithm: 'SHA512',
      digits: 7,
      periodSeconds: 60,
    } as const;
    const key = TotpKey.parse(SECRET, parameters);
    const uri = key.toUri();
    expect(uri).toMatch(/^otpauth:\/\/totp\//);
    const { algorithm, digits, periodSeconds, issuer, secret } = TotpKey.parse(uri);
    expect({ algorithm, digits, periodSeconds, issuer, secret }).toEqual({
      algorithm: 'SHA512',
      digits: 7,
      periodSeconds: 60,
      issuer: 'Sally & Port',
      secret: SECRET,
    });
  });

  it('generates 160 random bits', () => {
    const secrets = Array.from({ length: 20 }, () => TotpKey.generate().secret);
    expect(secrets.every((secret) => /^[A-Z2-7]{32}$/.test(secret))).toBe(true);
    expect(new Set(secrets).size).toBe(20);
  });

  it('accepts its own code at any moment', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_102_444_800 }), fc.constantFrom(6, 7, 8), (seconds, digits) => {
        const { key } = at(seconds, { digits });
        expect(key.verify(key.current().code, { window: 0 })).toBe(Math.floor(seconds / 30));
      }),
      { numRuns: 50 },
    );
  });
});

describe('keys and clocks that protect nothing', () => {
  it.each([
    ['a secret of one letter', () => TotpKey.parse('A')],
    ['a secret of 72 bits', () => TotpKey.parse('JBSWY3DPEHPK3PX')],
    ['a secret of more than 4 kB', () => TotpKey.parse('A'.repeat(4_097))],
    ['40,000 equals signs', () => TotpKey.parse(`${'='.repeat(40_000)}A`)],
    ['200,000 equals signs in a URI', () => TotpKey.parse(`otpauth://totp/x?secret=${'='.repeat(200_000)}A`)],
    ['a short secret in a URI', () => TotpKey.parse('otpauth://totp/x?secret=A')],
    ['an algorithm that only looks like one', () => TotpKey.parse(SECRET, { algorithm: 'S-HA1' as never })],
    ['a clock without a time', () => TotpKey.parse(SECRET, {}, new ManualClock(Number.NaN)).current()],
    ['a clock before 1970', () => TotpKey.parse(SECRET, {}, new ManualClock(-1)).current()],
  ])('are refused: %s', (_, use) => {
    expect(use).toThrow(refused);
  });

  it('TotpKey.parse refuses more than 4 kB by its length, whatever it contains', () => {
    const tooLong = expect.objectContaining({ kind: 'invalid-input', message: expect.stringContaining('4 kB') });
    for (const source of ['A', '=', ' ', 'otpauth://totp/x?secret=']) {
      const text = source.repeat(Math.ceil(4_097 / source.length));
      expect(() => TotpKey.parse(text)).toThrow(tooLong);
    }
    expect(TotpKey.parse('A'.repeat(4_096)).secret).toHaveLength(4_096);
  });

  it('are not what a grouped secret and a hyphenated hash in a URI are', () => {
    const key = TotpKey.parse(
      'otpauth://totp/Sally%20Port:ada?secret=jbsw%20y3dp-ehpk3pxp&algorithm=SHA-256&issuer=Sally%20Port',
    );
    expect([key.secret, key.algorithm, key.issuer]).toEqual(['JBSWY3DPEHPK3PXP', 'SHA256', 'Sally Port']);
  });

  it('are not what a null for parameters or options is', () => {
    const key = TotpKey.parse(SECRET, null as never, new ManualClock());
    expect(key.verify(key.current().code, null as never)).not.toBeNull();
  });
});
