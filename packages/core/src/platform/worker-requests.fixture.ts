// oxlint-disable no-restricted-globals, no-restricted-properties -- the simulation replaces the timers of the platform
/** A simulation of Cloudflare Workers, which bind signals and timers to the request that creates them. */
export interface WorkerRequests {
  /** Ends the request in progress, and with it its timers, and begins another one. */
  next(): void;
  /** Forbids what the global scope of a worker forbids. */
  leaveRequests(): void;
  restore(): void;
}

/** Starts the simulation, in a request. */
export function simulateWorker(): WorkerRequests {
  let request: number | null = 1;
  const { AbortController: RealController, setTimeout: realTimeout } = globalThis;
  const realRandom = crypto.getRandomValues.bind(crypto);
  const navigator = Object.getOwnPropertyDescriptor(globalThis, 'navigator');

  const assertRequest = (): void => {
    if (request === null) throw new Error('Disallowed operation called within global scope');
  };
  class BoundController extends RealController {
    constructor() {
      assertRequest();
      super();
      const [owner, { signal }] = [request, this];
      const isAborted = (): boolean => Reflect.get(AbortSignal.prototype, 'aborted', signal);
      Object.defineProperty(signal, 'aborted', {
        get: () => {
          if (owner !== request) throw new Error('Cannot perform I/O on behalf of a different request');
          return isAborted();
        },
      });
    }

    override abort(reason?: unknown): void {
      void this.signal.aborted; // throws in another request
      super.abort(reason);
    }
  }
  Object.defineProperty(globalThis, 'navigator', { configurable: true, value: { userAgent: 'Cloudflare-Workers' } });
  globalThis.AbortController = BoundController;
  crypto.getRandomValues = (array) => {
    assertRequest();
    return realRandom(array);
  };
  const timers: NodeJS.Timeout[] = [];
  globalThis.setTimeout = Object.assign((...args: Parameters<typeof setTimeout>) => {
    assertRequest();
    const timer = realTimeout(...args);
    timers.push(timer);
    return timer;
  }, realTimeout);

  const endTimers = (): void => {
    for (const timer of timers.splice(0)) clearTimeout(timer);
  };
  return {
    next: () => {
      request = (request ?? 0) + 1;
      endTimers();
    },
    leaveRequests: () => {
      request = null;
    },
    restore: () => {
      endTimers();
      globalThis.AbortController = RealController;
      globalThis.setTimeout = realTimeout;
      crypto.getRandomValues = realRandom;
      Reflect.deleteProperty(globalThis, 'navigator');
      if (navigator) Object.defineProperty(globalThis, 'navigator', navigator);
    },
  };
}
