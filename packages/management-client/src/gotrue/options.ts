import {
  type GoTrueConnection,
  type GoTrueConnectionOptions,
  goTrueConnection,
  goTrueConnectionReaders,
  keyOption,
} from '@sallyport/core/gotrue';
import {
  assertNoDevelopmentSecret,
  type OptionReaders,
  type OptionsRead,
  readersOf,
  readOptions,
  required,
} from '@sallyport/core/validation';
import { browserOption } from '../client/browser-option.js';

/** Options of a `GoTrueManagementClient`: `url` and `serviceRoleKey`. */
export interface GoTrueManagementClientOptions extends GoTrueConnectionOptions {
  /**
   * The key that may do everything to every account: a token whose role is `service_role`, or the gateway's secret key.
   * Keep it on servers. It is also sent as `apikey` where no `apiKey` is given.
   */
  readonly serviceRoleKey: string;
  /** Allows running in a browser, where everybody can read the key and with it own every account. */
  readonly dangerouslyAllowBrowser?: boolean | undefined;
}

/** One reader for each option. */
const goTrueManagementReaders = /* @__PURE__ */ readersOf(
  () =>
    ({
      dangerouslyAllowBrowser: browserOption,
      ...goTrueConnectionReaders,
      serviceRoleKey: required(keyOption, 'Pass the key of the role service_role.'),
    }) satisfies OptionReaders<GoTrueManagementClientOptions>,
);

/** The options with every default filled in. */
export interface ResolvedGoTrueOptions
  extends GoTrueConnection,
    Omit<OptionsRead<typeof goTrueManagementReaders>, keyof GoTrueConnection> {}

/** @throws {ConfigurationError} An option is unknown, missing or malformed; the message names it. */
export function resolveGoTrueOptions(options: GoTrueManagementClientOptions): ResolvedGoTrueOptions {
  const read = readOptions(options, goTrueManagementReaders);
  const { url, serviceRoleKey, apiKey, dangerouslyAllowDevelopmentKeys } = read;
  if (!dangerouslyAllowDevelopmentKeys) assertNoDevelopmentSecret('serviceRoleKey', serviceRoleKey, url);
  return Object.freeze({ ...goTrueConnection(read), apiKey: apiKey ?? serviceRoleKey });
}
