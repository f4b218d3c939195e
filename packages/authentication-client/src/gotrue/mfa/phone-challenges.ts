import { clientOf } from '@sallyport/core/endpoints';
import { NotFoundError } from '@sallyport/core/errors';
import type { GoTrueFactor } from '@sallyport/core/gotrue';
import type { Wire } from '@sallyport/core/http';
import { requireSession } from '../../client/session/required-session.js';
import { phoneTraits } from '../../mfa/factors/phone/phone.js';
import { goTrueMfaEndpoints } from './gotrue-mfa.endpoints.js';
import { SentChallenges, type SentChallengesDeps } from './sent-challenges.js';

const Rows = /* @__PURE__ */ clientOf(goTrueMfaEndpoints);

/** Ports of a code to a phone. */
export interface PhoneChallengeDeps extends SentChallengesDeps {
  readonly unguardedWire: Wire;
}

/**
 * Sends a code to the user's verified phone factor with a number. It is for callers who know no challenges:
 * `verifyAppSmsMfa` answers the newest one, after a reload of the page too.
 *
 * @throws {NotFoundError} No verified factor of the user has the number.
 */
export async function sendPhoneChallenge(deps: PhoneChallengeDeps, phone: string): Promise<void> {
  await requireSession(deps.session);
  const rows = new Rows(deps.unguardedWire);
  const { factors } = await rows.user();
  const verified = (factors ?? []).filter(
    (each) => each.factor_type === phoneTraits.type && each.status === 'verified',
  );
  const factor = factorWith(phone, verified);
  if (!factor) {
    const message = 'No verified second factor of the user has this phone number';
    throw new NotFoundError({ message, remedy: 'Pass the number of a factor of listFactors, or offer another one.' });
  }
  new SentChallenges(deps).keep(factor.id, await rows.challenge({ factorId: factor.id, channel: phoneTraits.name }));
}

// Older servers tell no number. The list has no order, so that only a single factor is certain then.
function factorWith(phone: string, verified: readonly GoTrueFactor[]): GoTrueFactor | undefined {
  const number = digitsOf(phone);
  const [single, ...others] = verified;
  if (single && others.length === 0 && typeof single.phone !== 'string') return single;
  return verified.find((each) => typeof each.phone === 'string' && digitsOf(each.phone) === number);
}

function digitsOf(phone: string): string {
  return phone.replace(/\D/g, '');
}
