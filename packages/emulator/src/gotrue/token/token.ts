import { isUsable } from '../../domain/accounts/account-details.js';
import { RefreshRefusal, type RefreshRefusalReason } from '../../domain/assured-sessions/refresh-refusal.js';
import type { FlowCodeFailure } from '../../domain/confirmations/flow-codes.js';
import type { Answer, Context } from '../../http/context.js';
import type { JsonObject } from '../../http/json-body.js';
import { assertAddressKind } from '../address-kinds.js';
import { namedAddressOf, ONE_ADDRESS, ownerOf } from '../addresses.js';
import { audit } from '../audit.js';
import type { GotrueContext } from '../gotrue-context.js';
import { GotrueRefusal, invalid } from '../gotrue-refusal.js';
import { weaknessOf } from '../password-rules.js';
import { readBody, textOf } from '../request-body.js';
import { confirmationsOf } from '../user-view.js';
import { refuseIdToken, refuseWeb3 } from './third-parties.js';

type Grant = (context: GotrueContext, c: Context, body: JsonObject) => Promise<Answer>;

const GRANTS: ReadonlyMap<string | undefined, Grant> = new Map<string, Grant>([
  ['password', grantByPassword],
  ['refresh_token', grantByRefreshToken],
  ['pkce', grantByFlowCode],
  ['id_token', refuseIdToken],
  ['web3', refuseWeb3],
]);

/** Where tokens are had for whatever proves who somebody is. */
export function mountToken(context: GotrueContext): void {
  context.on('POST', '/token', async (c) => {
    const grant = GRANTS.get(c.req.query('grant_type'));
    if (!grant) throw new GotrueRefusal(400, 'invalid_credentials', 'unsupported_grant_type');
    return grant(context, c, await readBody(context, c));
  });
}

async function grantByPassword({ domain, tokens }: GotrueContext, c: Context, body: JsonObject) {
  const address = namedAddressOf(body, `${ONE_ADDRESS} on login.`);
  if (address === null) throw invalid('missing email or phone');
  assertAddressKind(domain.settings(), address, 422, 'logins are disabled');
  const password = textOf(body, 'password');
  const owner = ownerOf(domain, address);
  // Those whose password is in a directory sign in there.
  const known = owner?.directory === null ? owner : undefined;
  const key = address.channel === 'email' ? 'email' : 'phone';
  const account = await domain.passwordCheck.check(known, `${key}:${address.value}`, password);
  if (!account) throw new GotrueRefusal(400, 'invalid_credentials', 'Invalid login credentials');
  if (!isUsable(account, domain.clock.now())) throw new GotrueRefusal(400, 'user_banned', 'User is banned');
  if (account.mustSetPassword || account.mustResetPassword) {
    throw new GotrueRefusal(400, 'invalid_credentials', 'The password has to be replaced first');
  }
  if (confirmationsOf(account, domain.settings())[key] === null) {
    throw new GotrueRefusal(400, `${key}_not_confirmed`, `${key === 'email' ? 'Email' : 'Phone'} not confirmed`);
  }
  const weakness = weaknessOf(domain, password);
  return tokens.signIn(c, account, 'password', { weak_password: weakness });
}

const REFRESH_REFUSALS: Readonly<Record<RefreshRefusalReason, readonly [code: string, message: string]>> = {
  malformed: ['validation_failed', 'Refresh token is not valid'],
  unknown: ['refresh_token_not_found', 'Invalid Refresh Token: Refresh Token Not Found'],
  used: ['refresh_token_already_used', 'Invalid Refresh Token: Already Used'],
  ahead: ['validation_failed', 'Invalid Refresh Token: Not Issued By This Server'],
  expired: ['session_expired', 'Invalid Refresh Token: Session Expired'],
  'unusable-account': ['user_banned', 'Invalid Refresh Token: User Banned'],
};

async function grantByRefreshToken({ domain, tokens }: GotrueContext, c: Context, body: JsonObject) {
  try {
    const renewal = domain.assuredSessions.rotate(textOf(body, 'refresh_token'));
    audit({ domain }, c, 'token_refreshed', renewal.account);
    if (renewal.reuse === null) audit({ domain }, c, 'token_revoked', renewal.account);
    return await tokens.renewed(c, renewal);
  } catch (error) {
    if (!(error instanceof RefreshRefusal)) throw error;
    const [code, message] = REFRESH_REFUSALS[error.reason];
    throw new GotrueRefusal(400, code, message);
  }
}

const FLOW_REFUSALS: Readonly<Record<FlowCodeFailure, readonly [status: number, code: string, message: string]>> = {
  unknown: [404, 'flow_state_not_found', 'invalid flow state, no valid flow state found'],
  expired: [422, 'flow_state_expired', 'invalid flow state, flow state has expired'],
  'wrong-verifier': [400, 'bad_code_verifier', 'code challenge does not match previously saved code verifier'],
};

async function grantByFlowCode({ domain, tokens }: GotrueContext, c: Context, body: JsonObject) {
  const [code, verifier] = [textOf(body, 'auth_code'), textOf(body, 'code_verifier')];
  if (code === '' || verifier === '')
    throw invalid('invalid request: both auth code and code verifier should be non-empty');
  const flow = domain.flowCodes.redeem(code, verifier);
  if (typeof flow === 'string') throw new GotrueRefusal(...FLOW_REFUSALS[flow]);
  const account = domain.accounts.get(flow.userId);
  if (!account) throw new GotrueRefusal(...FLOW_REFUSALS.unknown);
  if (!isUsable(account, domain.clock.now())) throw new GotrueRefusal(403, 'user_banned', 'User is banned');
  return tokens.signIn(c, account, flow.method);
}
