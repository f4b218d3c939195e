import type { Identified, StateContext } from './change.js';

/** Records under their ids, in the order they came, with unique secondary keys. */
export class Collection<T extends Identified, Key extends string = never> {
  #records = new Map<string, T>();
  readonly #keys: readonly { readonly of: (record: T) => string | null; readonly ids: Map<string, string> }[];
  readonly #idsBy: Readonly<Record<Key, Map<string, string>>>;

  readonly #context: StateContext;
  readonly #name: string;

  /** @param keyOf - By what else a record is found: what it has there, `null` where it has nothing. */
  constructor(context: StateContext, name: string, keyOf: Readonly<Record<Key, (record: T) => string | null>>) {
    this.#context = context;
    this.#name = name;
    const names = Object.keys(keyOf) as Key[]; // a record's own keys are what its type lists
    const maps = names.map((name) => [name, new Map<string, string>()] as const);
    this.#idsBy = Object.fromEntries(maps) as Record<Key, Map<string, string>>; // one for each name
    this.#keys = names.map((name) => ({ of: keyOf[name], ids: this.#idsBy[name] }));
  }

  get size(): number {
    return this.#records.size;
  }

  get(id: string): T | undefined {
    return this.#records.get(id);
  }

  findBy(key: Key, value: string): T | undefined {
    const id = this.#idsBy[key].get(value);
    return id === undefined ? undefined : this.#records.get(id);
  }

  /**
   * Adds a record or replaces the one with its id.
   *
   * @throws {Refusal} The work that does it began before the state was replaced; so does `delete`.
   */
  put(record: T): void {
    this.#context.assertCurrent();
    const before = this.#records.get(record.id);
    this.#set(record);
    this.#context.changed(['put', this.#name, record], () => this.#restore(record.id, before));
  }

  delete(id: string): boolean {
    this.#context.assertCurrent();
    const before = this.#records.get(id);
    if (before === undefined) return false;
    this.#remove(id);
    this.#context.changed(['delete', this.#name, id], () => this.#restore(id, before));
    return true;
  }

  /**
   * Deletes the records that came first, until so many are left, and their measure altogether is no more than `most`.
   */
  keepLatest(count: number, measure?: { readonly most: number; readonly of: (record: T) => number }): void {
    let total = measure ? this.values().reduce((sum, record) => sum + measure.of(record), 0) : 0;
    for (const record of this.#records.values()) {
      if (this.#records.size <= count && total <= (measure?.most ?? 0)) return;
      total -= measure?.of(record) ?? 0;
      this.delete(record.id);
    }
  }

  deleteWhere(matches: (record: T) => boolean): void {
    for (const record of this.values()) if (matches(record)) this.delete(record.id);
  }

  values(): T[] {
    return [...this.#records.values()];
  }

  clear(): void {
    const before = this.#records;
    this.#records = new Map();
    for (const { ids } of this.#keys) ids.clear();
    this.#context.changed(['clear', this.#name], () => {
      for (const record of before.values()) this.#set(record);
    });
  }

  #set(record: T): void {
    this.#forgetKeys(record.id);
    this.#records.set(record.id, record);
    for (const { of, ids } of this.#keys) {
      const value = of(record);
      if (value !== null) ids.set(value, record.id);
    }
  }

  #remove(id: string): void {
    this.#forgetKeys(id);
    this.#records.delete(id);
  }

  #restore(id: string, before: T | undefined): void {
    if (before === undefined) this.#remove(id);
    else this.#set(before);
  }

  #forgetKeys(id: string): void {
    const record = this.#records.get(id);
    if (!record) return;
    for (const { of, ids } of this.#keys) {
      const value = of(record);
      if (value !== null) ids.delete(value);
    }
  }
}
