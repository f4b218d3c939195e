import { detailsOf } from '../../domain/accounts/account-details.js';
import type { AssuredCaller } from '../../domain/factors/enrollments.js';
import type { Factor } from '../../domain/factors/factor.types.js';
import { isUuid } from '../../domain/uuid.js';
import type { Context } from '../../http/context.js';
import type { GotrueContext } from '../gotrue-context.js';
import { GotrueRefusal } from '../gotrue-refusal.js';

/** @throws {GotrueRefusal} The bearer is no user's, is an anonymous user's, or names no session. */
export async function requireAssuredCaller({ gate }: Pick<GotrueContext, 'gate'>, c: Context): Promise<AssuredCaller> {
  const { account, session } = await gate.requireCaller(c);
  if (detailsOf(account).isAnonymous) {
    throw new GotrueRefusal(403, 'no_authorization', 'Anonymous user not allowed to perform these actions');
  }
  if (session) return { account, session };
  throw new GotrueRefusal(500, 'unexpected_failure', 'A valid session and a registered user are required');
}

/**
 * The caller as the server knows them now: a body takes its time, and a session may end meanwhile, or lose its level.
 *
 * @throws {GotrueRefusal} The session has ended.
 */
export function present({ domain }: Pick<GotrueContext, 'domain'>, caller: AssuredCaller): AssuredCaller {
  const account = domain.accounts.get(caller.account.id);
  const session = domain.assuredSessions.get(caller.session.id);
  if (account && session) return { account, session };
  throw new GotrueRefusal(403, 'session_not_found', 'Session from session_id claim in JWT does not exist');
}

/** @throws {GotrueRefusal} The user has no factor with this id, or it is no id. */
export function requireFactor(
  { domain }: Pick<GotrueContext, 'domain'>,
  userId: string,
  factorId: string | undefined,
): Factor {
  if (factorId === undefined || !isUuid(factorId)) {
    throw new GotrueRefusal(404, 'validation_failed', 'factor_id must be an UUID');
  }
  const factor = domain.factors.find(userId, factorId.toLowerCase());
  if (factor) return factor;
  throw new GotrueRefusal(404, 'mfa_factor_not_found', 'Factor not found');
}
