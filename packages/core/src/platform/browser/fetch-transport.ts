import { InvalidResponseError } from '../../errors/index.js';
import type { HttpRequest, HttpResponse, HttpTransport } from '../../http/http-transport.js';
import { readLimitedText } from '../../http/limited-text.js';
import { noAnswer } from '../../http/no-answer.js';
import { lazy } from '../../loading/lazy.js';

// Few pages upload a file, and fewer show its progress.
const loadXhrUpload = /* @__PURE__ */ lazy(() => import('../../http/xhr-upload.js'));

/** Makes a transport over `fetch`. A redirect is an error, since no browser lets us see where it leads first. */
export function createTransport(): HttpTransport {
  return { send, dispose: () => {} };
}

async function send(request: HttpRequest): Promise<HttpResponse> {
  const { form, onUploadProgress } = request;
  if (form && onUploadProgress && typeof XMLHttpRequest === 'function') {
    const { upload } = await loadXhrUpload();
    return upload(request, form, onUploadProgress);
  }
  try {
    const response = await fetch(request.url, {
      method: request.method,
      headers: { ...request.headers },
      redirect: 'error',
      credentials: request.withCredentials ? 'include' : 'omit',
      cache: 'no-store',
      body: form ?? request.body ?? null,
      ...(request.signal ? { signal: request.signal } : {}),
    });
    if (form && onUploadProgress) {
      const { size } = await new Response(form).blob();
      onUploadProgress({ sentBytes: size, totalBytes: size });
    }
    const text = await readLimitedText(response, request.maxResponseBytes);
    return { status: response.status, headers: Object.fromEntries(response.headers), text };
  } catch (error) {
    if (request.signal?.aborted) throw request.signal.reason;
    if (error instanceof InvalidResponseError) throw error;
    throw noAnswer(request.url);
  }
}
