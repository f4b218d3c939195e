import { InvalidResponseError } from '../errors/index.js';
import type { Endpoint } from './endpoint.js';
import type { Wire } from './wire.js';

/** The endpoints of one feature, each under the name of its method. */
export type Table = { readonly [name: string]: Endpoint };

/** The public methods. It maps over the table's own keys, so that editors find the row and its docstring. */
export type Methods<T extends Table> = {
  readonly [Name in keyof T]: (...args: Parameters<T[Name]['toWire']>) => Promise<ReturnType<T[Name]['fromWire']>>;
};

/** A class whose methods are the rows of a table, each sent through the wire it is made with. */
export type ClientOf<T extends Table> = new (wire: Wire) => Methods<T>;

/** Makes a class once a table, so that each instance, and with it each `client.with(…)`, costs one object. */
export function clientOf<T extends Table>(table: T): ClientOf<T> {
  class Rows {
    readonly #wire: Wire;

    constructor(wire: Wire) {
      this.#wire = wire;
    }

    static call(rows: Rows, row: Endpoint, args: never): Promise<unknown> {
      return rows.#wire.send(row, row.toWire(...args));
    }
  }
  for (const [name, row] of Object.entries(table)) {
    Object.defineProperty(Rows.prototype, name, {
      configurable: true,
      writable: true,
      async value(this: Rows, ...args: never): Promise<unknown> {
        return read(row, await Rows.call(this, row, args));
      },
    });
  }
  // The loop above made what the type promises, a method for each row.
  return Rows as unknown as ClientOf<T>;
}

// Nothing checks an answer at run time. Where it is too different to be mapped, the server broke its contract.
function read(row: Endpoint, answer: unknown): unknown {
  try {
    return row.fromWire(answer as never); // so say the row's types
  } catch {
    throw new InvalidResponseError({
      message: 'The answer has not the form that was expected',
      remedy: 'Check that the address is the identity server’s and that its version fits.',
    });
  }
}
