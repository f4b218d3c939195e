/**
 * Makes a feature that is one sub-client, such as `client.social`. A client makes it with its first use.
 *
 * @param name - The one member.
 */
export function subClient<Ports, Members extends object>(
  name: keyof Members & string,
  make: (ports: Ports) => Members[keyof Members],
): new (
  ports: Ports,
) => Members {
  class SubClient {
    readonly #ports: Ports;
    #client: Members[keyof Members] | undefined;

    constructor(ports: Ports) {
      this.#ports = ports;
    }

    static client(holder: SubClient): Members[keyof Members] {
      holder.#client ??= make(holder.#ports);
      return holder.#client;
    }
  }
  Object.defineProperty(SubClient.prototype, name, {
    configurable: true,
    get(this: SubClient): unknown {
      return SubClient.client(this);
    },
  });
  // The line above made what the type promises.
  return SubClient as unknown as new (
    ports: Ports,
  ) => Members;
}
