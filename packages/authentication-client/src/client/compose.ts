import { ConfigurationError } from '@sallyport/core/errors';
import type { RequestOptions } from '@sallyport/core/http';
import { type AsyncDisposable, asyncDisposable } from './async-disposable.js';
import type { ClientPorts } from './client-ports.js';
import { IdentityClient } from './identity-client.js';
import { requireBearer } from './session/token-set.js';

/** A feature of clients. Its methods and getters become members of the client. */
// biome-ignore lint/suspicious/noExplicitAny: a feature takes the ports that it declares, whichever these are
export type FeatureClass<Members extends object = object> = new (ports: any) => Members;

type Intersection<Union> = (Union extends unknown ? (member: Union) => void : never) extends (member: infer All) => void
  ? All
  : never;

/** Members that features give to their client. */
export type MembersOf<Features extends readonly FeatureClass[]> = Intersection<InstanceType<Features[number]>>;

/** A client with these members beside those of every client. */
export type ComposedClient<Members> = IdentityClient & AsyncDisposable & ClientViews<Members> & Members;

/** Views of a client. */
export interface ClientViews<Members> {
  /** A view of this client with these options on each call: the same session, nothing copied. */
  with(options: RequestOptions): ComposedClient<Members>;
  /**
   * A client that acts for another user: its session is its own, lives in memory, and is not renewed automatically. For
   * servers, where one client must not hold the session of one visitor while it answers another.
   *
   * @param user - The session token of the user, as a request brought it.
   * @throws {InputError} The token is missing or malformed.
   */
  as(user: { readonly token: string }): ComposedClient<Members>;
}

/** A server, as the clients of it are composed. */
export interface ClientServer<Ports = never, Essentials extends readonly FeatureClass[] = readonly FeatureClass[]> {
  /** Features that every client of this server has. */
  readonly essentials: Essentials;
  /** The same ports, with these options on each call. */
  with(ports: Ports, options: RequestOptions): Ports;
  /** Ports to the same server, with a session of its own for this token. */
  as(ports: Ports, token: string): Ports;
}

/** The class of the clients with these features, which is made with the ports of its server. */
export type ComposedClass<Ports, Features extends readonly FeatureClass[]> = new (
  ports: Ports,
) => ComposedClient<MembersOf<Features>>;

/**
 * Makes one flat class of features. Each feature stays a class with ports of its own. A client makes a feature with the
 * first use of one of its members.
 *
 * @throws {ConfigurationError} Two features have a member of the same name.
 */
export function composeFeatures<
  Ports extends ClientPorts,
  Essentials extends readonly FeatureClass[],
  const Features extends readonly FeatureClass[],
>(
  server: ClientServer<Ports, Essentials>,
  chosen: Features,
): ComposedClass<Ports, readonly [...Essentials, ...Features]> {
  class Client extends IdentityClient {
    readonly #ports: Ports;
    readonly #made = new Map<FeatureClass, object>();

    constructor(ports: Ports) {
      super(ports);
      this.#ports = ports;
    }

    static feature(client: Client, Feature: FeatureClass): Readonly<Record<string, (...args: unknown[]) => unknown>> {
      const feature = client.#made.get(Feature) ?? new Feature(client.#ports);
      client.#made.set(Feature, feature);
      // Only members that `membersOf` found in the class are asked for.
      return feature as Readonly<Record<string, (...args: unknown[]) => unknown>>;
    }

    with(options: RequestOptions): Client {
      return new Client(server.with(this.#ports, options));
    }

    as({ token }: { readonly token: string }): Client {
      return new Client(server.as(this.#ports, requireBearer('token', token)));
    }
  }

  for (const Feature of [...server.essentials, ...chosen]) {
    for (const [name, property] of membersOf(Feature)) {
      if (name in Client.prototype) throw givenTwice(name);
      const get = function (this: Client): unknown {
        return Client.feature(this, Feature)[name];
      };
      const value = function (this: Client, ...args: unknown[]): unknown {
        return Client.feature(this, Feature)[name]?.(...args);
      };
      const member = property.get ? { get } : { value, writable: true };
      Object.defineProperty(Client.prototype, name, { configurable: true, ...member });
    }
  }
  // The loop above made what the type promises, a member for each of every feature.
  return asyncDisposable(Client) as unknown as ComposedClass<Ports, readonly [...Essentials, ...Features]>;
}

function membersOf({ prototype }: FeatureClass): ReadonlyMap<string, PropertyDescriptor> {
  const members = new Map<string, PropertyDescriptor>();
  for (let level = prototype; level !== Object.prototype; level = Object.getPrototypeOf(level)) {
    for (const [name, property] of Object.entries(Object.getOwnPropertyDescriptors(level))) {
      if (name !== 'constructor' && !members.has(name)) members.set(name, property);
    }
  }
  return members;
}

function givenTwice(name: string): ConfigurationError {
  return new ConfigurationError({
    message: `Two features of the client have a member ${name}`,
    remedy: 'Pass each feature once, and none whose members another one has.',
  });
}
