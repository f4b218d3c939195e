import type { IncomingMessage } from 'node:http';
import { HttpRefusal } from './http-refusal.js';

const MEGABYTE = 1024 * 1024;

/** How much a body may be. */
export interface BodyLimits {
  readonly bytes: number;
  /** Levels of lists and objects. */
  readonly depth: number;
}

const LIMITS: BodyLimits = { bytes: MEGABYTE, depth: 64 };

/** An object that came in, with whatever members. */
export type JsonObject = Readonly<Record<string, unknown>>;

/**
 * Reads the body of a request as a JSON value; `undefined` when it is empty.
 *
 * @throws {HttpRefusal} It is too long, not JSON, or nested too deep.
 */
export async function readJson(incoming: IncomingMessage, limits: BodyLimits = LIMITS): Promise<unknown> {
  const bytes = await readBytes(incoming, limits.bytes);
  if (bytes.length === 0) return undefined;
  assertJsonType(incoming.headers['content-type']);
  const text = decode(bytes);
  assertShallow(text, limits.depth);
  try {
    return JSON.parse(text);
  } catch {
    throw new HttpRefusal(400, 'The body is not valid JSON');
  }
}

/** @throws {HttpRefusal} As `readJson`, and when the body is anything but an object. */
export async function readJsonObject(incoming: IncomingMessage): Promise<JsonObject> {
  const value = (await readJson(incoming)) ?? {};
  if (isJsonObject(value)) return value;
  throw new HttpRefusal(400, 'The body is not a JSON object');
}

/** Whether a value is an object, and no list. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @throws {HttpRefusal} The body is too long, or did not arrive. */
export async function readBytes(incoming: IncomingMessage, maxBytes: number): Promise<Buffer> {
  if (Number(incoming.headers['content-length'] ?? 0) > maxBytes) throw tooLong(maxBytes);
  if (incoming.destroyed) throw notInFull();
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    incoming.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length <= maxBytes) chunks.push(chunk);
      else {
        incoming.pause(); // not destroyed: the refusal goes back over the same socket
        reject(tooLong(maxBytes));
      }
    });
    incoming.once('end', () => resolve(Buffer.concat(chunks)));
    incoming.once('error', () => reject(notInFull()));
  });
}

function tooLong(maxBytes: number): HttpRefusal {
  const limit = maxBytes < MEGABYTE ? `${maxBytes / 1024} kB` : `${maxBytes / MEGABYTE} MB`;
  return new HttpRefusal(413, `The body is longer than ${limit}`, { connection: 'close' });
}

function notInFull(): HttpRefusal {
  return new HttpRefusal(400, 'The body did not arrive in full');
}

// A form or text/plain needs no preflight, so that any page could send one (SECURITY EMU-12).
function assertJsonType(contentType = ''): void {
  const [type = '', ...parameters] = contentType.toLowerCase().split(';');
  const charset = parameters.map((parameter) => parameter.trim()).find((parameter) => parameter.startsWith('charset='));
  const isJson = /^application\/([\w.-]+\+)?json$/.test(type.trim());
  if (!isJson || !/^(charset="?utf-?8"?)?$/.test(charset ?? '')) {
    throw new HttpRefusal(415, 'The body must be application/json in UTF-8');
  }
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new HttpRefusal(400, 'The body is not valid UTF-8');
  }
}

// Deep nesting is cheap to send and makes whatever walks the value later run out of stack.
function assertShallow(text: string, maxDepth: number): void {
  let depth = 0;
  let isInText = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (isInText) {
      if (character === '\\') index += 1;
      else if (character === '"') isInText = false;
    } else if (character === '"') isInText = true;
    else if (character === '[' || character === '{') depth += 1;
    else if (character === ']' || character === '}') depth -= 1;
    if (depth > maxDepth) throw new HttpRefusal(400, `The body is nested deeper than ${maxDepth} levels`);
  }
}
