import type { HttpResponse } from './http-transport.js';

/** How much of an upload is on its way, with what the form adds to the file. */
export interface UploadProgress {
  readonly sentBytes: number;
  readonly totalBytes: number;
}

/** One file on its way to a server, as the only part of a form. */
export interface UploadRequest {
  /** Absolute URL. */
  readonly url: string;
  /** The part's name. */
  readonly field: string;
  readonly file: Blob;
  readonly fileName: string;
  /** Ends the upload, for whatever reason it aborts with. */
  readonly signal: AbortSignal;
  /** Bytes of the answer; more is an `InvalidResponseError`. */
  readonly maxResponseBytes: number;
  /** Must not throw. */
  readonly onProgress: ((progress: UploadProgress) => void) | undefined;
}

/**
 * The port to uploads. An implementation sends neither a token nor cookies, and rejects with a `NetworkError`, an
 * `InvalidResponseError`, or the reason its signal aborted with.
 */
export interface UploadTransport {
  send(request: UploadRequest): Promise<HttpResponse>;
}
