import type { ServerClock } from '@sallyport/core/clock';
import { clientOf, type Methods } from '@sallyport/core/endpoints';
import { InvalidResponseError, UnauthenticatedError } from '@sallyport/core/errors';
import type { Wire } from '@sallyport/core/http';
import type { TokenRenewer } from '@sallyport/core/sending';
import type { RenewedSession, SessionRecord } from '@sallyport/core/session';
import type { PortableUser } from '@sallyport/core/user';
import { freshSession } from './issued-session.js';
import { goTrueSessionEndpoints } from './session.endpoints.js';

const Calls = /* @__PURE__ */ clientOf(goTrueSessionEndpoints);

/** Trades refresh tokens at a GoTrue server, which tells the user and the assurance level with each of them. */
export class GoTrueTokenRenewer implements TokenRenewer<PortableUser> {
  readonly #wire: Wire;
  readonly #serverClock: ServerClock;

  /** @param wire - Without options of a single call: no caller's signal may end what others wait for. */
  constructor(wire: Wire, serverClock: ServerClock) {
    this.#wire = wire;
    this.#serverClock = serverClock;
  }

  async renew(record: SessionRecord<PortableUser>, signal: AbortSignal): Promise<RenewedSession<PortableUser>> {
    const calls: Methods<typeof goTrueSessionEndpoints> = new Calls(this.#wire.with({ signal }));
    const { refreshToken, user: before } = record;
    if (refreshToken === null) throw notRenewable();
    const { id: _, renewal: __, ...renewed } = freshSession(await calls.refresh(refreshToken), this.#serverClock);
    if (before && before.id !== renewed.user.id) {
      throw new InvalidResponseError({
        message: 'The server renewed the session and answered tokens of somebody else',
        remedy: 'Check that the address is the identity server’s.',
      });
    }
    return renewed;
  }
}

function notRenewable(): UnauthenticatedError {
  return new UnauthenticatedError({ message: 'The session has no refresh token', remedy: 'Sign in again.' });
}
