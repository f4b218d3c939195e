import { InputError } from '../errors/index.js';

/**
 * Fills the placeholders of a route. Each value becomes one path segment, whatever it holds.
 *
 * @throws {InputError} A value is missing or empty, or is `.` or `..`, which no encoding keeps apart from navigation.
 */
export function fillPath(
  template: string,
  values: Readonly<Record<string, unknown>>,
  clientValues: Readonly<Record<string, string | undefined>>,
): string {
  return template.replace(/\{(client\.)?(\w+)\}/g, (_, ofClient: string | undefined, name: string) =>
    encodePathSegment(name, ofClient ? clientValues[name] : values[name]),
  );
}

function encodePathSegment(name: string, value: unknown): string {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
  if (typeof value !== 'string' || value === '') {
    throw new InputError({ message: `${name} must be a non-empty string`, remedy: `Pass ${name}.` });
  }
  if (value === '.' || value === '..') {
    throw new InputError({ message: `${name} must not be "${value}"`, remedy: `Pass an identifier as ${name}.` });
  }
  try {
    return encodeURIComponent(value);
  } catch {
    throw new InputError({
      message: `${name} holds half of a character pair`,
      remedy: `Pass well-formed text as ${name}.`,
    });
  }
}

/** Writes a query string. Lists are written as `name[]=a&name[]=b`, as the Authing wire reads them. */
export function encodeQuery(query: Readonly<Record<string, unknown>>): string {
  const parts: string[] = [];
  for (const [name, value] of Object.entries(query)) {
    const isList = Array.isArray(value);
    for (const item of isList ? value : [value]) {
      if (item === undefined || item === null) continue;
      parts.push(`${encodeURIComponent(isList ? `${name}[]` : name)}=${encodeURIComponent(String(item))}`);
    }
  }
  return parts.length > 0 ? `?${parts.join('&')}` : '';
}
