import { ConfigurationError } from '@sallyport/core/errors';
import type { ClientPorts } from './client-ports.js';
import {
  type ClientServer,
  type ComposedClient,
  composeFeatures,
  type FeatureClass,
  type MembersOf,
} from './compose.js';

/** A server with the options of a client, such as `authing({ appId, appHost })`. */
export interface ConfiguredServer<
  Name extends string = string,
  Ports extends ClientPorts = never,
  Essentials extends readonly FeatureClass[] = readonly FeatureClass[],
> extends ClientServer<Ports, Essentials> {
  /** The name under which a feature has its half for this server. */
  readonly name: Name;
  /** Makes the ports of a client. Reads and sends nothing. */
  open(): Ports;
}

/** A feature that a server has. */
export type FeatureOf<Name extends string> = Readonly<Record<Name, FeatureClass>>;

type ClassesOf<Name extends string, Features extends readonly FeatureOf<Name>[]> = {
  readonly [Index in keyof Features]: Features[Index][Name];
};

/**
 * Makes a client with these features and no others, so that a page loads only the code that it uses. Every client also
 * has its session: `ready`, `state`, `snapshot`, `store`, `on`, `getCurrentUser`, `refreshToken`, `logout`, `dispose`.
 *
 * @param server - `authing(options)` or `gotrue(options)`.
 * @param features - Each at most once.
 * @throws {ConfigurationError} The server lacks a feature, or two features have a member of the same name.
 *
 * @example
 * ```ts
 * const client = createClient(authing({ appId: 'YOUR_APP_ID', appHost: 'https://example.authing.cn' }), [
 *   passwordSignIn,
 *   mfa(totp),
 * ]);
 * await client.loginByEmail('ada@example.com', 'her password');
 * ```
 */
export function createClient<
  Name extends string,
  Ports extends ClientPorts,
  Essentials extends readonly FeatureClass[],
  const Features extends readonly FeatureOf<Name>[],
>(
  server: ConfiguredServer<Name, Ports, Essentials>,
  features: Features,
): ComposedClient<MembersOf<readonly [...Essentials, ...ClassesOf<Name, Features>]>> {
  const classes = features.map((feature, index) => requireHalf(server.name, feature, index));
  const Client = composeFeatures(server, classes);
  return new Client(server.open());
}

function requireHalf<Name extends string>(name: Name, feature: Partial<FeatureOf<Name>>, index: number): FeatureClass {
  const half = feature?.[name];
  if (half) return half;
  throw new ConfigurationError({
    message: `The ${name} server lacks the feature at index ${index}`,
    remedy: 'Leave the feature out, or pass one of @sallyport/authentication-client/modular that this server has.',
  });
}
