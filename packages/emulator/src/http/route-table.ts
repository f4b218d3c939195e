import type { Handler, Hono } from 'hono';
import { HttpRefusal } from './http-refusal.js';
import type { ServerEnv } from './server-env.js';

/** Collects the routes of all wires, so that a known path answers 405 for the verbs that it does not have. */
export class RouteTable {
  readonly #app: Hono<ServerEnv>;
  readonly #methods = new Map<string, string[]>();

  constructor(app: Hono<ServerEnv>) {
    this.#app = app;
  }

  /** @param path - With `{name}` where a value goes, or `{client.name}` where clients fill in an option of theirs. */
  on(method: string, path: string, handler: Handler<ServerEnv>): void {
    const pattern = path.replace(/\{(?:client\.)?(\w+)\}/g, ':$1');
    this.#methods.set(pattern, [...(this.#methods.get(pattern) ?? []), method]);
    this.#app.on(method, pattern, handler);
  }

  /** Call it once, after all routes. */
  refuseOtherMethods(): void {
    for (const [pattern, methods] of this.#methods) {
      this.#app.all(pattern, () => {
        throw new HttpRefusal(405, 'The path does not have this method', { allow: methods.join(', ') });
      });
    }
  }
}
