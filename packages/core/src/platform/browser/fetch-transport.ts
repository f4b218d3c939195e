import { InvalidResponseError } from '../../errors/index.js';
import type { HttpRequest, HttpResponse, HttpTransport } from '../../http/http-transport.js';
import { readLimitedText } from '../../http/limited-text.js';
import { noAnswer } from '../../http/no-answer.js';
import { lazy } from '../../loading/lazy.js';
import { requireFetch } from '../require-fetch.js';
import { isBrowser } from '../runtime.js';

// Few pages upload a file, and fewer show its progress.
const loadXhrUpload = /* @__PURE__ */ lazy(() => import('../../http/xhr-upload.js'));

// A browser hides the status of a redirect: it is 0.
const REDIRECTS = [0, 301, 302, 303, 307, 308];

/** Makes a transport over `fetch`. A redirect is an error, since no browser shows where it leads. */
export function createTransport(): HttpTransport {
  return { send, dispose: () => {} };
}

async function send(request: HttpRequest): Promise<HttpResponse> {
  const { form, onUploadProgress } = request;
  if (form && onUploadProgress && typeof XMLHttpRequest === 'function') {
    const { upload } = await loadXhrUpload();
    return upload(request, form, onUploadProgress);
  }
  requireFetch();
  try {
    const response = await fetch(request.url, {
      method: request.method,
      headers: { ...request.headers },
      redirect: 'manual', // Cloudflare Workers do not know 'error'
      credentials: request.withCredentials ? 'include' : 'omit',
      body: form ?? request.body ?? null,
      ...(isBrowser() ? { cache: 'no-store' } : {}), // elsewhere no cache exists, and Cloudflare Workers refuse the option
      ...(request.signal ? { signal: request.signal } : {}),
    });
    if (REDIRECTS.includes(response.status)) throw new Error('The server redirects, which is never followed');
    if (form && onUploadProgress) {
      const { size } = await new Response(form).blob();
      onUploadProgress({ sentBytes: size, totalBytes: size });
    }
    const text = await readLimitedText(response, request.maxResponseBytes);
    return { status: response.status, headers: Object.fromEntries(response.headers.entries()), text };
  } catch (error) {
    if (request.signal?.aborted) throw request.signal.reason;
    if (error instanceof InvalidResponseError) throw error;
    throw noAnswer(request.url, error);
  }
}
