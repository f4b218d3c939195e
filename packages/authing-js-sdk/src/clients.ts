import {
  BoundAuthenticationClient,
  AuthenticationClient as StrictAuthenticationClient,
} from '@sallyport/authentication-client';
import { BoundManagementClient, ManagementClient as StrictManagementClient } from '@sallyport/management-client';
import { FailureReport, reportFailures, reportingClass } from './failure-report.js';
import {
  type AuthenticationClientOptions,
  type AuthenticationSettings,
  authenticationSettings,
  type ManagementClientOptions,
  type ManagementSettings,
  managementSettings,
} from './options.js';
import { withPublishedCode } from './published-error-code.js';
import { SessionTokenProvider } from './session-token-provider.js';

const AUTHENTICATION = {
  View: BoundAuthenticationClient,
  subClients: [
    'mfa',
    'social',
    'enterprise',
    'qrcode',
    'wxqrcode',
    'wechatmpqrcode',
    'principal',
    'browserFingerprint',
    'event',
  ] satisfies readonly (keyof BoundAuthenticationClient)[],
};
const MANAGEMENT = {
  View: BoundManagementClient,
  subClients: ['users', 'mfa'] satisfies readonly (keyof BoundManagementClient)[],
};

const ReportingAuthenticationClient = /* @__PURE__ */ reportingClass(StrictAuthenticationClient);
const ReportingManagementClient = /* @__PURE__ */ reportingClass(StrictManagementClient);

/** Signs users in, with a second factor where the server demands it. Unsafe options cause a warning, no refusal. */
export class AuthenticationClient extends ReportingAuthenticationClient {
  /** The session, under the names of the published client. */
  readonly tokenProvider: SessionTokenProvider;

  /** @throws {ConfigurationError} An option is missing or malformed; nothing was read or sent. */
  constructor(options: AuthenticationClientOptions) {
    let settings: AuthenticationSettings;
    try {
      settings = authenticationSettings(options);
      super(settings.own);
    } catch (error) {
      throw withPublishedCode(error);
    }
    this.tokenProvider = new SessionTokenProvider(this, () => this.endSession());
    reportFailures(this, new FailureReport(AUTHENTICATION, settings));
    if (settings.token !== undefined) this.setToken(settings.token);
  }
}

/** Administers a user pool. Unsafe options cause a warning, no refusal. */
export class ManagementClient extends ReportingManagementClient {
  /** @throws {ConfigurationError} An option is missing or malformed; nothing was sent. */
  constructor(options: ManagementClientOptions) {
    let settings: ManagementSettings;
    try {
      settings = managementSettings(options);
      super(settings.own);
    } catch (error) {
      throw withPublishedCode(error);
    }
    reportFailures(this, new FailureReport(MANAGEMENT, settings));
  }
}
