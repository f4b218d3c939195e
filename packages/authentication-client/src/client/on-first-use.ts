import type { RequestOptions } from '@sallyport/core/http';
import { unlessAborted } from '@sallyport/core/loading';
import type { Sending, SendingSource } from './client-ports.js';

/** Ports that exist before the code of a feature is loaded. */
export interface DeferredPorts<Loaded extends Sending = Sending> {
  readonly sending: SendingSource<Loaded>;
  readonly request: RequestOptions;
}

/** Ports that a feature can ask for once its code is loaded. */
type LoadedPorts<Ports> = Ports extends DeferredPorts<infer Loaded> ? Ports & Loaded : never;
type Asynchronous<Feature> = {
  readonly [Name in keyof Feature as Feature[Name] extends (...args: never) => Promise<unknown> ? Name : never]: true;
};
type Call = (...args: readonly unknown[]) => Promise<unknown>;

/**
 * Makes classes with methods of a feature, whose code loads with the first call of one, together with the sending half
 * of the client. The methods return promises, and do nothing that must happen before the first `await`.
 *
 * @example
 * ```ts
 * const deferred = onFirstUse<AuthingPorts>();
 * const Codes = deferred(['sendSmsCode'], async () => (await import('codes-client.js')).CodesClient);
 * ```
 */
export function onFirstUse<Ports extends DeferredPorts>() {
  return <Feature extends object, const Name extends keyof Asynchronous<Feature> & string>(
    names: readonly Name[],
    load: () => Promise<new (ports: LoadedPorts<Ports>) => Feature>,
  ): (new (
    ports: Ports,
  ) => Pick<Feature, Name>) => {
    class Deferred {
      readonly #ports: Ports;
      #feature: Feature | undefined;

      constructor(ports: Ports) {
        this.#ports = ports;
      }

      static made(deferred: Deferred): Feature | undefined {
        return deferred.#feature;
      }

      // A failed import is tried again with the next call.
      static async make(deferred: Deferred): Promise<Feature> {
        const ports = deferred.#ports;
        const { signal } = ports.request;
        const [Loaded, sending] = await (signal ? unlessAborted(loadBoth(load, ports), signal) : loadBoth(load, ports));
        // The source of these ports loads the rest of them.
        const feature = deferred.#feature ?? new Loaded({ ...ports, ...sending } as unknown as LoadedPorts<Ports>);
        deferred.#feature = feature;
        return feature;
      }
    }
    for (const name of names) {
      Object.defineProperty(Deferred.prototype, name, {
        configurable: true,
        writable: true,
        async value(this: Deferred, ...args: readonly unknown[]): Promise<unknown> {
          // The names are those of the feature's methods.
          const feature = (Deferred.made(this) ?? (await Deferred.make(this))) as Readonly<Record<string, Call>>;
          return feature[name]?.(...args);
        },
      });
    }
    // The loop above made what the type promises, a method for each name.
    return Deferred as unknown as new (
      ports: Ports,
    ) => Pick<Feature, Name>;
  };
}

// One after the other: the file of a feature usually holds the sending half, and Jest cannot link two imports at once.
async function loadBoth<Feature, Loaded extends Sending>(
  load: () => Promise<Feature>,
  { sending }: DeferredPorts<Loaded>,
): Promise<readonly [Feature, Loaded]> {
  return [await load(), await sending.load()];
}
