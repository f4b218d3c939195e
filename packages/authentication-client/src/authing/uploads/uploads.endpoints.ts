import { rest } from '@sallyport/core';

/** A file that the server keeps. */
export interface UploadedFile {
  /** What to name the file by in other calls. */
  readonly key: string;
  /** Where anybody can read it; of a private one, nobody. */
  readonly url: string;
}

/** Files on their way to the server. */
export const uploadsEndpoints = {
  // A form with one part named `file`. Nobody is told who uploads: the request carries no credential at all.
  upload: rest('POST /api/v2/upload', { credential: 'none', sends: 'multipart' })
    .accepts((folder: 'avatar' | 'face-photo', isPrivate: boolean) => ({
      query: { folder, private: isPrivate ? 'true' : undefined },
    }))
    .returns<UploadedFile>(),
};
