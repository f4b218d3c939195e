import { type ClientOf, clientOf } from '@sallyport/core/endpoints';
import type { RequestOptions, Wire } from '@sallyport/core/http';
import type { SessionRenewal } from '@sallyport/core/sending';
import type { User } from '@sallyport/core/user';
import { type RefreshToken, refreshTokenOf } from '../../client/session/refresh-token.js';
import { sessionEndpoints } from './session.endpoints.js';

const SessionRows: ClientOf<typeof sessionEndpoints> = /* @__PURE__ */ clientOf(sessionEndpoints);

/** Ports of the session calls. */
export interface SessionCallsDeps {
  readonly wire: Wire;
  readonly renewal: Pick<SessionRenewal<User>, 'renew'>;
  readonly request: RequestOptions;
}

/** Calls to the server about the session. */
export class SessionCallsClient extends SessionRows {
  readonly #deps: SessionCallsDeps;

  constructor(deps: SessionCallsDeps) {
    super(deps.wire);
    this.#deps = deps;
  }

  /**
   * Trades the session's token for a new one. Callers at the same time share one request.
   *
   * @throws {NotSignedInError} There is no session.
   * @throws {UnauthenticatedError} The server does not know the token any more: sign in again.
   */
  async refreshToken(): Promise<RefreshToken> {
    return refreshTokenOf(await this.#deps.renewal.renew(this.#deps.request.signal));
  }
}
