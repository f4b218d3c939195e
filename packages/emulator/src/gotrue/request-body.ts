import type { Domain } from '../domain/create-domain.js';
import type { Context } from '../http/context.js';
import { isJsonObject, type JsonObject, readJson } from '../http/json-body.js';
import { GotrueRefusal } from './gotrue-refusal.js';

/**
 * Reads the body of a request, which has to be an object. A body that may be missing is read as `readOptionalBody`.
 *
 * @throws {HttpRefusal} It is not JSON.
 * @throws {GotrueRefusal} It is something else, or nothing.
 * @throws {Refusal} The server was reset while it was on its way.
 */
export async function readBody({ domain }: { readonly domain: Domain }, c: Context): Promise<JsonObject> {
  const body = await readJson(c.env.incoming);
  domain.store.generation.assertCurrent();
  // Go reads `null` into an object as one without members.
  if (body === null) return {};
  if (isJsonObject(body)) return body;
  throw badJson('an object was expected');
}

/** As `readBody`; an empty body is an empty object. */
export async function readOptionalBody({ domain }: { readonly domain: Domain }, c: Context): Promise<JsonObject> {
  const body = (await readJson(c.env.incoming)) ?? {};
  domain.store.generation.assertCurrent();
  if (isJsonObject(body)) return body;
  throw badJson('an object was expected');
}

/**
 * Text; empty when nothing was given.
 *
 * @throws {GotrueRefusal} The value is something else.
 */
export function textOf(body: JsonObject, name: string): string {
  const value = body[name] ?? '';
  if (typeof value === 'string') return value;
  throw badJson(`${name} must be a string`);
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
  throw badJson(`${name} must be a list of strings`);
}

/**
 * An object; `undefined` when nothing was given.
 *
 * @throws {GotrueRefusal} The value is something else.
 */
export function objectOf(body: JsonObject, name: string): JsonObject | undefined {
  const value = body[name] ?? undefined;
  if (value === undefined || isJsonObject(value)) return value;
  throw badJson(`${name} must be an object`);
}

/**
 * True or false; `undefined` when nothing was given.
 *
 * @throws {GotrueRefusal} The value is something else.
 */
export function flagOf(body: JsonObject, name: string): boolean | undefined {
  const value = body[name] ?? undefined;
  if (value === undefined || typeof value === 'boolean') return value;
  throw badJson(`${name} must be a boolean`);
}

/** The refusal of a body that has not the types that its reader needs. */
export function badJson(problem: string): GotrueRefusal {
  return new GotrueRefusal(400, 'bad_json', `Could not parse request body as JSON: ${problem}`);
}
