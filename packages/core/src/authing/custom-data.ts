import { isObject } from '../json.js';
import type { CustomData, CustomDatum, User } from './user.types.js';
import type { WireUser } from './user-selection.js';

/** Folds the custom fields of a user into one object under their keys, each as the type it was defined with. */
export function withCustomData(user: WireUser): User;
/** The same where there may be no user. */
export function withCustomData(user: WireUser | null): User | null;
export function withCustomData(user: WireUser | null): User | null {
  if (user === null) return null;
  const { customData, ...rest } = user;
  if (!Array.isArray(customData)) return rest;
  return { ...rest, customData: customDataOf(customData) };
}

/** The values of custom fields under their keys, each as the type it was defined with. An entry that is no field is left out. */
export function customDataOf(data: readonly CustomDatum[]): CustomData {
  // Keys are the user pool's: one named `__proto__` must become a key, not a prototype.
  return Object.fromEntries(data.filter(isObject).map((datum): [string, unknown] => [datum.key, customValueOf(datum)]));
}

/** The value of a custom field, as the type it was defined with. */
export function customValueOf({ value, dataType }: Pick<CustomDatum, 'value' | 'dataType'>): unknown {
  if (typeof value !== 'string') return value;
  if (dataType === 'DATETIME') return new Date(/^\d+$/.test(value) ? Number(value) : value);
  if (dataType !== 'NUMBER' && dataType !== 'BOOLEAN' && dataType !== 'OBJECT') return value;
  try {
    return JSON.parse(value);
  } catch {
    return value; // one bad field must not hide the whole user
  }
}

/** Custom values for a sign-in or a registration, in the two forms that the published client takes. */
export interface ExtraInput {
  /** Custom fields of the user under their keys. */
  readonly customData?: Readonly<Record<string, unknown>> | undefined;
  /** @deprecated Use `customData`. */
  readonly params?: readonly { readonly key: string; readonly value: unknown }[] | undefined;
  /** Values for the user pool's pipelines. */
  readonly context?: Readonly<Record<string, unknown>> | undefined;
}

/** Writes custom values as the wire wants them: JSON text, `null` where there are none. */
export function extraVariables({ customData, params, context }: ExtraInput): {
  params: string | null;
  context: string | null;
} {
  const list = customData ? Object.entries(customData).map(([key, value]) => ({ key, value })) : params;
  return { params: list ? JSON.stringify(list) : null, context: context ? JSON.stringify(context) : null };
}
