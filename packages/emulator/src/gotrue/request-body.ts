import type { Context } from 'hono';
import type { Domain } from '../domain/create-domain.js';
import { HttpRefusal } from '../http/http-refusal.js';
import { isJsonObject, type JsonObject, readJson } from '../http/json-body.js';
import type { ServerEnv } from '../http/server-env.js';
import { invalid } from './gotrue-refusal.js';

/**
 * Reads the body of a request, which has to be an object. A body that may be missing is read as `readOptionalBody`.
 *
 * @throws {HttpRefusal} It is something else, or nothing.
 * @throws {Refusal} The server was reset while it was on its way.
 */
export async function readBody({ domain }: { readonly domain: Domain }, c: Context<ServerEnv>): Promise<JsonObject> {
  const body = await readJson(c.env.incoming);
  domain.store.generation.assertCurrent();
  if (isJsonObject(body)) return body;
  throw new HttpRefusal(400, 'Could not parse request body as JSON: an object was expected');
}

/** As `readBody`; an empty body is an empty object. */
export async function readOptionalBody(
  { domain }: { readonly domain: Domain },
  c: Context<ServerEnv>,
): Promise<JsonObject> {
  const body = (await readJson(c.env.incoming)) ?? {};
  domain.store.generation.assertCurrent();
  if (isJsonObject(body)) return body;
  throw new HttpRefusal(400, 'Could not parse request body as JSON: an object was expected');
}

/**
 * Text; empty when nothing was given.
 *
 * @throws {GotrueRefusal} The value is something else.
 */
export function textOf(body: JsonObject, name: string): string {
  const value = body[name] ?? '';
  if (typeof value === 'string') return value;
  throw invalid(`${name} must be a string`);
}

/**
 * A list of texts; `undefined` when nothing was given.
 *
 * @throws {GotrueRefusal} The value is something else.
 */
export function textsOf(body: JsonObject, name: string): readonly string[] | undefined {
  const value = body[name] ?? undefined;
  if (value === undefined) return undefined;
  if (Array.isArray(value) && value.every((each) => typeof each === 'string')) return value;
  throw invalid(`${name} must be a list of strings`);
}

/**
 * An object; `undefined` when nothing was given.
 *
 * @throws {GotrueRefusal} The value is something else.
 */
export function objectOf(body: JsonObject, name: string): JsonObject | undefined {
  const value = body[name] ?? undefined;
  if (value === undefined || isJsonObject(value)) return value;
  throw invalid(`${name} must be an object`);
}
