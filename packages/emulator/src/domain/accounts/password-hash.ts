import { createHash, pbkdf2, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { Refusal } from '../refusal.js';

/** The functions that passwords may have been hashed with before they came here. */
export type HashScheme = 'argon2' | 'bcrypt' | 'scrypt' | 'pbkdf2' | 'ssha';

/** A hash that passwords can be compared with. */
export interface PasswordHash {
  readonly scheme: HashScheme;
  /** The limit that a comparison would exceed; `null` for one that this server can afford. */
  readonly excess: string | null;
  verify(password: string): Promise<boolean>;
}

const MAX_LENGTH = 512;
const MAX_MEMORY_MIB = 256;
const MAX_BCRYPT_COST = 14;
const MAX_PBKDF2_ITERATIONS = 5_000_000;
const MAX_ARGON2_KIB_PASSES = 2 ** 20;
const MAX_ARGON2_LANES = 16;
const MAX_SCRYPT_BLOCKS = 2 ** 22;

/**
 * Reads the text form of a hash.
 *
 * @returns `null` for a text that is none of the known forms.
 */
export function parsePasswordHash(text: string): PasswordHash | null {
  if (text.length > MAX_LENGTH) return null;
  for (const parse of PARSERS) {
    const hash = parse(text);
    if (hash) return hash;
  }
  return null;
}

/**
 * Reads a hash that an administrator brings along.
 *
 * @throws {Refusal} It is malformed, of another scheme, or a comparison would cost too much.
 */
export function requirePasswordHash(text: string, schemes: readonly HashScheme[]): PasswordHash {
  const hash = parsePasswordHash(text);
  if (!hash || !schemes.includes(hash.scheme)) {
    throw new Refusal('input-malformed', `Expected a password hash by ${schemes.join(', ')}, received another text`);
  }
  if (hash.excess !== null) throw new Refusal('input-malformed', `The password hash costs too much: ${hash.excess}`);
  return hash;
}

/** @see PHC string format; RFC 9106, 3.1 */
function parseArgon2(text: string): PasswordHash | null {
  const form = /^\$argon2id?\$v=19\$m=(\d{1,10}),t=(\d{1,10}),p=(\d{1,8})\$([^$]+)\$([^$]+)$/.exec(text);
  const [, m = '', t = '', p = '', salt = '', digest = ''] = form ?? [];
  const [memoryKib, passes, lanes] = [Number(m), Number(t), Number(p)];
  const isWhole = hasBytes(decoded(salt), 8, 48) && hasBytes(decoded(digest), 12, 64);
  if (!form || !isWhole || passes < 1 || lanes < 1 || memoryKib < 8 * lanes) return null;
  return {
    scheme: 'argon2',
    excess: firstOf([
      [memoryKib > MAX_MEMORY_MIB * 1_024, `m is over ${MAX_MEMORY_MIB * 1_024} (${MAX_MEMORY_MIB} MiB)`],
      [memoryKib * passes > MAX_ARGON2_KIB_PASSES, `m times t is over ${MAX_ARGON2_KIB_PASSES}`],
      [lanes > MAX_ARGON2_LANES, `p is over ${MAX_ARGON2_LANES}`],
    ]),
    // Native code, off the event loop.
    verify: async (password) => (await import('@node-rs/argon2')).verify(text, password),
  };
}

/** Only the first 72 bytes of a password are in such a hash. */
function parseBcrypt(text: string): PasswordHash | null {
  const cost = Number(/^\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{53}$/.exec(text)?.[1]);
  if (!(cost >= 4 && cost <= 31)) return null;
  return {
    scheme: 'bcrypt',
    excess: firstOf([[cost > MAX_BCRYPT_COST, `the cost is over ${MAX_BCRYPT_COST}`]]),
    verify: async (password) => {
      const bytes = Buffer.from(password).subarray(0, 72);
      if (bytes.length === 0) return false;
      const { default: hashWasm } = await import('hash-wasm');
      return hashWasm.bcryptVerify({ password: bytes, hash: text });
    },
  };
}

/** @see PHC string format; RFC 7914, 2 */
function parseScrypt(text: string): PasswordHash | null {
  const form = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,9}),p=(\d{1,9})\$([^$]+)\$([^$]+)$/.exec(text);
  const [, ln = '', r = '', p = '', saltText = '', digestText = ''] = form ?? [];
  const [N, blockSize, parallelization] = [2 ** Number(ln), Number(r), Number(p)];
  const [salt, digest] = [decoded(saltText), decoded(digestText)];
  if (!form || !hasBytes(salt, 1, 64) || !hasBytes(digest, 16, 64)) return null;
  if (N < 2 || blockSize < 1 || parallelization < 1) return null;
  const memory = 128 * N * blockSize;
  return {
    scheme: 'scrypt',
    excess: firstOf([
      [memory > MAX_MEMORY_MIB * 2 ** 20, `it needs over ${MAX_MEMORY_MIB} MiB`],
      [N * blockSize * parallelization > MAX_SCRYPT_BLOCKS, `N times r times p is over ${MAX_SCRYPT_BLOCKS}`],
    ]),
    verify: async (password) => {
      // OpenSSL counts the blocks of all lanes too.
      const maxmem = memory + 128 * blockSize * (parallelization + 2) + 1_024;
      const options = { N, r: blockSize, p: parallelization, maxmem };
      const derive = promisify<string, Buffer, number, typeof options, Buffer>(scrypt);
      return timingSafeEqual(await derive(password, salt, digest.length, options), digest);
    },
  };
}

/** Django's form, the PHC string format, and passlib's, which writes the iterations alone and `.` for `+`. */
function parsePbkdf2(text: string): PasswordHash | null {
  const django = /^pbkdf2_(sha256|sha512)\$(\d{1,10})\$([^$]{1,128})\$([^$]+)$/.exec(text);
  const phc = /^\$pbkdf2-(sha256|sha512)\$(?:i=)?(\d{1,10})(?:,l=(\d{1,3}))?\$([^$]+)\$([^$]+)$/.exec(text);
  if (django) {
    const [, algorithm = '', iterations, salt = '', digest = ''] = django;
    return pbkdf2Hash(algorithm, Number(iterations), Buffer.from(salt), decoded(digest, { isPadded: true }));
  }
  if (!phc) return null;
  const [, algorithm = '', iterations, length, salt = '', digestText = ''] = phc;
  const digest = decoded(digestText.replaceAll('.', '+'));
  if (length !== undefined && Number(length) !== digest?.length) return null;
  return pbkdf2Hash(algorithm, Number(iterations), decoded(salt.replaceAll('.', '+')), digest);
}

/** @see RFC 8018, 5.2 */
function pbkdf2Hash(
  algorithm: string,
  iterations: number,
  salt: Buffer | null,
  digest: Buffer | null,
): PasswordHash | null {
  if (!hasBytes(salt, 1, 128) || !hasBytes(digest, 16, 64) || iterations < 1) return null;
  return {
    scheme: 'pbkdf2',
    excess: firstOf([[iterations > MAX_PBKDF2_ITERATIONS, `over ${MAX_PBKDF2_ITERATIONS} iterations`]]),
    verify: async (password) =>
      timingSafeEqual(await promisify(pbkdf2)(password, salt, iterations, digest.length, algorithm), digest),
  };
}

/** @see RFC 2307, 5.3, with the salt that OpenLDAP appends to the digest */
function parseSsha(text: string): PasswordHash | null {
  const [, encoded] = /^\{SSHA\}(.+)$/i.exec(text) ?? [];
  const bytes = encoded === undefined ? null : decoded(encoded, { isPadded: true });
  if (!hasBytes(bytes, 21, 84)) return null;
  const [digest, salt] = [bytes.subarray(0, 20), bytes.subarray(20)];
  return {
    scheme: 'ssha',
    excess: null,
    verify: async (password) => timingSafeEqual(createHash('sha1').update(password).update(salt).digest(), digest),
  };
}

const PARSERS = [parseArgon2, parseBcrypt, parseScrypt, parsePbkdf2, parseSsha];

/** Standard Base64, written as an encoder writes it; `null` for anything else. */
function decoded(text: string, { isPadded = false } = {}): Buffer | null {
  const bytes = Buffer.from(text, 'base64');
  const written = bytes.toString('base64');
  return text === (isPadded ? written : written.replace(/=+$/, '')) ? bytes : null;
}

function hasBytes(bytes: Buffer | null, least: number, most: number): bytes is Buffer {
  return bytes !== null && bytes.length >= least && bytes.length <= most;
}

function firstOf(limits: readonly (readonly [isExceeded: boolean, message: string])[]): string | null {
  return limits.find(([isExceeded]) => isExceeded)?.[1] ?? null;
}
