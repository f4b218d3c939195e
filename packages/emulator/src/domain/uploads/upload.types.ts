/** What uploads are for. */
export const UPLOAD_FOLDERS = ['avatar', 'face-photo'] as const;

/** A file that somebody sent. */
export interface Upload {
  /** What other calls name it by: the folder, and a name that nobody can guess. */
  readonly id: string;
  /** Whether nobody reads it back. */
  readonly isPrivate: boolean;
  readonly contentType: string;
  /** Base64. */
  readonly content: string;
  readonly uploadedAt: number;
}
