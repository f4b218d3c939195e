import type { ServerClock } from '@sallyport/core/clock';
import { clientOf } from '@sallyport/core/endpoints';
import { InvalidResponseError } from '@sallyport/core/errors';
import { isHeader, type Wire } from '@sallyport/core/http';
import type { TokenRenewer } from '@sallyport/core/sending';
import type { SessionRecord, SessionTokens } from '@sallyport/core/session';
import type { User } from '@sallyport/core/user';
import {
  freshNativeTokens,
  readTokenAnswer,
  refreshedTokens,
  type TokenEndpointAnswer,
} from '../../client/session/issued-tokens.js';
import { subjectOf } from '../../client/session/signed-in-user.js';
import { hasOtherIssuer, type ResolvedOptions } from '../options/options.js';
import { sessionCalls, type TokenEndpointClient } from './session.endpoints.js';

/** Who renews, and where its tokens come from. */
type RenewingClient = TokenEndpointClient & Pick<ResolvedOptions, 'issuer' | 'baseUrl'>;

/** Makes a wire whose calls go out with this bearer, whoever is signed in. */
export type WireAs = (bearer: string) => Wire;

/** Renews sessions of OpenID Connect. Loaded when the first one is renewed. */
export interface OidcRenewer {
  /** @throws {TokenError} The new ID token is not good, or not this session's (OpenID Connect Core section 12.2). */
  renew(record: SessionRecord<User>, ask: AskForTokens, signal: AbortSignal): Promise<TokenEndpointAnswer>;
}

/** Trades a refresh token at the server's own token endpoint. */
export type AskForTokens = () => Promise<TokenEndpointAnswer>;

const Calls = /* @__PURE__ */ clientOf(sessionCalls);

/** Trades tokens at an Authing server: native ones by themselves, those of OpenID Connect by their refresh token. */
export class AuthingTokenRenewer implements TokenRenewer<User> {
  readonly #wireAs: WireAs;
  readonly #client: RenewingClient;
  readonly #serverClock: ServerClock;

  readonly #loadOidc: () => Promise<OidcRenewer>;

  /** @param wireAs - Without options of a single call: no caller's signal may end what others wait for. */
  constructor(wireAs: WireAs, client: RenewingClient, serverClock: ServerClock, loadOidc: () => Promise<OidcRenewer>) {
    this.#wireAs = wireAs;
    this.#client = client;
    this.#serverClock = serverClock;
    this.#loadOidc = loadOidc;
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
    const { refreshToken } = record;
    const ask: AskForTokens = async () => readTokenAnswer(await calls.refreshTokens(refreshToken, this.#client));
    const answer = await this.#judged(record, ask, signal);
    return refreshedTokens(answer, record, this.#serverClock);
  }

  /** Has an ID token judged, wherever there was one or one comes. */
  async #judged(record: SessionRecord<User>, ask: AskForTokens, signal: AbortSignal): Promise<TokenEndpointAnswer> {
    // An issuer elsewhere is asked by what has found its token endpoint.
    if (record.accessToken !== null || hasOtherIssuer(this.#client))
      return (await this.#loadOidc()).renew(record, ask, signal);
    const answer = await ask();
    return answer.id_token ? (await this.#loadOidc()).renew(record, async () => answer, signal) : answer;
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
