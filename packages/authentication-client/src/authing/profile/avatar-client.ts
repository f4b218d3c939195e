import { clientOf } from '@sallyport/core/endpoints';
import { InvalidResponseError } from '@sallyport/core/errors';
import type { RequestOptions, Wire } from '@sallyport/core/http';
import type { Session } from '@sallyport/core/session';
import type { User } from '@sallyport/core/user';
import { changeSignedInUser } from '../../client/session/signed-in-change.js';
import { signedInUserId } from '../../client/session/signed-in-user.js';
import { pickFile } from '../../client/uploads/file-picker.js';
import { requireImage } from '../../client/uploads/required-image.js';
import { uploadsEndpoints } from '../uploads/uploads.endpoints.js';
import { profileEndpoints } from './profile.endpoints.js';

const Rows = /* @__PURE__ */ clientOf(profileEndpoints);
const Uploads = /* @__PURE__ */ clientOf(uploadsEndpoints);

/** Ports of the avatar upload. */
export interface AvatarDeps {
  readonly wire: Wire;
  readonly session: Session<User>;
  readonly request: RequestOptions;
}

/** The signed-in user's picture. */
export class AvatarClient {
  readonly #deps: AvatarDeps;

  constructor(deps: AvatarDeps) {
    this.#deps = deps;
  }

  /**
   * Lets the user choose a picture, in a browser, and makes it the avatar. For the choice there is no limit of time.
   *
   * @param options - `accept` as of `<input type="file">`. Default: any image.
   * @throws {InputError} The user has chosen nothing, or no image.
   * @throws {ConfigurationError} This is no browser.
   */
  async uploadAvatar(options?: { accept?: string }): Promise<User> {
    const { session, wire, request } = this.#deps;
    await session.ready();
    signedInUserId(session.current);
    const instead = 'Upload the picture yourself, and pass its address to updateProfile({ photo }).';
    const chosen = await pickFile(options?.accept || 'image/*', instead, request.signal);
    const file = requireImage('file', chosen, ['image/*']);
    return wire.within([], async (bounded) => {
      const uploaded = await new Uploads(bounded).upload('avatar', false, file);
      const photo = uploaded?.url;
      if (typeof photo !== 'string' || photo === '') throw noAddress();
      return changeSignedInUser(session, (userId) => new Rows(bounded).updateUser(userId, { photo }));
    });
  }

  /** As `uploadAvatar`. */
  async updateAvatar(options?: { accept?: string }): Promise<User> {
    return this.uploadAvatar(options);
  }
}

function noAddress(): InvalidResponseError {
  return new InvalidResponseError({
    message: 'The server took the picture and did not say where it is',
    remedy: 'Check that the address is the identity server’s.',
  });
}
