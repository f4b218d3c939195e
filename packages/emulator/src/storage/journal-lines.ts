import { readSync } from 'node:fs';
import { CHECKSUM_LENGTH, checksum } from './checksum.js';
import { SavedStateError } from './saved-state.js';

const SEPARATOR = ' ';
const LINE_END = 0x0a;
const CHUNK_BYTES = 256 * 1024;

/** A line of a journal: its checksum, and JSON. */
export function lineOf(json: string): Buffer {
  return Buffer.from(`${checksum(json)}${SEPARATOR}${json}\n`);
}

/** A line that was read. */
export interface Line {
  readonly value: unknown;
  /** The offset of the byte after it. */
  readonly end: number;
}

/**
 * Reads a file line by line. Bytes after the last line end are not a line.
 *
 * @throws {SavedStateError} A line does not match its checksum.
 */
export function* readLines(file: number): Generator<Line> {
  let parts: Buffer[] = [];
  let [end, number] = [0, 0];
  for (const chunk of readChunks(file)) {
    let start = 0;
    for (let at = chunk.indexOf(LINE_END); at >= 0; at = chunk.indexOf(LINE_END, start)) {
      const line = joined(parts, chunk.subarray(start, at));
      parts = [];
      start = at + 1;
      end += line.length + 1;
      number += 1;
      yield { value: contentOf(line, number), end };
    }
    if (start < chunk.length) parts.push(Buffer.from(chunk.subarray(start)));
  }
}

/** The chunks share one buffer: each is valid until the next one is read. */
function* readChunks(file: number): Generator<Buffer> {
  const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
  let offset = 0;
  for (;;) {
    const length = readSync(file, buffer, 0, buffer.length, offset);
    if (length === 0) return;
    offset += length;
    yield buffer.subarray(0, length);
  }
}

function joined(parts: readonly Buffer[], last: Buffer): Buffer {
  return parts.length === 0 ? last : Buffer.concat([...parts, last]);
}

function contentOf(line: Buffer, number: number): unknown {
  const json = line.subarray(CHECKSUM_LENGTH + SEPARATOR.length);
  const head = line.toString('latin1', 0, CHECKSUM_LENGTH + SEPARATOR.length);
  if (head !== `${checksum(json)}${SEPARATOR}`) throw new SavedStateError(`line ${number} is damaged`);
  return JSON.parse(json.toString());
}
