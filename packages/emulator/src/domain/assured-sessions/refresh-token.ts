import { createHmac, timingSafeEqual } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { formatUuid, uuidBytes } from '../uuid.js';

// version (1) · session (16) · counter (4) · seal (16) · checksum (4)
const VERSION = 2;
const [COUNTER_AT, SEAL_AT, CHECKSUM_AT, LENGTH] = [17, 21, 37, 41];

/** What a refresh token says. */
export interface ReadRefreshToken {
  readonly sessionId: string;
  readonly counter: number;
  /** Whether it was made with a session's key. */
  readonly isSealedWith: (key: string) => boolean;
}

/** Writes the refresh token of a session that has a number. The same number gives the same token. */
export function writeRefreshToken(sessionId: string, counter: number, key: string): string {
  const bytes = Buffer.alloc(LENGTH);
  bytes.writeUInt8(VERSION, 0);
  uuidBytes(sessionId).copy(bytes, 1);
  bytes.writeUInt32BE(counter, COUNTER_AT);
  sealOf(bytes, key).copy(bytes, SEAL_AT);
  bytes.writeUInt32BE(crc32(bytes.subarray(0, CHECKSUM_AT)), CHECKSUM_AT);
  return bytes.toString('base64url');
}

/** Reads a refresh token; `null` for what was never written as one, or has a mistake in it. */
export function readRefreshToken(text: string): ReadRefreshToken | null {
  const bytes = Buffer.from(text, 'base64url');
  // One spelling for each: what decodes to the same bytes is not yet the same token.
  const isWhole = bytes.length === LENGTH && bytes.toString('base64url') === text && bytes.readUInt8(0) === VERSION;
  if (!isWhole || crc32(bytes.subarray(0, CHECKSUM_AT)) !== bytes.readUInt32BE(CHECKSUM_AT)) return null;
  return {
    sessionId: formatUuid(bytes.subarray(1, COUNTER_AT)),
    counter: bytes.readUInt32BE(COUNTER_AT),
    isSealedWith: (key) => timingSafeEqual(sealOf(bytes, key), bytes.subarray(SEAL_AT, CHECKSUM_AT)),
  };
}

function sealOf(bytes: Buffer, key: string): Buffer {
  return createHmac('sha256', key)
    .update(bytes.subarray(0, SEAL_AT))
    .digest()
    .subarray(0, CHECKSUM_AT - SEAL_AT);
}
