import type { Answer, Context, Handler } from './context.js';
import { HttpRefusal } from './http-refusal.js';

/** All routes whose paths differ in the names of their placeholders alone. */
interface Place {
  readonly handlers: Map<string, Route>;
}

interface Route {
  readonly pattern: string;
  /** Of the placeholders. */
  readonly names: readonly string[];
  readonly handler: Handler;
}

/**
 * Collects the routes of all wires. A literal path comes before a placeholder, in whatever order they are mounted, and a
 * known path answers 405 for the verbs that it does not have.
 */
export class RouteTable {
  /** By shape: the pattern without the names of its placeholders. */
  readonly #places = new Map<string, Place>();
  #withPlaceholders: readonly { readonly place: Place; readonly matches: RegExp }[] | undefined;

  /** @param path - With `{name}` where a value goes, or `{client.name}` where clients fill in an option of theirs. */
  on(method: string, path: string, handler: Handler): void {
    const pattern = path.replace(/\{(?:client\.)?(\w+)\}/g, ':$1');
    const { handlers } = this.#placeOf(pattern);
    const names = [...pattern.matchAll(/:(\w+)/g)].map(([, name = '']) => name);
    if (!handlers.has(method)) handlers.set(method, { pattern, names, handler });
  }

  /** Makes a path answer 404, so that no placeholder beside it takes it for a value. A route of its own wins. */
  reserve(path: string): void {
    this.#placeOf(path);
  }

  /** Method and path of each route, with `:name` where a value goes. */
  list(): readonly { readonly method: string; readonly path: string }[] {
    return [...this.#places.values()].flatMap(({ handlers }) =>
      [...handlers].map(([method, { pattern }]) => ({ method, path: pattern })),
    );
  }

  /** @throws {HttpRefusal} There is no such path, or it does not have the method. */
  answer(c: Context): Answer | Promise<Answer> {
    const { path, method } = c.req;
    const { place, values } = this.#find(path);
    const route = place?.handlers.get(method === 'HEAD' ? 'GET' : method);
    if (!place || place.handlers.size === 0) throw new HttpRefusal(404, 'There is no such path');
    if (!route) {
      const allow = [...place.handlers.keys()].join(', ');
      throw new HttpRefusal(405, 'The path does not have this method', { allow });
    }
    const { names } = route;
    if (names.length > 0) c.req.match(Object.fromEntries(names.map((name, index) => [name, values[index] ?? ''])));
    return route.handler(c);
  }

  #find(path: string): { readonly place: Place | undefined; readonly values: readonly string[] } {
    const literal = path.includes(PLACEHOLDER) ? undefined : this.#places.get(path);
    if (literal) return { place: literal, values: [] };
    this.#withPlaceholders ??= [...this.#places]
      .filter(([shape]) => shape.includes(PLACEHOLDER))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([shape, place]) => ({ place, matches: matcherOf(shape) }));
    for (const { place, matches } of this.#withPlaceholders) {
      const found = matches.exec(path);
      if (found) return { place, values: found.slice(1) };
    }
    return { place: undefined, values: [] };
  }

  #placeOf(pattern: string): Place {
    const shape = pattern.replace(/:\w+/g, PLACEHOLDER);
    const place = this.#places.get(shape) ?? { handlers: new Map() };
    this.#places.set(shape, place);
    return place;
  }
}

// Sorts after every character of a path.
const PLACEHOLDER = '\uffff';

function matcherOf(shape: string): RegExp {
  const literals = shape.split(PLACEHOLDER).map((literal) => literal.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${literals.join('([^/]+)')}$`);
}
