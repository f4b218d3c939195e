import type { Handler, Hono } from 'hono';
import { HttpRefusal } from './http-refusal.js';
import type { ServerEnv } from './server-env.js';

interface Route {
  readonly method: string;
  readonly pattern: string;
  readonly handler: Handler<ServerEnv>;
}

/**
 * Collects the routes of all wires. A literal path comes before a placeholder, in whatever order they are mounted, and a
 * known path answers 405 for the verbs that it does not have.
 */
export class RouteTable {
  /** By shape: the pattern without the names of its placeholders. */
  readonly #routes = new Map<string, Route[]>();

  /** @param path - With `{name}` where a value goes, or `{client.name}` where clients fill in an option of theirs. */
  on(method: string, path: string, handler: Handler<ServerEnv>): void {
    const pattern = path.replace(/\{(?:client\.)?(\w+)\}/g, ':$1');
    this.#routesOf(pattern).push({ method, pattern, handler });
  }

  /** Makes a path answer 404, so that no placeholder beside it takes it for a value. A route of its own wins. */
  reserve(path: string): void {
    this.#routesOf(path);
  }

  /** Call it once, after all routes. */
  install(app: Hono<ServerEnv>): void {
    const byShape = [...this.#routes].sort(([a], [b]) => (a < b ? -1 : 1));
    for (const [shape, routes] of byShape) {
      for (const { method, pattern, handler } of routes) app.on(method, pattern, handler);
      const allow = routes.map(({ method }) => method).join(', ');
      app.all(shape.replaceAll(PLACEHOLDER, ':value'), (c) => {
        if (allow === '') return c.notFound();
        throw new HttpRefusal(405, 'The path does not have this method', { allow });
      });
    }
  }

  #routesOf(pattern: string): Route[] {
    const shape = pattern.replace(/:\w+/g, PLACEHOLDER);
    const routes = this.#routes.get(shape) ?? [];
    this.#routes.set(shape, routes);
    return routes;
  }
}

// Sorts after every character of a path.
const PLACEHOLDER = '\uffff';
