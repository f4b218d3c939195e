import { rest } from '@sallyport/core/endpoints';

/** What a server lets people do. */
export interface GoTrueSettings {
  /** Ways to sign in, such as `email`, `phone`, `anonymous_users`, `google`, and whether each is on. */
  readonly external: Readonly<Record<string, boolean>>;
  readonly disable_signup: boolean;
  /** Whether an address is taken for confirmed without a message. */
  readonly mailer_autoconfirm: boolean;
  readonly phone_autoconfirm: boolean;
  readonly sms_provider: string;
  readonly saml_enabled?: boolean | undefined;
  readonly passkeys_enabled?: boolean | undefined;
  readonly [further: string]: unknown;
}

/** Which server this is. */
export interface GoTrueHealth {
  readonly version: string;
  readonly name: string;
  readonly description: string;
}

/** The server itself. Its keys are for nobody to see, so these calls carry the gateway's key alone. */
export const gotrueServerEndpoints = {
  /** Tells what the server lets people do. */
  settings: rest('GET /settings', { credential: 'none' }).returns<GoTrueSettings>(),

  /** Tells that the server is there, and its version. */
  health: rest('GET /health', { credential: 'none' }).returns<GoTrueHealth>(),
};
