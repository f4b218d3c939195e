import { Refusal } from '../domain/refusal.js';

/** @throws {Refusal} The value is missing, empty, or no text. */
export function requiredText(value: unknown, name: string): string {
  const text = optionalText(value, name);
  if (text === undefined) throw new Refusal('input-missing', `${name} is missing`);
  return text;
}

/**
 * Text, or `undefined` when nothing was given.
 *
 * @throws {Refusal} The value is something else.
 */
export function optionalText(value: unknown, name: string): string | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value !== 'string') throw new Refusal('input-malformed', `${name} is not a text`);
  return value;
}

/**
 * Reads custom values, which arrive as JSON text of `[{ key, value }]`.
 *
 * @throws {Refusal} The text is something else.
 */
export function customDataFrom(params: string | null | undefined): Readonly<Record<string, unknown>> {
  if (params === undefined || params === null || params === '') return {};
  const list = parse(params);
  if (!Array.isArray(list) || !list.every(isDatum)) {
    throw new Refusal('input-malformed', 'params is not the JSON text of a list of key and value');
  }
  // Own properties all, even one named `__proto__`.
  return Object.fromEntries(list.map(({ key, value }) => [key, value]));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isDatum(value: unknown): value is { readonly key: string; readonly value?: unknown } {
  return typeof value === 'object' && value !== null && 'key' in value && typeof value.key === 'string';
}
