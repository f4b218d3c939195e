import type { Account } from '../domain/accounts/account.types.js';
import type { Address } from './addresses.js';
import type { GotrueContext } from './gotrue-context.js';
import type { MessageRequest } from './user-messages.js';

/**
 * Sends what confirms a change of email: to the new address and, where the old mailbox has to agree, to that one too.
 *
 * @param to - The new address.
 */
export function sendEmailChange(
  { domain, messages }: Pick<GotrueContext, 'domain' | 'messages'>,
  account: Account,
  to: Address,
  link: Pick<MessageRequest, 'redirectTo' | 'proofKey'>,
): void {
  domain.confirmations.revoke('email-change-old', account.id);
  messages.send(account, { kind: 'email_change', to, ...link });
  if (!domain.settings().confirmsEmailChangeTwice || account.email === null) return;
  const old = { channel: 'email', value: account.email } as const;
  messages.send(account, { kind: 'email_change', purpose: 'email-change-old', to: old, ...link });
}
