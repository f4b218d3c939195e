import { randomBytes } from 'node:crypto';
import type { Clock } from '@sallyport/core/clock';
import type { MemoryStore } from '../../storage/memory-store.js';
import type { UPLOAD_FOLDERS, Upload } from './upload.types.js';

// Older files are dropped, so that the state ends somewhere.
const KEPT = 1_000;
const KEPT_BYTES = 64 * 1024 * 1024;

/** A file on its way. */
interface NewUpload {
  readonly folder: (typeof UPLOAD_FOLDERS)[number];
  readonly isPrivate: boolean;
  readonly contentType: string;
  readonly bytes: Uint8Array;
}

/** Files that users sent. */
export class Uploads {
  readonly #store: MemoryStore;
  readonly #clock: Clock;

  constructor(store: MemoryStore, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  add({ folder, isPrivate, contentType, bytes }: NewUpload): Upload {
    const id = `${folder}/${randomBytes(16).toString('hex')}`;
    const content = Buffer.from(bytes).toString('base64');
    const upload = { id, isPrivate, contentType, content, uploadedAt: this.#clock.now() };
    this.#store.uploads.put(upload);
    this.#store.uploads.keepLatest(KEPT, { most: KEPT_BYTES, of: bytesOf });
    return upload;
  }

  get(key: string): Upload | undefined {
    return this.#store.uploads.get(key);
  }
}

function bytesOf({ content }: Upload): number {
  return (content.length / 4) * 3; // Base64
}
