import { parseInstant } from '../clock/duration.js';
import type { JsonObject } from '../http/json-body.js';
import { ControlRefusal } from './control-refusal.js';

/** Reads one value, or refuses it under the name of its place. */
export type Reader<T> = (value: unknown, place: string) => T;

/**
 * Reads the members of an object, each with its own reader. What is absent stays absent.
 *
 * @throws {ControlRefusal} A member is unknown, or not what its reader reads.
 */
export function readFields<R extends Readonly<Record<string, Reader<unknown>>>>(
  object: JsonObject,
  readers: R,
  place: string,
): { readonly [Name in keyof R]?: ReturnType<R[Name]> } {
  const unknown = Object.keys(object).find((name) => !Object.hasOwn(readers, name));
  if (unknown !== undefined) {
    throw new ControlRefusal(
      'unknown-field',
      `${join(place, unknown)} is unknown; there are ${Object.keys(readers).join(', ')}`,
    );
  }
  const entries = Object.entries(readers)
    .filter(([name]) => Object.hasOwn(object, name) && object[name] !== undefined)
    .map(([name, read]) => [name, read(object[name], join(place, name))]);
  // The entries are what the readers made, under their names.
  return Object.fromEntries(entries) as { readonly [Name in keyof R]?: ReturnType<R[Name]> };
}

function join(place: string, name: string): string {
  return place === '' ? name : `${place}.${name}`;
}

/** The refusal of a value that is not what its place needs. */
export function bad(place: string, expected: string): ControlRefusal {
  return new ControlRefusal('bad-value', `${place} is not ${expected}`);
}

/** @throws {ControlRefusal} What has to be there is not. */
export function required<T>(value: T | undefined, place: string): T {
  if (value !== undefined) return value;
  throw new ControlRefusal('missing-field', `${place} is missing`);
}

/** Text that is not empty. */
export const text: Reader<string> = (value, place) => {
  if (typeof value === 'string' && value !== '') return value;
  throw bad(place, 'a text that is not empty');
};

/** True or false. */
export const flag: Reader<boolean> = (value, place) => {
  if (typeof value === 'boolean') return value;
  throw bad(place, 'true or false');
};

/** A whole number, with both bounds allowed. */
export const integer =
  (least: number, most: number): Reader<number> =>
  (value, place) => {
    if (Number.isInteger(value) && Number(value) >= least && Number(value) <= most) return Number(value);
    throw bad(place, `a whole number from ${least} to ${most}`);
  };

/** One of some texts. */
export const oneOf =
  <const T extends string>(choices: readonly T[]): Reader<T> =>
  (value, place) => {
    const choice = choices.find((candidate) => candidate === value);
    if (choice !== undefined) return choice;
    throw bad(place, `one of ${choices.join(', ')}`);
  };

/** A list of what another reader reads. */
export const listOf =
  <T>(read: Reader<T>): Reader<readonly T[]> =>
  (value, place) => {
    if (!Array.isArray(value)) throw bad(place, 'a list');
    return value.map((item, index) => read(item, `${place}[${index}]`));
  };

/** An object that is no list. */
export const object: Reader<JsonObject> = (value, place) => {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject; // just checked
  throw bad(place, 'an object');
};

/** Epoch milliseconds, from an ISO 8601 text or a number. */
export const instant: Reader<number> = (value, place) => {
  try {
    if (typeof value === 'string' || typeof value === 'number') return parseInstant(value);
  } catch {
    // refused below, under its place
  }
  throw bad(place, 'an instant: ISO 8601, or epoch milliseconds');
};
