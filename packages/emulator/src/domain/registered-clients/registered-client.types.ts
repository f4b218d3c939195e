import type { ClientAuthentication, GrantType } from '../applications/application.types.js';

/** What registered clients can get tokens for. */
export const CLIENT_GRANT_TYPES = ['authorization_code', 'refresh_token'] as const satisfies readonly GrantType[];
/** What a registered client can get tokens for. */
export type ClientGrantType = (typeof CLIENT_GRANT_TYPES)[number];

/** What an administrator says of a client. */
export interface ClientRegistration {
  /** Empty where nobody named it; so are the addresses. */
  readonly name: string;
  readonly uri: string;
  readonly logoUri: string;
  readonly redirectUris: readonly string[];
  readonly grantTypes: readonly ClientGrantType[];
  /** `none` for a public client, which cannot keep a secret. */
  readonly authentication: ClientAuthentication;
}

/** Software, of whomever, that may ask the users here for access. A change makes a new record. */
export interface RegisteredClient extends ClientRegistration {
  /** A UUID. */
  readonly id: string;
  /** `null` for a public client. */
  readonly secretHash: string | null;
  /** Epoch milliseconds, as all instants here. */
  readonly createdAt: number;
  readonly updatedAt: number;
}
