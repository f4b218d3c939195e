import { rest } from '@sallyport/core/endpoints';
import type { UploadProgress } from '@sallyport/core/http';

/** A file that the server keeps. */
export interface UploadedFile {
  /** What to name the file by in other calls. */
  readonly key: string;
  /** Public address of the file. It leads nowhere for a private file. */
  readonly url: string;
}

/** Files on their way to the server. */
export const uploadsEndpoints = {
  // A form with one part. The request carries no credential, and the file name of the vendor's client in place of the
  // one on the user's disk.
  upload: rest('POST /api/v2/upload', { credential: 'none', sends: 'multipart' })
    .accepts(
      (
        folder: 'avatar' | 'face-photo',
        isPrivate: boolean,
        file: Blob,
        onUploadProgress?: (progress: UploadProgress) => void,
      ) => ({
        query: { folder, private: isPrivate ? 'true' : undefined },
        body: { file: new File([file], 'personal.jpeg', { type: file.type }) },
        onUploadProgress,
      }),
    )
    .returns<UploadedFile>(),
};
