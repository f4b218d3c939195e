import { clientOf, type Methods } from '@sallyport/core/endpoints';
import { InputError, MfaRequiredError } from '@sallyport/core/errors';
import type { GoTrueIdentity } from '@sallyport/core/gotrue';
import type { Wire } from '@sallyport/core/http';
import type { Session } from '@sallyport/core/session';
import { type PortableUser, toMetadata, toUser, type UpdateUserInput } from '@sallyport/core/user';
import { requireString, requireText } from '@sallyport/core/validation';
import { requireSession } from '../../client/session/required-session.js';
import { readSignedInUser } from '../../client/session/signed-in-change.js';
import type { CodeVerifiers } from '../session/code-verifiers.js';
import { type CodeChallenge, NO_CODE_CHALLENGE } from '../session/code-verifiers.js';
import type { SecondFactorDemand } from '../session/second-factor-demand.js';
import { type GoTrueUserChanges, goTrueAccountEndpoints } from './account.endpoints.js';

/** Proofs that a change can need. */
export interface GoTrueChangeOptions {
  /** The code that `reauthenticate` sent, where the server wants one. */
  readonly nonce?: string | undefined;
  /** Where the link in a message leads to that confirms a new address. */
  readonly redirectTo?: string | undefined;
}

const Rows = /* @__PURE__ */ clientOf(goTrueAccountEndpoints);

/** Ports of the account calls. */
export interface GoTrueAccountDeps {
  readonly wire: Wire;
  readonly unguardedWire: Wire;
  readonly session: Session<PortableUser>;
  readonly codeVerifiers: CodeVerifiers;
  readonly pendingSignIns: Pick<SecondFactorDemand, 'assertMet'>;
}

/** The signed-in user's own account. */
export class GoTrueAccountClient {
  readonly #deps: GoTrueAccountDeps;
  readonly #rows: Methods<typeof goTrueAccountEndpoints>;

  constructor(deps: GoTrueAccountDeps) {
    this.#deps = deps;
    this.#rows = new Rows(deps.wire);
  }

  /**
   * Reads the signed-in user from the server, also while a second factor is due.
   *
   * @returns `null` when nobody is signed in, or the server does not know the session any more.
   */
  async getCurrentUser(): Promise<PortableUser | null> {
    const { session, unguardedWire } = this.#deps;
    return readSignedInUser(session, async () => toUser(await new Rows(unguardedWire).user()));
  }

  /**
   * Changes the signed-in user's profile, which is kept in the metadata. A new `email` waits for its confirmation; a
   * `password` in `updates` is left out: that is `updatePassword`'s.
   *
   * @throws {MfaRequiredError} A second factor is due.
   */
  async updateProfile(updates: UpdateUserInput, options: GoTrueChangeOptions = {}): Promise<PortableUser> {
    if (typeof updates !== 'object' || updates === null || Array.isArray(updates)) {
      throw new InputError({ message: 'updates must be an object', remedy: 'Pass the fields that change.' });
    }
    const { password: _, email, phone, ...profile } = updates;
    const data = toMetadata(profile);
    return this.#change(
      {
        email: email ?? undefined,
        phone: phone ?? undefined,
        ...(Object.keys(data).length > 0 ? { data } : {}),
      },
      options,
    );
  }

  /**
   * Sets a new password, which ends the user's other sessions.
   *
   * @param oldPassword - Where the server wants it.
   * @throws {SignInStepRequiredError} The server wants a proof: `reauthenticate` sends the code to pass as `nonce`.
   */
  async updatePassword(
    newPassword: string,
    oldPassword?: string | null,
    options: GoTrueChangeOptions = {},
  ): Promise<PortableUser> {
    const password = requireString('newPassword', newPassword);
    return this.#change({ password, current_password: oldPassword ?? undefined }, options);
  }

  /** Has a code sent to the user's email address, else to the phone, which a change of password then carries along. */
  async reauthenticate(): Promise<void> {
    await this.#requireSession();
    await this.#rows.reauthenticate();
  }

  /** Lists by what the user can sign in: the address itself, and identities at providers. The server is asked. */
  async getUserIdentities(): Promise<readonly GoTrueIdentity[]> {
    await this.#requireSession();
    const { identities } = await this.#rows.user();
    return identities ?? [];
  }

  /**
   * Begins to link an identity at a provider.
   *
   * @returns The address to send the browser to.
   */
  async linkIdentity(
    provider: string,
    options: { readonly redirectTo?: string | undefined; readonly scopes?: string | undefined } = {},
  ): Promise<string> {
    const name = requireText('provider', provider);
    const { redirectTo, scopes } = options ?? {};
    await this.#requireSession();
    const answer = await this.#deps.codeVerifiers.withChallenge((challenge) =>
      this.#rows.authorizeIdentity(name, redirectTo, scopes, challenge),
    );
    return answer.url;
  }

  /**
   * Takes an identity away. The server refuses to take the last one.
   *
   * @param identity - One of `getUserIdentities`.
   */
  async unlinkIdentity(identity: Pick<GoTrueIdentity, 'identity_id'>): Promise<void> {
    const id = requireText('identity_id', identity?.identity_id);
    await this.#requireSession();
    await this.#rows.unlinkIdentity(id);
  }

  async #change(changes: GoTrueUserChanges, options: GoTrueChangeOptions | null): Promise<PortableUser> {
    const { nonce, redirectTo } = options ?? {};
    const { session, codeVerifiers } = this.#deps;
    await this.#requireSession();
    const { generation } = session;
    const request = (challenge: CodeChallenge) => this.#rows.update({ ...changes, nonce }, challenge, redirectTo);
    // Only a new address is confirmed by a link.
    const answer = changes.email === undefined ? request(NO_CODE_CHALLENGE) : codeVerifiers.withChallenge(request);
    const user = toUser(await answer.catch((error: unknown) => this.#refuse(error)));
    await session.updateUser(user, generation);
    return user;
  }

  // A demand of the server's names no bearer for the second step: it is the session's own.
  #refuse(error: unknown): never {
    const { current } = this.#deps.session;
    if (!(error instanceof MfaRequiredError) || error.data.mfaToken || !current) throw error;
    const { message, code, status, requestId, remedy } = error;
    throw new MfaRequiredError({ message, code, status, requestId, remedy, data: { mfaToken: current.token } });
  }

  async #requireSession(): Promise<void> {
    await requireSession(this.#deps.session);
    this.#deps.pendingSignIns.assertMet();
  }
}
