import type { Message } from '../domain/messages/message.types.js';

/** A message as the control API tells it. */
export interface MessageView extends Omit<Message, 'sentAt'> {
  /** ISO 8601. */
  readonly sentAt: string;
}

/** Tells a message as the control API does. */
export function messageView({ id, sentAt, ...message }: Message): MessageView {
  return { id, ...message, sentAt: new Date(sentAt).toISOString() };
}
