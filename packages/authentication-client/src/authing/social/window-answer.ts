/** What the server's page says to the one that opened it. */
export interface WindowAnswer {
  readonly code: unknown;
  readonly message: unknown;
  readonly data: unknown;
}

/** What the sign-in is, in the words of the server's page. */
export type WindowEvent = 'socialLogin' | 'enterpriseLogin';

/** Reads what the server's page says at the end of such a sign-in; `null` for anything else. */
export function readAnswer(message: unknown, eventType: WindowEvent): WindowAnswer | null {
  const { code, message: text, data, event } = Object(message);
  const { source: sender, eventType: sent } = Object(event);
  if (sender !== 'authing' || sent !== eventType) return null;
  return { code, message: text, data, ...nested(text) };
}

// A refusal may be written as JSON into the place of its message. Its own code is the one that counts.
function nested(message: unknown): Partial<WindowAnswer> {
  if (typeof message !== 'string' || !message.startsWith('{')) return {};
  try {
    const { code, message: text, data } = JSON.parse(message);
    return { ...(code === undefined ? {} : { code }), ...(text ? { message: text } : {}), ...(data ? { data } : {}) };
  } catch {
    return {};
  }
}
