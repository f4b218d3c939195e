import { describe, expect, it } from '@jest/globals';
import { ManualClock } from '@sallyport/authentication-client';
import { type TotpAlgorithm, TotpKey } from '@sallyport/authentication-client/totp';
import fc from 'fast-check';
import { generateSync } from 'otplib';

const base32 = (ascii: string): string => {
  const bits = [...Buffer.from(ascii)].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? [])
    .map((group) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[Number.parseInt(group.padEnd(5, '0'), 2)])
    .join('');
};

const seed = (length: number): string => base32('1234567890'.repeat(7).slice(0, length));

// RFC 6238, appendix B.
const vectors: readonly (readonly [number, string, string, string])[] = [
  [59, '94287082', '46119246', '90693936'],
  [1_111_111_109, '07081804', '68084774', '25091201'],
  [1_111_111_111, '14050471', '67062674', '99943326'],
  [1_234_567_890, '89005924', '91819424', '93441116'],
  [2_000_000_000, '69279037', '90698825', '38618901'],
  [20_000_000_000, '65353130', '77737706', '47863826'],
];

describe('TOTP, beside RFC 6238 and another implementation', () => {
  it.each(vectors)('gives the codes of appendix B at %i s', (seconds, sha1, sha256, sha512) => {
    const clock = new ManualClock(seconds * 1000);
    const code = (algorithm: TotpAlgorithm, length: number): string =>
      TotpKey.parse(seed(length), { algorithm, digits: 8 }, clock).current().code;
    expect([code('SHA1', 20), code('SHA256', 32), code('SHA512', 64)]).toEqual([sha1, sha256, sha512]);
  });

  it('agrees with otplib at any moment, for any secret', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 4e9 }),
        fc.uint8Array({ minLength: 16, maxLength: 40 }),
        (seconds, bytes) => {
          const secret = base32(
            Buffer.from(bytes)
              .toString('latin1')
              .replace(/[^\x20-\x7e]/g, 'x'),
          );
          const key = TotpKey.parse(secret, {}, new ManualClock(seconds * 1000));
          expect(key.current().code).toBe(generateSync({ secret, epoch: seconds }));
        },
      ),
    );
  });
});
