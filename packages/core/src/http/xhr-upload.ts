import { InvalidResponseError } from '../errors/index.js';
import type { HttpRequest, HttpResponse } from './http-transport.js';
import { noAnswer } from './no-answer.js';
import { tooLarge } from './too-large.js';

/** Uploads a form with `XMLHttpRequest`, which alone reports the progress. It sends no cookies to other origins. */
export function upload(
  { method, url, headers, signal, maxResponseBytes }: HttpRequest,
  form: FormData,
  onProgress: NonNullable<HttpRequest['onUploadProgress']>,
): Promise<HttpResponse> {
  const xhr = new XMLHttpRequest();
  return new Promise<HttpResponse>((resolve, reject) => {
    const onAbort = (): void => end(() => reject(signal?.reason));
    const end = (outcome: () => void): void => {
      signal?.removeEventListener('abort', onAbort);
      outcome();
      xhr.abort(); // which does nothing to an answer that is complete
    };
    signal?.addEventListener('abort', onAbort, { once: true });
    if (signal?.aborted) return onAbort();

    xhr.upload.addEventListener('progress', ({ loaded, total }) => {
      onProgress({ sentBytes: loaded, totalBytes: total });
    });
    xhr.addEventListener('progress', ({ loaded }) => {
      if (loaded > maxResponseBytes) end(() => reject(tooLarge(maxResponseBytes, xhr.status)));
    });
    xhr.addEventListener('error', () => end(() => reject(noAnswer(url))));
    xhr.addEventListener('load', () => {
      const { status, responseText: text } = xhr;
      const response = { status, headers: headersOf(xhr), text };
      end(isElsewhere(xhr.responseURL, url) ? () => reject(redirected(status)) : () => resolve(response));
    });
    xhr.open(method, url);
    for (const [name, value] of Object.entries(headers)) xhr.setRequestHeader(name, value);
    xhr.send(form);
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
