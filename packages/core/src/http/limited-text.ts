import { isBrowser } from '../platform/runtime.js';
import { tooLarge } from './too-large.js';

/**
 * Reads the text of an answer of `fetch`, if it is short enough. Browsers read an answer as a whole: they refuse one by
 * the length that it announces, and else by the length of its text.
 */
export async function readLimitedText(response: Response, maxBytes: number): Promise<string> {
  const { body } = response;
  // A browser's network panel marks an answer with `cache-control: no-store` as canceled where a page reads its stream.
  // React Native has no stream.
  if (!body || isBrowser()) return readWhole(response, maxBytes);
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    length += value.length;
    if (length > maxBytes) {
      await reader.cancel();
      throw tooLarge(maxBytes, response.status);
    }
    text += decoder.decode(value, { stream: true });
  }
}

async function readWhole(response: Response, maxBytes: number): Promise<string> {
  if (Number(response.headers.get('content-length')) > maxBytes) {
    await response.body?.cancel();
    throw tooLarge(maxBytes, response.status);
  }
  const text = await response.text();
  if (text.length > maxBytes) throw tooLarge(maxBytes, response.status);
  return text;
}
