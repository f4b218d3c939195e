import { describe, expect, it } from '@jest/globals';
import { hash } from '@node-rs/argon2';
import { parsePasswordHash, requirePasswordHash } from './password-hash.js';

const ALL = ['argon2', 'bcrypt', 'scrypt', 'pbkdf2', 'ssha'] as const;
const hex = (digits: string): string => Buffer.from(digits, 'hex').toString('base64').replace(/=+$/, '');

// The salts and digests of RFC 7914, sections 11 and 12, the bcrypt vectors of Openwall, examples of the passlib manual;
// the others are made with Python's hashlib.
const NACL = 'TmFDbA';
const LONG = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const KNOWN: readonly (readonly [name: string, text: string, password: string])[] = [
  ['bcrypt $2a$', '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW', 'U*U'],
  ['bcrypt $2b$', '$2b$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW', 'U*U'],
  ['bcrypt $2y$', '$2y$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW', 'U*U'],
  [
    'bcrypt of over 72 bytes',
    '$2a$05$abcdefghijklmnopqrstuu5s2v8.iXieOjg/.AySBTTZIIVFJeBui',
    `${LONG}chars after 72 are ignored`,
  ],
  [
    'scrypt of RFC 7914',
    `$scrypt$ln=10,r=8,p=16$${NACL}$${hex('fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b3731622eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640')}`,
    'password',
  ],
  [
    'scrypt of passlib',
    '$scrypt$ln=16,r=8,p=1$aM15713r3Xsvxbi31lqr1Q$nFNh2CVHVjNldFVKDHDlm4CbdRSCdEBsjjJxD+iCs5E',
    'password',
  ],
  [
    'PBKDF2 of RFC 7914',
    `$pbkdf2-sha256$i=80000,l=64$${NACL}$${hex('4ddcd8f60b98be21830cee5ef22701f9641a4418d04c0414aeff08876b34ab56a1d425a1225833549adb841b51c9b3176a272bdebba1d078478f62b397f33c8d')}`,
    'Password',
  ],
  [
    'PBKDF2 of passlib',
    '$pbkdf2-sha256$6400$0ZrzXitFSGltTQnBWOsdAw$Y11AchqV4b0sUisdZd0Xr97KWoymNE0LNNrnEgY4H9M',
    'password',
  ],
  [
    'PBKDF2 in PHC form',
    '$pbkdf2-sha256$i=1000,l=32$c2l4dGVlbiBieXRlIHNhbA$tIJwdyVQpKav0SQ8KpJkXtfehP+uI24y99aW2nBNUSs',
    'lètmein',
  ],
  [
    'PBKDF2 with SHA-512 in PHC form',
    '$pbkdf2-sha512$i=1000$c2l4dGVlbiBieXRlIHNhbA$0ya5w5dgUAeaZ6r+CD/lfKypYJ9fvgugKXKoIk7A9k5fseOxL8UFr7eZXZqKjXMHONXLopQIh7XU4rKi5iHNnw',
    'lètmein',
  ],
  [
    'PBKDF2 in the form of Django',
    'pbkdf2_sha256$1000$seasalt$JgZryXe2Ga8ysg6XbzkLpTdyPQrHqsinbL9BnnhgX4A=',
    'lètmein',
  ],
  ['SSHA', '{SSHA}vNeTQVdkcr2ZfdaJU1NOND8uA45zYWx0', 'lètmein'],
  ['SSHA in lower case', '{ssha}vNeTQVdkcr2ZfdaJU1NOND8uA45zYWx0', 'lètmein'],
];

describe('parsePasswordHash', () => {
  it.each(KNOWN)('reads %s, and verifies its password alone', async (_, text, password) => {
    const parsed = parsePasswordHash(text);
    expect(parsed?.excess).toBeNull();
    expect(await parsed?.verify(password)).toBe(true);
    for (const wrong of [`x${password}`, password.toUpperCase().replace('U*U', 'u'), '']) {
      expect(await parsed?.verify(wrong)).toBe(false);
    }
  });

  it.each([
    ['argon2id', 2],
    ['argon2i', 1],
  ] as const)('reads %s of any cost within the limits', async (_, algorithm) => {
    for (const salt of [Buffer.alloc(8, 1), Buffer.alloc(48, 1)]) {
      for (const outputLen of [12, 64]) {
        const text = await hash('secret', { algorithm, memoryCost: 64, timeCost: 3, parallelism: 2, salt, outputLen });
        const parsed = parsePasswordHash(text);
        expect([parsed?.scheme, parsed?.excess]).toEqual(['argon2', null]);
        expect(await parsed?.verify('secret')).toBe(true);
        expect(await parsed?.verify('Secret')).toBe(false);
      }
    }
  });

  it.each([
    '',
    'correct horse',
    '5f4dcc3b5aa765d61d8327deb882cf99',
    '$1$salt$qJH7.N4xYta3aEG/dfqo/0',
    '$2x$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW',
    '$2a$03$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW',
    '$2a$32$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW',
    '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOe',
    '$argon2d$v=19$m=64,t=2,p=1$c2FsdHNhbHQ$MDEyMzQ1Njc4OTAxMjM0NQ',
    '$argon2id$v=16$m=64,t=2,p=1$c2FsdHNhbHQ$MDEyMzQ1Njc4OTAxMjM0NQ',
    '$argon2id$v=19$m=64,t=0,p=1$c2FsdHNhbHQ$MDEyMzQ1Njc4OTAxMjM0NQ',
    '$argon2id$v=19$m=7,t=1,p=1$c2FsdHNhbHQ$MDEyMzQ1Njc4OTAxMjM0NQ',
    '$argon2id$v=19$m=64,t=2,p=1$c2FsdA$MDEyMzQ1Njc4OTAxMjM0NQ',
    '$argon2id$v=19$m=64,t=2,p=1$c2FsdHNhbHQ$',
    '$argon2id$v=19$m=64,t=2,p=1$c2FsdHNhbHQ$MDEyMzQ1Njc4OTAxMjM0NQ==',
    '$scrypt$ln=0,r=8,p=1$c2FsdA$MDEyMzQ1Njc4OTAxMjM0NQ',
    '$scrypt$ln=10,r=0,p=1$c2FsdA$MDEyMzQ1Njc4OTAxMjM0NQ',
    '$scrypt$ln=10,r=8,p=1$$MDEyMzQ1Njc4OTAxMjM0NQ',
    '$pbkdf2-md5$i=1000$c2FsdA$MDEyMzQ1Njc4OTAxMjM0NQ',
    '$pbkdf2-sha256$i=0$c2FsdA$MDEyMzQ1Njc4OTAxMjM0NQ',
    '$pbkdf2-sha256$i=1000,l=32$c2FsdA$MDEyMzQ1Njc4OTAxMjM0NQ',
    'pbkdf2_sha256$1000$salt$MDEyMzQ1Njc4OTAxMjM0NQ',
    '{SSHA}c2FsdA==',
    '{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=',
    `{SSHA}${'A'.repeat(600)}`,
  ])('reads no hash from %j', (text) => {
    expect(parsePasswordHash(text)).toBeNull();
    expect(() => requirePasswordHash(text, ALL)).toThrow('Expected a password hash by argon2, bcrypt');
  });

  it.each([
    ['$2b$15$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW', 'the cost is over 14'],
    ['$argon2id$v=19$m=262145,t=1,p=1$c2FsdHNhbHQ$MDEyMzQ1Njc4OTAxMjM0NQ', 'm is over 262144 (256 MiB)'],
    ['$argon2id$v=19$m=4294967295,t=4294967295,p=1$c2FsdHNhbHQ$MDEyMzQ1Njc4OTAxMjM0NQ', 'm is over 262144 (256 MiB)'],
    ['$argon2id$v=19$m=65536,t=17,p=1$c2FsdHNhbHQ$MDEyMzQ1Njc4OTAxMjM0NQ', 'm times t is over 1048576'],
    ['$argon2id$v=19$m=65536,t=1,p=17$c2FsdHNhbHQ$MDEyMzQ1Njc4OTAxMjM0NQ', 'p is over 16'],
    ['$scrypt$ln=19,r=8,p=1$c2FsdA$MDEyMzQ1Njc4OTAxMjM0NQ', 'it needs over 256 MiB'],
    ['$scrypt$ln=63,r=8,p=1$c2FsdA$MDEyMzQ1Njc4OTAxMjM0NQ', 'it needs over 256 MiB'],
    ['$scrypt$ln=10,r=999999999,p=1$c2FsdA$MDEyMzQ1Njc4OTAxMjM0NQ', 'it needs over 256 MiB'],
    ['$scrypt$ln=10,r=8,p=999999999$c2FsdA$MDEyMzQ1Njc4OTAxMjM0NQ', 'N times r times p is over 4194304'],
    ['$pbkdf2-sha256$i=5000001$c2FsdA$MDEyMzQ1Njc4OTAxMjM0NQ', 'over 5000000 iterations'],
    ['pbkdf2_sha256$9999999999$salt$MDEyMzQ1Njc4OTAxMjM0NQ==', 'over 5000000 iterations'],
  ])('finds %s too expensive', (text, excess) => {
    expect(parsePasswordHash(text)?.excess).toBe(excess);
    expect(() => requirePasswordHash(text, ALL)).toThrow(`The password hash costs too much: ${excess}`);
  });

  it('affords scrypt with 128 MiB, which OWASP recommends, at its memory limit', async () => {
    const text = '$scrypt$ln=17,r=8,p=1$c2FsdA$MDEyMzQ1Njc4OTAxMjM0NQ';
    expect(await requirePasswordHash(text, ALL).verify('x')).toBe(false);
  });
});
