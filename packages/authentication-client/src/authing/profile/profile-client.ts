import { clientOf, type Methods } from '@sallyport/core/endpoints';
import { InputError } from '@sallyport/core/errors';
import type { Wire } from '@sallyport/core/http';
import type { PasswordEncryption } from '@sallyport/core/sending';
import type { Session } from '@sallyport/core/session';
import type { UpdateUserInput, User } from '@sallyport/core/user';
import { requireString } from '@sallyport/core/validation';
import { changeSignedInUser, readSignedInUser } from '../../client/session/signed-in-change.js';
import { profileEndpoints } from './profile.endpoints.js';

const Rows = /* @__PURE__ */ clientOf(profileEndpoints);

/** Proofs that a change of address needs. */
export interface UpdateProfileOptions {
  /** Proof that the new email address was verified. */
  readonly emailToken?: string | undefined;
  /** Proof that the new phone number was verified. */
  readonly phoneToken?: string | undefined;
}

/** Ports of the profile calls. */
export interface ProfileDeps {
  readonly wire: Wire;
  readonly session: Session<User>;
  readonly passwords: PasswordEncryption;
}

/** The signed-in user's own account. */
export class ProfileClient {
  readonly #rows: Methods<typeof profileEndpoints>;
  readonly #wire: Wire;
  readonly #session: Session<User>;
  readonly #passwords: PasswordEncryption;

  constructor({ wire, session, passwords }: ProfileDeps) {
    this.#rows = new Rows(wire);
    this.#wire = wire;
    this.#session = session;
    this.#passwords = passwords;
  }

  /**
   * Reads the signed-in user from the server.
   *
   * @returns `null` when nobody is signed in, or the server does not know the session any more.
   */
  async getCurrentUser(): Promise<User | null> {
    return readSignedInUser(this.#session, () => this.#rows.user());
  }

  /**
   * Changes the signed-in user's profile.
   *
   * @param updates - What changes. A `password` in it is left out: that is `updatePassword`'s.
   * @throws {NotSignedInError} Nobody is signed in; nothing was sent.
   */
  async updateProfile(updates: UpdateUserInput, options: UpdateProfileOptions = {}): Promise<User> {
    if (typeof updates !== 'object' || updates === null || Array.isArray(updates)) {
      throw new InputError({ message: 'updates must be an object', remedy: 'Pass the fields that change.' });
    }
    const { password: _, ...changes } = updates;
    const { emailToken, phoneToken } = options ?? {};
    return changeSignedInUser(this.#session, (userId) =>
      this.#rows.updateUser(userId, changes, emailToken, phoneToken),
    );
  }

  /**
   * Sets a new password.
   *
   * @param oldPassword - Left out by users who never had one.
   * @throws {InvalidCredentialsError} The old password is wrong.
   */
  async updatePassword(newPassword: string, oldPassword?: string | null): Promise<User> {
    const passwords = { newPassword: requireString('newPassword', newPassword), oldPassword: oldPassword ?? undefined };
    return this.#passwords.within(this.#wire, passwords, (wire, encrypted) =>
      new Rows(wire).updatePassword(encrypted.newPassword, encrypted.oldPassword),
    );
  }
}
