import { type Connection, type ConnectionOptions, connectionReaders, connectionTo } from '@sallyport/core/authing';
import {
  addressOption,
  assertNoDevelopmentSecret,
  issuerOption,
  type OptionReaders,
  type OptionsRead,
  readersOf,
  readOptions,
  refuseOption,
  required,
  textOption,
} from '@sallyport/core/validation';
import { browserOption } from './browser-option.js';

/** Options of a `ManagementClient`: `host`, `userPoolId` or `appId`, and `secret` or `accessToken`. */
export interface ManagementClientOptions extends ConnectionOptions {
  /** A management token. It is used as it stands: when it ends, calls are refused. Default: got by `secret`. */
  readonly accessToken?: string | undefined;
  /** The server's address, such as `https://example.authing.cn`. */
  readonly host: string;
  /**
   * Who may issue the tokens that `checkLoginStatus` judges by itself, such as `https://example.authing.cn/oidc`.
   * Default: `host` with `/oidc`; about tokens of others the server is asked.
   */
  readonly issuer?: string | undefined;
  /** Allows running in a browser, where everybody can read the secret and with it own the user pool. */
  readonly dangerouslyAllowBrowser?: boolean | undefined;
}

/** One reader for each option. */
export const managementReaders = /* @__PURE__ */ readersOf(
  () =>
    ({
      dangerouslyAllowBrowser: browserOption,
      ...connectionReaders,
      accessToken: textOption,
      host: required(addressOption, 'Pass the address of the server, such as "https://example.authing.cn".'),
      issuer: issuerOption,
    }) satisfies OptionReaders<ManagementClientOptions>,
);

/** The options with every default filled in. */
export interface ResolvedOptions extends Connection, Omit<OptionsRead<typeof managementReaders>, keyof Connection> {}

/** @throws {ConfigurationError} An option is unknown, missing or malformed; the message names it. */
export function resolveOptions(options: ManagementClientOptions): ResolvedOptions {
  const read = readOptions(options, managementReaders);
  const { host, userPoolId, appId, secret, accessToken, dangerouslyAllowDevelopmentKeys } = read;
  if (!userPoolId && !appId) refuseOption('userPoolId', 'is missing', 'Pass userPoolId, or appId.');
  if (!secret && !accessToken) refuseOption('secret', 'is missing', 'Pass secret, or accessToken.');
  if (!dangerouslyAllowDevelopmentKeys) assertNoDevelopmentSecret('accessToken', accessToken, host);
  return Object.freeze(connectionTo(host, read));
}
