import {
  flagOption,
  type GoTrueConnection,
  type GoTrueConnectionOptions,
  type Lease,
  portOption,
  refuseOption,
  reportOptionsBeside,
  resolveGoTrueConnection,
  type TokenStorage,
  textOption,
} from '@sallyport/core';
import { apiOriginsOption, leaseOption } from '../../client/shared-options.js';

/** How a `GoTrueAuthenticationClient` is made. `url` must be there. */
export interface GoTrueAuthenticationClientOptions extends GoTrueConnectionOptions {
  /** Where the session is kept. Default: `localStorage` where there is a document, else memory. */
  readonly storage?: TokenStorage | undefined;
  /** What keeps others who share the storage from renewing the session at the same time. Default: the storage's own. */
  readonly lease?: Lease | undefined;
  /**
   * Keeps the session under this key, and in the format of `@supabase/auth-js`, so that a page that goes over from that
   * client, or back to it, signs nobody out: `supabase.auth.token`, or `sb-<project>-auth-token` under supabase-js.
   * Default: our own record under a key of our own.
   */
  readonly storageKey?: string | undefined;
  /**
   * Whether a user who has a second factor has to prove it before anything but `mfa`, `getCurrentUser` and signing out
   * works. Default `true`. The server does not demand it by itself.
   */
  readonly requireAal2?: boolean | undefined;
  /**
   * What links in messages lead back with: `implicit` the tokens themselves, in the fragment; `pkce` a code that works in
   * this browser alone, and then `handleRedirectCallback` takes no tokens. Default `implicit`, as the wire's own clients.
   */
  readonly flowType?: 'implicit' | 'pkce' | undefined;
  /**
   * Origins of the application's own API, such as `https://api.example.com`: where `fetch` and `attachTo` send the
   * session's token. Default: none.
   */
  readonly apiOrigins?: readonly string[] | undefined;
}

/** The options with every default filled in. */
export interface ResolvedGoTrueOptions extends GoTrueConnection {
  readonly storage: TokenStorage | undefined;
  readonly lease: Lease | undefined;
  readonly storageKey: string | undefined;
  readonly requireAal2: boolean;
  readonly flowType: 'implicit' | 'pkce';
  readonly apiOrigins: readonly string[];
}

const OWN_OPTIONS = [
  'url',
  'apiKey',
  'storage',
  'lease',
  'storageKey',
  'requireAal2',
  'flowType',
  'apiOrigins',
] as const satisfies readonly (keyof GoTrueAuthenticationClientOptions)[];

/** @throws {ConfigurationError} An option is missing or malformed; the message names it. */
export function resolveGoTrueOptions(options: GoTrueAuthenticationClientOptions): ResolvedGoTrueOptions {
  const connection = resolveGoTrueConnection(options);
  reportOptionsBeside(options, OWN_OPTIONS, connection.logger);
  return Object.freeze({
    ...connection,
    storage: portOption('storage', options.storage, ['get', 'set', 'remove']),
    lease: leaseOption(options.lease),
    storageKey: textOption('storageKey', options.storageKey),
    requireAal2: flagOption('requireAal2', options.requireAal2 ?? true),
    flowType: flowTypeOption(options.flowType),
    apiOrigins: apiOriginsOption(options.apiOrigins, flagOption('dangerouslyAllowHttp', options.dangerouslyAllowHttp)),
  });
}

function flowTypeOption(value: unknown): 'implicit' | 'pkce' {
  if (value === undefined) return 'implicit';
  if (value === 'implicit' || value === 'pkce') return value;
  return refuseOption('flowType', 'is neither "implicit" nor "pkce"', 'Leave it out for "implicit".');
}
