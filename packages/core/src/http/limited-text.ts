import { tooLarge } from './too-large.js';

/** Reads the text of an answer of `fetch`, as long as it is short enough. */
export async function readLimitedText(response: Response, maxBytes: number): Promise<string> {
  if (!response.body) return '';
  const reader = response.body.getReader();
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
