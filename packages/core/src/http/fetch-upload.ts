import { InvalidResponseError } from '../errors/index.js';
import type { HttpResponse } from './http-transport.js';
import { readLimitedText } from './limited-text.js';
import { uploadBroke } from './upload-broke.js';
import type { UploadRequest } from './upload-transport.js';

/** Uploads with `fetch`. Progress is told once, at the end. */
export async function upload(request: UploadRequest): Promise<HttpResponse> {
  const { url, signal, file, onProgress } = request;
  const body = new FormData();
  body.append(request.field, file, request.fileName);
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { accept: 'application/json' },
      body,
      redirect: 'error',
      credentials: 'omit',
      cache: 'no-store',
      signal,
    });
    onProgress?.({ sentBytes: file.size, totalBytes: file.size });
    const text = await readLimitedText(response, request.maxResponseBytes);
    return { status: response.status, headers: Object.fromEntries(response.headers), text };
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw error instanceof InvalidResponseError ? error : uploadBroke(url);
  }
}
