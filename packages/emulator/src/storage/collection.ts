import type { Generation } from './generation.js';

/** Records under their ids, in the order they came, with unique secondary keys. */
export class Collection<T extends { readonly id: string }, Key extends string = never> {
  readonly #records = new Map<string, T>();
  readonly #keys: readonly { readonly of: (record: T) => string | null; readonly ids: Map<string, string> }[];
  readonly #idsBy: Readonly<Record<Key, Map<string, string>>>;

  readonly #generation: Generation;

  /**
   * @param generation - Whose work may write.
   * @param keyOf - By what else a record is found: what it has there, `null` where it has nothing.
   */
  constructor(generation: Generation, keyOf: Readonly<Record<Key, (record: T) => string | null>>) {
    this.#generation = generation;
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
   * @throws {Refusal} The work that does it began before everything was cleared; so does `delete`.
   */
  put(record: T): void {
    this.#generation.assertCurrent();
    this.#forgetKeys(record.id);
    this.#records.set(record.id, record);
    for (const { of, ids } of this.#keys) {
      const value = of(record);
      if (value !== null) ids.set(value, record.id);
    }
  }

  delete(id: string): boolean {
    this.#generation.assertCurrent();
    this.#forgetKeys(id);
    return this.#records.delete(id);
  }

  deleteWhere(matches: (record: T) => boolean): void {
    for (const record of this.values()) if (matches(record)) this.delete(record.id);
  }

  values(): T[] {
    return [...this.#records.values()];
  }

  clear(): void {
    this.#records.clear();
    for (const { ids } of this.#keys) ids.clear();
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
