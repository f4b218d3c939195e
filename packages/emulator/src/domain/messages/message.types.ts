/** What carries a message. */
export type Channel = 'email' | 'sms';

/** A message that would have been sent. It stays in the mailbox. */
export interface Message {
  readonly id: string;
  readonly channel: Channel;
  /** The address, as it is stored. */
  readonly to: string;
  /** The country of a phone number, where it was given. */
  readonly phoneCountryCode?: string;
  readonly code?: string;
  readonly link?: string;
  /** What it is for, in the wire's words. */
  readonly scene: string;
  /** Epoch milliseconds. */
  readonly sentAt: number;
}
