import { OauthRefusal } from '../domain/grants/oauth-refusal.js';

/** The parameters of a request of OAuth 2. Unknown ones are nobody's business; an empty one is none (RFC 6749, 3.1). */
export class Parameters {
  /** `null` under the name of a parameter that came more than once. */
  readonly #values = new Map<string, string | null>();
  #isSingle = true;

  constructor(values: URLSearchParams) {
    for (const [name, value] of values) {
      const isRepeated = this.#values.has(name);
      this.#values.set(name, isRepeated ? null : value);
      if (isRepeated) this.#isSingle = false;
    }
  }

  /** @throws {OauthRefusal} A parameter came twice, and two readers could each take another one. */
  assertSingle(): void {
    if (this.#isSingle) return;
    throw new OauthRefusal('invalid_request', 'A parameter is there more than once');
  }

  /** The value; `undefined` also where there are several. */
  get(name: string): string | undefined {
    return this.#values.get(name) || undefined;
  }

  /** @throws {OauthRefusal} It is missing. */
  require(name: string): string {
    const value = this.get(name);
    if (value === undefined) throw new OauthRefusal('invalid_request', `${name} is missing`);
    return value;
  }

  /** The words of a value that is a list. */
  words(name: string): readonly string[] | undefined {
    const words = this.get(name)
      ?.split(' ')
      .filter((word) => word !== '');
    return words && [...new Set(words)];
  }
}
