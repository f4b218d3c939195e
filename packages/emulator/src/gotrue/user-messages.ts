import type { Account } from '../domain/accounts/account.types.js';
import { detailsOf } from '../domain/accounts/account-details.js';
import type { AccountDetails } from '../domain/accounts/account-details.types.js';
import type { ConfirmationPurpose, ProofKey } from '../domain/confirmations/confirmation.types.js';
import type { IssuedConfirmation } from '../domain/confirmations/confirmations.js';
import type { Domain } from '../domain/create-domain.js';
import type { Address } from './addresses.js';
import { GotrueRefusal } from './gotrue-refusal.js';

type SentAt = { [Name in keyof AccountDetails]: Name extends `${string}SentAt` ? Name : never }[keyof AccountDetails];

/** What messages are for: what each proves, and where it is noted that one was sent. */
const KINDS = {
  signup: { purpose: 'confirmation', sentAt: 'confirmationSentAt' },
  invite: { purpose: 'confirmation', sentAt: 'confirmationSentAt' },
  magiclink: { purpose: 'recovery', sentAt: 'recoverySentAt' },
  recovery: { purpose: 'recovery', sentAt: 'recoverySentAt' },
  email_change: { purpose: 'email-change', sentAt: 'emailChangeSentAt' },
  reauthentication: { purpose: 'reauthentication', sentAt: 'reauthenticationSentAt' },
  sms: { purpose: 'sms', sentAt: 'confirmationSentAt' },
  phone_change: { purpose: 'phone-change', sentAt: 'phoneChangeSentAt' },
} as const satisfies Readonly<Record<string, { readonly purpose: ConfirmationPurpose; readonly sentAt: SentAt }>>;

/** What a message is for, in the wire's words. */
export type MessageKind = keyof typeof KINDS;

/** A message that is to be sent. */
export interface MessageRequest {
  readonly kind: MessageKind;
  readonly to: Address;
  /** Where its link leads in the end. */
  readonly redirectTo?: string;
  readonly proofKey?: ProofKey | null;
  /** Where it is not what the kind proves. */
  readonly purpose?: ConfirmationPurpose;
}

/** Sends codes and links to users, and notes that it did. */
export class UserMessages {
  readonly #domain: Domain;
  readonly #url: () => string;

  constructor(domain: Domain, url: () => string) {
    this.#domain = domain;
    this.#url = url;
  }

  /** @throws {GotrueRefusal} Nothing carries a message of this kind to this address. */
  assertCarried(kind: MessageKind, { channel, value }: Address): void {
    const { confirmations, settings } = this.#domain;
    if (channel === 'email' || !settings().smsFails || confirmations.testCodeOf(value) !== undefined) return;
    const what = kind === 'sms' ? 'confirmation' : kind;
    throw new GotrueRefusal(422, 'sms_send_failed', `Error sending ${what} OTP to provider: nothing carries it`);
  }

  /** @throws {GotrueRefusal} The last message of this kind was sent a moment ago, or nothing carries this one. */
  assertSpaced(account: Account, kind: MessageKind, to: Address): void {
    this.assertCarried(kind, to);
    const { channel } = to;
    const { clock, settings } = this.#domain;
    const sentAt = detailsOf(account)[KINDS[kind].sentAt];
    const waited = sentAt === null ? Number.POSITIVE_INFINITY : clock.now() - sentAt;
    const remaining = Math.ceil((settings().messageSpacingSeconds * 1_000 - waited) / 1_000);
    // A clock that went back makes nobody wait for longer than one that stands.
    if (remaining <= 0 || waited < 0) return;
    const code = channel === 'email' ? 'over_email_send_rate_limit' : 'over_sms_send_rate_limit';
    throw new GotrueRefusal(429, code, `For security purposes, you can only request this after ${remaining} seconds.`);
  }

  /**
   * Sends a message, however short a time ago the last one was sent.
   *
   * @returns The account, where that is noted, and the id of the message.
   */
  send(account: Account, request: MessageRequest): { readonly account: Account; readonly messageId: string } {
    const { kind } = request;
    const issued = this.issue(account, request);
    const messageId = this.#deliver(issued, request);
    const details = { [KINDS[kind].sentAt]: this.#domain.clock.now() };
    return { account: this.#domain.accounts.change(account.id, { details }), messageId };
  }

  #deliver(issued: IssuedConfirmation, request: MessageRequest): string {
    const { confirmations, mailbox } = this.#domain;
    const { kind, to } = request;
    if (to.channel === 'sms' && confirmations.testCodeOf(to.value) !== undefined) return 'test-otp';
    const hasLink = to.channel === 'email' && kind !== 'reauthentication';
    const link = hasLink ? { link: this.linkOf(issued, request) } : {};
    return mailbox.deliver({ channel: to.channel, to: to.value, code: issued.code, ...link, scene: kind });
  }

  /** Makes what a message would hold, for somebody who sends it. */
  issue(account: Account, { kind, to, proofKey = null, purpose }: MessageRequest): IssuedConfirmation {
    return this.#domain.confirmations.issue({
      userId: account.id,
      purpose: purpose ?? KINDS[kind].purpose,
      address: to.value,
      type: kind,
      proofKey,
    });
  }

  /** The address that confirms by being visited. */
  linkOf({ linkToken }: IssuedConfirmation, { kind, redirectTo }: MessageRequest): string {
    const target = redirectTo ?? this.#domain.settings().siteUrl;
    // As it is where nothing in it has a meaning here: that is what people read, and compare.
    const written = /^[\w.~:/-]+$/.test(target) ? target : encodeURIComponent(target);
    return `${this.#url()}/verify?token=${linkToken}&type=${kind}&redirect_to=${written}`;
  }
}
