import { InvalidResponseError } from '@sallyport/core/errors';
import type { User } from '@sallyport/core/user';
import { requireText } from '@sallyport/core/validation';
import { pickFile } from '../../../client/uploads/file-picker.js';
import { requireImage } from '../../../client/uploads/required-image.js';
import { subjectOf } from '../../authing-api/subject-of.js';
import type { SecondFactors } from '../../factor.js';
import type { FaceOptions, FacePhotos, MfaSubject } from '../../mfa-server.js';

/** Methods of the Authing style for faces. */
export class Methods {
  readonly #secondFactors: SecondFactors;
  readonly #signal: AbortSignal | undefined;

  /** @param signal - The signal of the view of the client. */
  constructor(secondFactors: SecondFactors, signal: AbortSignal | undefined) {
    this.#secondFactors = secondFactors;
    this.#signal = signal;
  }

  /**
   * Enrolls a face by two photos that the server can read at their addresses. With an `mfaToken` it is enrolled on the
   * way through a sign-in, which `verifyFaceMfa` then passes.
   */
  async associateFaceByUrl(options: { baseFace: string; compareFace: string; mfaToken?: string }): Promise<User> {
    const base = requireText('baseFace', options?.baseFace);
    const compare = requireText('compareFace', options.compareFace);
    return this.#enroll({ from: 'addresses', base, compare }, subjectOf(options.mfaToken));
  }

  /**
   * Enrolls a face by two photos, JPEG, PNG or BMP, which are uploaded.
   *
   * @param opts - `compareFace` can be left out, for one photo that stands for both.
   * @throws {InputError} A photo is missing, empty, too large, or of another type; nothing was sent.
   */
  async associateFaceByBlob(opts: { mfaToken?: string; baseFace: Blob; compareFace?: Blob }): Promise<User> {
    const base = requireImage('baseFace', opts?.baseFace, FACE_TYPES);
    const isOne = opts.compareFace === undefined || opts.compareFace === null;
    const compare = isOne ? base : requireImage('compareFace', opts.compareFace, FACE_TYPES);
    return this.#enroll({ from: 'files', base, compare }, subjectOf(opts.mfaToken));
  }

  /**
   * Enrolls a face by a photo, JPEG, PNG or BMP, which is uploaded.
   *
   * @param options - `onProgress` receives the progress of the upload; in Node its end only.
   * @throws {InputError} The photo is missing, empty, too large, or of another type; nothing was sent.
   */
  async associateFaceByFile(file: Blob, options: FaceOptions & { readonly mfaToken?: string } = {}): Promise<User> {
    const photo = requireImage('file', file, FACE_TYPES);
    const { mfaToken, ...rest } = options ?? {};
    return this.#enroll({ from: 'files', base: photo, compare: photo }, subjectOf(mfaToken), rest);
  }

  /**
   * Lets the user choose a photo, in a browser, and enrolls the face on it.
   *
   * @throws {InputError} The user has chosen nothing, or a file that is no photo.
   * @throws {ConfigurationError} This is no browser.
   */
  async associateFaceByLocalFile(mfaToken?: string): Promise<User> {
    subjectOf(mfaToken); // before the user chooses a file in vain
    const file = await pickFile('.jpeg,.jpg,.png,.bmp', 'Pass the photo to associateFaceByFile.', this.#signal);
    return this.associateFaceByFile(file, mfaToken === undefined ? {} : { mfaToken });
  }

  /**
   * Passes the second step with a photo of the user's face, and signs the user in.
   *
   * @param photo - The key of a photo that was uploaded.
   * @throws {ChallengeExpiredError} The pending sign-in has expired; begin again with the first factor.
   */
  async verifyFaceMfa(photo: string, mfaToken: string): Promise<User> {
    return (await this.#secondFactors.verify('face', { photo: requireText('photo', photo) }, mfaToken)).user;
  }

  async #enroll(photos: FacePhotos, subject: MfaSubject, options?: FaceOptions): Promise<User> {
    const { user } = await this.#secondFactors.server.enroll({ type: 'face', photos, options }, subject);
    if (user) return user;
    throw new InvalidResponseError({
      message: 'The server enrolled a face and sent no user',
      remedy: 'Check that the address is the identity server’s.',
    });
  }
}

const FACE_TYPES = ['image/jpeg', 'image/png', 'image/bmp'] as const;
