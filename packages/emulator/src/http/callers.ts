import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/**
 * The connections of a server. Where they are too many, one that holds on to its place is closed for a new one: first
 * one without a request, then one that does not read its answer. The oldest goes first.
 */
export class Callers {
  readonly #most: number;
  readonly #sockets = new Set<Socket>();
  readonly #served = new Set<Socket>();

  constructor(most: number) {
    this.#most = most;
  }

  admit(socket: Socket): void {
    if (this.#sockets.size >= this.#most) this.#makeRoom(socket);
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
  }

  /** Notes that a request of a connection is being answered. */
  serve(socket: Socket, answer: ServerResponse): void {
    this.#served.add(socket);
    answer.once('close', () => this.#served.delete(socket));
  }

  /** The connection goes on as something else than HTTP. */
  release(socket: Socket): void {
    this.#sockets.delete(socket);
  }

  #makeRoom(newest: Socket): void {
    const open = [...this.#sockets];
    const waiting = open.find((socket) => !this.#served.has(socket));
    const victim = waiting ?? open.find((socket) => socket.writableLength > 0) ?? newest;
    victim.destroy();
    this.#sockets.delete(victim);
  }
}
