import { createHash } from 'node:crypto';
import type { Clock } from '@sallyport/core/clock';
import type { MemoryStore } from '../../storage/memory-store.js';
import { Refusal } from '../refusal.js';
import type { Uploads } from '../uploads/uploads.js';

/** A photo: an upload's key, or the address of one that is elsewhere. */
export interface Photo {
  readonly name: string;
  readonly isExternal: boolean;
}

/**
 * The users' faces. Nobody looks at them: two photos show the same face when they have the same bytes, and two that are
 * elsewhere, which are never fetched, when they have the same address.
 */
export class Faces {
  readonly #store: MemoryStore;
  readonly #clock: Clock;
  readonly #uploads: Uploads;

  constructor(store: MemoryStore, clock: Clock, uploads: Uploads) {
    this.#store = store;
    this.#clock = clock;
    this.#uploads = uploads;
  }

  isBound(userId: string): boolean {
    return this.#store.faces.get(userId) !== undefined;
  }

  /**
   * Binds a face, in the place of the one that was bound.
   *
   * @throws {Refusal} A photo is missing; the two show different faces; the face is somebody else's.
   */
  bind(userId: string, photo: Photo, other: Photo): void {
    const digest = this.#digestOf(photo);
    if (digest !== this.#digestOf(other)) throw new Refusal('face-differs', 'The photos show different faces');
    if (this.#store.faces.values().some((face) => face.digest === digest && face.id !== userId)) {
      throw new Refusal('face-taken', 'The face is bound to another account');
    }
    this.#store.faces.put({ id: userId, digest, boundAt: this.#clock.now() });
  }

  /**
   * Whether a photo shows the user's face.
   *
   * @throws {Refusal} There is no such photo, or none was bound.
   */
  matches(userId: string, photo: Photo): boolean {
    const face = this.#store.faces.get(userId);
    if (!face) throw new Refusal('face-missing', 'No face is bound');
    return this.#digestOf(photo) === face.digest;
  }

  /** @returns Whether there was one. */
  remove(userId: string): boolean {
    return this.#store.faces.delete(userId);
  }

  #digestOf({ name, isExternal }: Photo): string {
    if (isExternal) return digest(`address:${name}`);
    const upload = this.#uploads.get(name);
    if (!upload) throw new Refusal('photo-missing', 'There is no such photo');
    return digest(`bytes:${upload.content}`);
  }
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}
