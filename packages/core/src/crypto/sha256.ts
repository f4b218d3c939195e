// The first 32 bits of the fractional parts of the cube roots of the first 64 primes (FIPS 180-4 section 4.2.2), and of
// the square roots of the first eight (section 5.3.3).
const PRIMES = /* @__PURE__ */ firstPrimes(64);
const ROUND_CONSTANTS = /* @__PURE__ */ PRIMES.map((prime) => fractionBits(Math.cbrt(prime)));
const INITIAL = /* @__PURE__ */ PRIMES.slice(0, 8).map((prime) => fractionBits(Math.sqrt(prime)));

/**
 * SHA-256 at once, where WebCrypto has it by a promise only, and not at all on pages of plain http. For what is public or
 * used once: it takes no care of timing.
 *
 * @see FIPS 180-4 section 6.2
 */
export function sha256(message: Uint8Array): Uint8Array {
  const words = padded(message);
  let state = INITIAL;
  for (let block = 0; block < words.length; block += 16) state = compress(state, words.subarray(block, block + 16));
  const digest = new DataView(new ArrayBuffer(32));
  state.forEach((word, index) => {
    digest.setUint32(index * 4, word);
  });
  return new Uint8Array(digest.buffer);
}

/** The message in words, with the bit, the zeros and the length that section 5.1.1 appends. */
function padded(message: Uint8Array): Uint32Array {
  const words = new Uint32Array((((message.length + 8) >> 6) + 1) * 16);
  message.forEach((byte, index) => {
    setByte(words, index, byte);
  });
  setByte(words, message.length, 0x80);
  words[words.length - 2] = Math.floor(message.length / 2 ** 29);
  words[words.length - 1] = message.length << 3;
  return words;
}

function setByte(words: Uint32Array, index: number, byte: number): void {
  words[index >> 2] = at(words, index >> 2) | (byte << (24 - (index & 3) * 8));
}

function compress(state: readonly number[], block: Uint32Array): number[] {
  const schedule = expand(block);
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let round = 0; round < 64; round += 1) {
    const sum1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    const choice = (e & f) ^ (~e & g);
    const first = (h + sum1 + choice + at(ROUND_CONSTANTS, round) + at(schedule, round)) | 0;
    const sum0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    const majority = (a & b) ^ (a & c) ^ (b & c);
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + sum0 + majority) | 0];
  }
  return [a, b, c, d, e, f, g, h].map((word, index) => (word + at(state, index)) | 0);
}

function expand(block: Uint32Array): Uint32Array {
  const schedule = new Uint32Array(64);
  schedule.set(block);
  for (let round = 16; round < 64; round += 1) {
    const early = at(schedule, round - 15);
    const late = at(schedule, round - 2);
    const sigma0 = rotate(early, 7) ^ rotate(early, 18) ^ (early >>> 3);
    const sigma1 = rotate(late, 17) ^ rotate(late, 19) ^ (late >>> 10);
    schedule[round] = at(schedule, round - 16) + sigma0 + at(schedule, round - 7) + sigma1;
  }
  return schedule;
}

function rotate(word: number, bits: number): number {
  return (word >>> bits) | (word << (32 - bits));
}

function at(words: ArrayLike<number>, index: number): number {
  return words[index] ?? 0; // every index above is within its list
}

function firstPrimes(count: number): readonly number[] {
  const primes: number[] = [];
  for (let candidate = 2; primes.length < count; candidate += 1) {
    if (primes.every((prime) => candidate % prime !== 0)) primes.push(candidate);
  }
  return primes;
}

function fractionBits(root: number): number {
  return ((root % 1) * 2 ** 32) | 0;
}
