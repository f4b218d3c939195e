/** Progress of an upload in bytes of the whole form. */
export interface UploadProgress {
  readonly sentBytes: number;
  readonly totalBytes: number;
}

/** Limits of a transport. */
export interface ConnectionLimits {
  /** Connections to one server at most. Requests beyond it wait. Default: no limit. Browsers have limits of their own. */
  readonly maxSockets?: number | undefined;
}

/** One HTTP request, complete: nothing is added, retried or followed below this point. */
export interface HttpRequest {
  readonly method: string;
  /** Absolute URL. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  /** Parts to send as `multipart/form-data` in place of `body`. The transport writes the content type. */
  readonly form?: FormData | undefined;
  /** Receives the progress of `form`; platforms that cannot observe it report its end only. Must not throw. */
  readonly onUploadProgress?: ((progress: UploadProgress) => void) | undefined;
  /** Ends the request, for whatever reason it aborts with. */
  readonly signal: AbortSignal | undefined;
  /** Bytes of the body after decompression; more is an `InvalidResponseError`. */
  readonly maxResponseBytes: number;
  /** Whether a browser sends cookies along. */
  readonly withCredentials: boolean;
  /**
   * Whether a repeat does no harm. Any other request goes out on a new connection, or on one that was in use a moment
   * ago: if the server closes an idle connection just then, the request is lost. Default `false`.
   */
  readonly idempotent?: boolean | undefined;
}

/** One HTTP answer, whatever its status. */
export interface HttpResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/**
 * The port to HTTP. An implementation follows no redirect, keeps no state between two calls but connections, and
 * rejects with a `NetworkError`, an `InvalidResponseError`, or the reason its signal aborted with.
 */
export interface HttpTransport {
  send(request: HttpRequest): Promise<HttpResponse>;
  /** Closes idle connections. */
  dispose(): void;
}
