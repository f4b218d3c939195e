import type http from 'node:http';
import type { Socket } from 'node:net';
import { startStopwatch } from '../../http/deadline.js';

/** Shorter than the time after which any usual server closes an idle connection, in milliseconds. */
const SAFE_IDLE_MS = 500;

/**
 * Keeps writes off connections that the server may be closing. A write that meets such a connection is lost, and must
 * not be sent again, because the server may have acted on it.
 */
export class IdleConnections {
  readonly #agents: readonly http.Agent[];
  readonly #idleMs = new WeakMap<Socket, () => number>();

  constructor(...agents: readonly http.Agent[]) {
    this.#agents = agents;
    for (const agent of agents) agent.on('free', (socket: Socket) => this.#idleMs.set(socket, startStopwatch()));
  }

  /** Closes connections that have been idle for long, so that the next request opens a new one. */
  closeStale(): void {
    for (const { freeSockets } of this.#agents) {
      for (const socket of Object.values(freeSockets).flatMap((sockets) => sockets ?? [])) {
        const idleMs = this.#idleMs.get(socket);
        if (!idleMs || idleMs() > SAFE_IDLE_MS) socket.destroy();
      }
    }
  }
}
