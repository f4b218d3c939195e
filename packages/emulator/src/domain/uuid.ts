import { createHash } from 'node:crypto';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
// A namespace of our own, so that no other rule makes the same of a name.
const NAMESPACE = Buffer.from('5a11e90f7b0d5e1090f05a11e90f7b0d', 'hex');

/** Whether a text is a UUID, of any version. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}

/**
 * Makes a UUID of a name, always the same one.
 *
 * @see RFC 9562, 5.5 (version 5)
 */
export function uuidOf(name: string): string {
  const bytes = createHash('sha1').update(NAMESPACE).update(name).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return formatUuid(bytes);
}

/** Writes the 16 bytes of a UUID. */
export function formatUuid(bytes: Buffer): string {
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** The 16 bytes of a UUID. */
export function uuidBytes(uuid: string): Buffer {
  return Buffer.from(uuid.replaceAll('-', ''), 'hex');
}
