/** What a page can keep, as browsers have it. */
class Area {
  readonly #kept = new Map<string, string>();

  getItem(key: string): string | null {
    return this.#kept.get(key) ?? null;
  }

  setItem(key: string, value: string): void {
    this.#kept.set(key, value);
  }

  removeItem(key: string): void {
    this.#kept.delete(key);
  }
}

/**
 * A tab of a browser of its own: what its pages store outlasts them, and no other tab sees it. Clients look for a document
 * when they are made and for the stores of the page when they first use one, so each page has to come up in its turn.
 */
export class Tab<Client extends { ready(): Promise<void>; readonly pendingSignIn: unknown }> {
  readonly #areas = { localStorage: new Area(), sessionStorage: new Area() };
  readonly #open: () => Client;

  constructor(open: () => Client) {
    this.#open = open;
  }

  /** Loads the page, which may have been loaded before. */
  async load(): Promise<Client> {
    const globals = { document: {}, ...this.#areas };
    for (const [name, value] of Object.entries(globals)) {
      Object.defineProperty(globalThis, name, { value, configurable: true });
    }
    const client = this.#open();
    await client.ready();
    void client.pendingSignIn;
    return client;
  }
}

/** Takes the last page's globals away. */
export function closeTabs(): void {
  for (const name of ['document', 'localStorage', 'sessionStorage']) Reflect.deleteProperty(globalThis, name);
}
