import { describe, expect, it } from '@jest/globals';
import { InputError } from '../errors/index.js';
import { clientOf } from './client-of.js';
import type { Endpoint } from './endpoint.js';
import { rest } from './rest.js';
import type { Wire } from './wire.js';

const table = {
  double: rest('GET /double/{value}')
    .accepts((value = 21) => ({ path: { value } }))
    .returns<{ path: { value: number } }>()
    .maps(({ path }) => path.value * 2),
  refuse: rest('GET /refuse')
    .accepts((): Record<string, never> => {
      throw new InputError({ message: 'never' });
    })
    .returns<void>(),
};

class EchoWire implements Wire {
  readonly sent: [Endpoint, unknown][] = [];
  async send(row: Endpoint, input: unknown): Promise<unknown> {
    this.sent.push([row, input]);
    return input;
  }
  check(): void {}
  with(): Wire {
    return this;
  }
  at(): Wire {
    return this;
  }
  within<T>(_: readonly string[], run: (wire: Wire, signal: AbortSignal) => Promise<T>): Promise<T> {
    return run(this, new AbortController().signal);
  }
}

describe('clientOf', () => {
  const Client = clientOf(table);

  it('makes a method of each row: arguments to the wire, the mapped answer back', async () => {
    const wire = new EchoWire();
    await expect(new Client(wire).double(4)).resolves.toBe(8);
    expect(wire.sent).toEqual([[table.double, { path: { value: 4 } }]]);
  });

  it('leaves defaults to the row', async () => {
    await expect(new Client(new EchoWire()).double()).resolves.toBe(42);
  });

  it('rejects, and does not throw, when the arguments are refused', async () => {
    const wire = new EchoWire();
    await expect(new Client(wire).refuse()).rejects.toBeInstanceOf(InputError);
    expect(wire.sent).toEqual([]);
  });

  it('rejects, typed, when the answer is too different to be mapped (NET-04)', async () => {
    const wire = new EchoWire();
    wire.send = async () => null;
    await expect(new Client(wire).double()).rejects.toMatchObject({ kind: 'invalid-response' });
  });

  it('has its methods on the prototype only, so that an instance copies no row', () => {
    const client = new Client(new EchoWire());
    expect(Object.getOwnPropertyNames(client)).toEqual([]);
    expect(client.double).toBe(new Client(new EchoWire()).double);
  });

  it('lets a subclass add to the rows, and put a flow in place of one', async () => {
    class Flows extends Client {
      async quadruple(value: number): Promise<number> {
        return (await this.double(value)) * 2;
      }
    }
    await expect(new Flows(new EchoWire()).quadruple(1)).resolves.toBe(4);
  });
});
