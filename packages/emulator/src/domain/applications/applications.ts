import type { MemoryStore } from '../../storage/memory-store.js';
import { Refusal } from '../refusal.js';
import type { Application } from './application.types.js';

/** The software that signs users in. One application is always there. */
export class Applications {
  readonly #store: MemoryStore;
  readonly #default: Application;

  constructor(store: MemoryStore, defaultApplication: Application) {
    this.#store = store;
    this.#default = defaultApplication;
  }

  get(id: string): Application | undefined {
    return this.#store.applications.get(id) ?? (id === this.#default.id ? this.#default : undefined);
  }

  /** The one that is meant when a request names none. */
  get default(): Application {
    return this.require(this.#default.id);
  }

  /** @throws {Refusal} There is no such application. */
  require(id: string): Application {
    const application = this.get(id);
    if (!application) throw new Refusal('application-unknown', 'The application does not exist');
    return application;
  }

  put(application: Application): void {
    this.#store.applications.put(application);
  }

  all(): Application[] {
    const stored = this.#store.applications.values();
    return stored.some(({ id }) => id === this.#default.id) ? stored : [this.#default, ...stored];
  }
}
