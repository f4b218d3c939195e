const MEMBER = { configurable: true, enumerable: true, writable: true };

type Seal = <Value extends object>(value: Value) => Value;

/**
 * Copies a value that consists of objects, arrays and plain values. A `Date` stays a `Date`.
 *
 * @param seal - Receives each new object and array, such as `Object.freeze`. A `Date` is not passed to it.
 */
export function copyJson<Value>(value: Value, seal: Seal = (copied) => copied): Value {
  if (typeof value !== 'object' || value === null) return value;
  return copyObject(value, seal) as Value; // a copy has the members of its original
}

function copyObject(value: object, seal: Seal): object {
  if (isDate(value)) return new Date(value.getTime());
  if (Array.isArray(value)) return seal(value.map((item: unknown) => copyJson(item, seal)));
  const copy: Record<string, unknown> = {};
  for (const [key, member] of Object.entries(value)) {
    const copied = copyJson<unknown>(member, seal);
    // An assignment would make it a prototype.
    if (key === '__proto__') Object.defineProperty(copy, key, { ...MEMBER, value: copied });
    else copy[key] = copied;
  }
  return seal(copy);
}

/** Whether two values have equal JSON texts, apart from the order of members. */
export function isSameJson(one: unknown, other: unknown): boolean {
  const [left, right] = [jsonOf(one), jsonOf(other)];
  if (left === right) return true;
  if (!hasMembers(left) || !hasMembers(right) || Array.isArray(left) !== Array.isArray(right)) return false;
  // Members without a value are in no JSON text.
  let members = 0;
  for (const key of Object.keys(left)) {
    if (left[key] === undefined) continue;
    if (!Object.hasOwn(right, key) || !isSameJson(left[key], right[key])) return false;
    members += 1;
  }
  for (const key of Object.keys(right)) {
    if (right[key] !== undefined) members -= 1;
  }
  return members === 0;
}

// A stored record holds the text of a date, a fresh answer the date itself.
function jsonOf(value: unknown): unknown {
  return isDate(value) ? value.toJSON() : value;
}

function hasMembers(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

// Dates of another realm are no instances of this one's `Date`.
function isDate(value: unknown): value is Date {
  return typeof value === 'object' && Object.prototype.toString.call(value) === '[object Date]';
}

/** Whether a value is an object, and no list. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
