import { clientOf, NotFoundError } from '@sallyport/core';
import type { GoTrueContext } from '../../../gotrue/client/gotrue-context.js';
import { requireSession } from '../../../gotrue/client/required-session.js';
import { goTrueMfaEndpoints } from './gotrue-mfa.endpoints.js';
import { SentChallenges } from './sent-challenges.js';

const Rows = clientOf(goTrueMfaEndpoints);

/**
 * Sends a code to the user's verified phone factor, the newest where there are several. It is for callers who know no
 * challenges: `verifyAppSmsMfa` answers the newest one, after a reload of the page too.
 *
 * @throws {NotFoundError} The user has none.
 */
export async function sendPhoneChallenge(context: GoTrueContext): Promise<void> {
  await requireSession(context.session);
  const rows = new Rows(context.unguardedWire);
  const { factors } = await rows.user();
  const phone = (factors ?? []).filter((each) => each.factor_type === 'phone' && each.status === 'verified').at(-1);
  if (!phone) {
    throw new NotFoundError({ message: 'The user has no phone as a second factor', remedy: 'Offer another factor.' });
  }
  new SentChallenges(context).keep(phone.id, await rows.challenge({ factorId: phone.id, channel: 'sms' }));
}
