import {
  type GoTrueConnection,
  type GoTrueConnectionOptions,
  goTrueConnection,
  goTrueConnectionReaders,
} from '@sallyport/core/gotrue';
import type { Lease, TokenStorage } from '@sallyport/core/storage';
import {
  choiceOption,
  enabledOption,
  type OptionReaders,
  type OptionsRead,
  originsOption,
  portOption,
  readersOf,
  readOptions,
  textOption,
} from '@sallyport/core/validation';
import { leaseOption } from '../../client/lease-option.js';

/** Options of a `GoTrueAuthenticationClient`. `url` is required. */
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

/** One reader for each option. */
const goTrueReaders = /* @__PURE__ */ readersOf(
  () =>
    ({
      ...goTrueConnectionReaders,
      storage: portOption<TokenStorage>('get', 'set', 'remove'),
      lease: leaseOption,
      storageKey: textOption,
      requireAal2: enabledOption,
      flowType: choiceOption('implicit', 'pkce'),
      apiOrigins: originsOption,
    }) satisfies OptionReaders<GoTrueAuthenticationClientOptions>,
);

/** The options with every default filled in. */
export interface ResolvedGoTrueOptions
  extends GoTrueConnection,
    Omit<OptionsRead<typeof goTrueReaders>, keyof GoTrueConnection> {}

/** @throws {ConfigurationError} An option is unknown, missing or malformed; the message names it. */
export function resolveGoTrueOptions(options: GoTrueAuthenticationClientOptions): ResolvedGoTrueOptions {
  return Object.freeze(goTrueConnection(readOptions(options, goTrueReaders)));
}
