import { InvalidResponseError } from '../errors/index.js';
import type { HttpResponse } from './http-transport.js';
import { tooLarge } from './too-large.js';
import { uploadBroke } from './upload-broke.js';
import type { UploadRequest } from './upload-transport.js';

/** Uploads with `XMLHttpRequest`, which tells how far it is. */
export function upload(request: UploadRequest): Promise<HttpResponse> {
  const { url, signal, maxResponseBytes, onProgress } = request;
  const xhr = new XMLHttpRequest();
  return new Promise<HttpResponse>((resolve, reject) => {
    const onAbort = (): void => end(() => reject(signal.reason));
    const end = (outcome: () => void): void => {
      signal.removeEventListener('abort', onAbort);
      outcome();
      xhr.abort(); // which does nothing to an answer that is complete
    };
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) return onAbort();

    xhr.upload.addEventListener('progress', ({ loaded, total }) => {
      onProgress?.({ sentBytes: loaded, totalBytes: total });
    });
    xhr.addEventListener('progress', ({ loaded }) => {
      if (loaded > maxResponseBytes) end(() => reject(tooLarge(maxResponseBytes, xhr.status)));
    });
    xhr.addEventListener('error', () => end(() => reject(uploadBroke(url))));
    xhr.addEventListener('load', () => {
      const { status, responseText: text } = xhr;
      const response = { status, headers: headersOf(xhr), text };
      end(isElsewhere(xhr.responseURL, url) ? () => reject(redirected(status)) : () => resolve(response));
    });
    xhr.open('POST', url);
    xhr.setRequestHeader('accept', 'application/json');
    const body = new FormData();
    body.append(request.field, request.file, request.fileName);
    xhr.send(body);
  });
}

// A script can neither forbid a redirect here nor see it before; what comes from elsewhere is not believed at least.
function isElsewhere(responseUrl: string, url: string): boolean {
  return responseUrl !== '' && new URL(responseUrl).href !== new URL(url).href;
}

function redirected(status: number): InvalidResponseError {
  return new InvalidResponseError({
    message: 'The upload was redirected, which is never followed',
    status,
    remedy: 'Check that the address is the identity server’s and that no proxy answers in its place.',
  });
}

function headersOf(xhr: XMLHttpRequest): Record<string, string> {
  const lines = xhr.getAllResponseHeaders().split('\r\n').filter(Boolean);
  return Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
}
