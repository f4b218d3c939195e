import type { MemoryStore } from '../../storage/memory-store.js';
import type { Account } from '../accounts/account.types.js';
import type { Accounts } from '../accounts/accounts.js';
import { Refusal } from '../refusal.js';
import type { CustomField, FieldType } from './custom-field.types.js';

/** A value of a user, and what is known of its field. */
export interface CustomValue {
  readonly key: string;
  readonly value: unknown;
  readonly type: FieldType;
  readonly label: string | null;
}

type Values = Readonly<Record<string, unknown>>;

/** The fields that the user pool has added, and the users' values of them. */
export class CustomFields {
  readonly #store: MemoryStore;
  readonly #accounts: Accounts;

  constructor(store: MemoryStore, accounts: Accounts) {
    this.#store = store;
    this.#accounts = accounts;
  }

  define(field: CustomField): void {
    this.#store.userFields.put(field);
  }

  get(key: string): CustomField | undefined {
    return this.#store.userFields.get(key);
  }

  /** A user's values. One whose field is not defined, as a registration can bring it, is what it looks like. */
  of({ customData }: Account): CustomValue[] {
    return Object.entries(customData).map(([key, value]) => {
      const field = this.get(key);
      return { key, value, type: field?.type ?? typeOf(value), label: field?.label ?? null };
    });
  }

  /**
   * Sets values, all of them or none.
   *
   * @throws {Refusal} A field is not defined, or cannot hold its value.
   */
  set(account: Account, values: Values): Account {
    for (const key of Object.keys(values)) this.#require(key);
    const customData = withValues(this.#accounts.require(account.id).customData, this.fitted(values));
    return this.#accounts.change(account.id, { customData });
  }

  /**
   * Values as they are kept.
   *
   * @throws {Refusal} A field that is defined cannot hold its value.
   */
  fitted(values: Values): Values {
    const entries = Object.entries(values).map(([key, value]): [string, unknown] => {
      const field = this.get(key);
      return [key, field ? fit(field, value) : value];
    });
    return Object.fromEntries(entries);
  }

  /** @throws {Refusal} The field is not defined, and the user has no value of that name either. */
  remove(account: Account, key: string): Account {
    const { customData } = this.#accounts.require(account.id);
    if (!Object.hasOwn(customData, key)) this.#require(key);
    const left = Object.entries(customData).filter(([name]) => name !== key);
    return this.#accounts.change(account.id, { customData: Object.fromEntries(left) });
  }

  #require(key: string): void {
    if (!this.get(key)) throw new Refusal('field-unknown', `There is no custom field ${JSON.stringify(key)}`);
  }
}

// Own properties all, even one named `__proto__`.
function withValues(before: Values, values: Values): Values {
  return Object.fromEntries([...Object.entries(before), ...Object.entries(values)]);
}

/** @throws {Refusal} The field cannot hold the value. */
function fit({ id, type, options }: CustomField, value: unknown): unknown {
  const isFit: Readonly<Record<FieldType, () => boolean>> = {
    STRING: () => typeof value === 'string',
    NUMBER: () => typeof value === 'number',
    BOOLEAN: () => typeof value === 'boolean',
    OBJECT: () => typeof value === 'object' && value !== null,
    DATETIME: () => instantOf(value) !== null,
    SELECT: () => typeof value === 'string' && options.includes(value),
  };
  if (!isFit[type]()) {
    const choice = type === 'SELECT' ? `one of ${options.join(', ')}` : type;
    throw new Refusal('input-malformed', `The custom field ${JSON.stringify(id)} holds ${choice}`);
  }
  return type === 'DATETIME' ? instantOf(value) : value;
}

/** ISO 8601, of such a text or of epoch milliseconds. */
function instantOf(value: unknown): string | null {
  if (typeof value !== 'string' && typeof value !== 'number') return null;
  const instant = new Date(value);
  return Number.isNaN(instant.getTime()) ? null : instant.toISOString();
}

function typeOf(value: unknown): FieldType {
  if (typeof value === 'string') return 'STRING';
  if (typeof value === 'number') return 'NUMBER';
  return typeof value === 'boolean' ? 'BOOLEAN' : 'OBJECT';
}
