import type { Account } from '../../domain/accounts/account.types.js';
import type { AssuredSession } from '../../domain/assured-sessions/assured-session.types.js';
import type { Domain } from '../../domain/create-domain.js';
import { Refusal } from '../../domain/refusal.js';
import { type Address, ownAddress } from '../addresses.js';
import { audit } from '../audit.js';
import type { GotrueContext } from '../gotrue-context.js';
import { GotrueRefusal, invalid } from '../gotrue-refusal.js';
import { confirmationsOf } from '../user-view.js';

const RECENT_MS = 86_400_000;

/** A code for those who are signed in already, and want something that not everybody may want who finds them so. */
export function mountReauthentication({ domain, gate, messages, on }: GotrueContext): void {
  on('GET', '/reauthenticate', async (c) => {
    const { account } = await gate.requireCaller(c);
    const to = addressToAsk(account);
    if (to === null) throw invalid('Reauthentication requires the user to have an email or a phone number');
    const { email, phone } = confirmationsOf(account, domain.settings());
    const isMail = to.channel === 'email';
    if ((isMail ? email : phone) === null) {
      const [code, name] = isMail ? ['email_not_confirmed', 'email'] : ['phone_not_confirmed', 'phone'];
      throw new GotrueRefusal(422, code, `Please verify your ${name} first.`);
    }
    messages.assertSpaced(account, 'reauthentication', to);
    const { messageId } = messages.send(account, { kind: 'reauthentication', to });
    audit({ domain }, c, 'user_reauthenticate_requested', account);
    return c.json(isMail ? {} : { message_id: messageId });
  });
}

/** @throws {GotrueRefusal} The session is older than a day, and the code that stands in for a new one is not there. */
export function assertReauthenticated(
  { clock, confirmations }: Domain,
  account: Account,
  session: AssuredSession | null,
  nonce: string,
): void {
  if (session && session.createdAt + RECENT_MS > clock.now()) return;
  if (nonce === '') {
    throw new GotrueRefusal(400, 'reauthentication_needed', 'Password update requires reauthentication');
  }
  try {
    confirmations.redeemCode(['reauthentication'], addressToAsk(account)?.value ?? '', nonce);
  } catch (error) {
    if (!(error instanceof Refusal) || error.reason === 'too-many-attempts') throw error;
    throw new GotrueRefusal(422, 'reauthentication_not_valid', 'Nonce has expired or is invalid');
  }
}

function addressToAsk(account: Account): Address | null {
  for (const channel of ['email', 'sms'] as const) {
    const value = ownAddress(account, channel);
    if (value !== null) return { channel, value };
  }
  return null;
}
