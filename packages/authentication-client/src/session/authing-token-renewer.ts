import {
  clientOf,
  InvalidResponseError,
  type ServerClock,
  type SessionRecord,
  type SessionTokens,
  type TokenRenewer,
  type User,
  type Wire,
} from '@sallyport/core';
import { freshNativeTokens, refreshedTokens } from './issued-tokens.js';
import { sessionCalls, type TokenEndpointClient } from './session.endpoints.js';

/** Makes a wire whose calls go out with this bearer, whoever is signed in. */
export type WireAs = (bearer: string) => Wire;

const Calls = clientOf(sessionCalls);

/** Trades tokens at an Authing server: native ones by themselves, those of OpenID Connect by their refresh token. */
export class AuthingTokenRenewer implements TokenRenewer<User> {
  readonly #wireAs: WireAs;
  readonly #client: TokenEndpointClient;
  readonly #serverClock: ServerClock;

  /** @param wireAs - Without options of a single call: no caller's signal may end what others wait for. */
  constructor(wireAs: WireAs, client: TokenEndpointClient, serverClock: ServerClock) {
    this.#wireAs = wireAs;
    this.#client = client;
    this.#serverClock = serverClock;
  }

  async renew(record: SessionRecord<User>, signal: AbortSignal): Promise<SessionTokens> {
    const calls = new Calls(this.#wireAs(record.token).with({ signal }));
    if (record.refreshToken === null) {
      const { token, ...told } = (await calls.refreshToken()) ?? {};
      if (!isToken(token)) throw withoutToken();
      return freshNativeTokens(token, this.#serverClock, told);
    }
    const answer = await calls.refreshTokens(record.refreshToken, this.#client);
    if (!isToken(answer.access_token)) throw withoutToken();
    return refreshedTokens(answer, record, this.#serverClock);
  }
}

function isToken(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function withoutToken(): InvalidResponseError {
  return new InvalidResponseError({
    message: 'The server renewed the session and sent no token',
    remedy: 'Check that the address is the identity server’s.',
  });
}
