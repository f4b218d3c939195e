/** What says who calls. The keys are those of the option `headers`. */
export type CallerKey = 'userpool-id' | 'app-id' | 'tenant-id' | 'sdk-version' | 'request-from' | 'lang';

/** The headers that say who calls, under the names that the server has for them. */
export class CallerHeaders {
  readonly #names: Readonly<Record<CallerKey, string>>;
  readonly #values: Record<string, string> = {};

  constructor(names: Readonly<Record<CallerKey, string>>, values: Readonly<Partial<Record<CallerKey, string>>>) {
    this.#names = names;
    // The keys of a record are those of its type.
    for (const key of Object.keys(names) as CallerKey[]) this.set(key, values[key]);
  }

  /** Names and values, now and ever: what `set` changes shows up in it. */
  get values(): Readonly<Record<string, string>> {
    return this.#values;
  }

  get(key: CallerKey): string | undefined {
    return this.#values[this.#names[key]];
  }

  /** Changes one for the requests to come; without a value it stays away. */
  set(key: CallerKey, value: string | undefined): void {
    if (value) this.#values[this.#names[key]] = value;
    else delete this.#values[this.#names[key]];
  }
}
