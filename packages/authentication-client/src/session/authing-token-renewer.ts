import {
  clientOf,
  InvalidResponseError,
  isHeader,
  type ServerClock,
  type SessionRecord,
  type SessionTokens,
  type TokenRenewer,
  type User,
  type Wire,
} from '@sallyport/core';
import { freshNativeTokens, refreshedTokens } from './issued-tokens.js';
import { sessionCalls, type TokenEndpointClient } from './session.endpoints.js';
import { subjectOf } from './signed-in-user.js';

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
    const tokens = await this.#ask(record, signal);
    if (!isSendable(tokens)) throw unusable('sent no token, or none that can be sent');
    // What is renewed stays its owner's (OpenID Connect Core section 12.2).
    const [before, after] = [subjectOf(record.token), subjectOf(tokens.token)];
    const isOfOneKind = (record.accessToken === null) === (tokens.accessToken === null);
    if (isOfOneKind && before && after && before !== after) throw unusable('answered tokens of somebody else');
    return tokens;
  }

  async #ask(record: SessionRecord<User>, signal: AbortSignal): Promise<SessionTokens> {
    const calls = new Calls(this.#wireAs(record.token).with({ signal }));
    if (record.refreshToken === null) {
      const { token, ...told } = (await calls.refreshToken()) ?? {};
      return freshNativeTokens(token ?? '', this.#serverClock, told);
    }
    const answer = await calls.refreshTokens(record.refreshToken, this.#client);
    return refreshedTokens(answer, record, this.#serverClock);
  }
}

function isSendable({ token, accessToken, refreshToken }: SessionTokens): boolean {
  const sent = [token, accessToken, refreshToken].filter((value) => value !== null);
  return sent.every((value: unknown) => value !== '' && isHeader('authorization', value));
}

function unusable(problem: string): InvalidResponseError {
  return new InvalidResponseError({
    message: `The server renewed the session and ${problem}`,
    remedy: 'Check that the address is the identity server’s.',
  });
}
