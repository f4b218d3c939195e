import type { Context } from 'hono';
import { OauthRefusal } from '../../domain/grants/oauth-refusal.js';
import type { JsonObject } from '../../http/json-body.js';
import type { ServerEnv } from '../../http/server-env.js';
import type { GotrueContext } from '../gotrue-context.js';
import { GotrueRefusal, invalid } from '../gotrue-refusal.js';
import { textOf } from '../request-body.js';

/** Providers and chains are elsewhere, and none of them is on here: these grants say so as a server does. */
export async function refuseIdToken(_: GotrueContext, c: Context<ServerEnv>, body: JsonObject): Promise<never> {
  if (textOf(body, 'id_token') === '') throw invalid('id_token required');
  const [provider, clientId] = [textOf(body, 'provider'), textOf(body, 'client_id')];
  if (provider === '' && (clientId === '' || textOf(body, 'issuer') === '')) {
    throw invalid('provider or client_id and issuer required');
  }
  if (body.link_identity === true && c.req.header('authorization') === undefined) {
    throw new OauthRefusal('invalid_request', 'Linking an identity requires the bearer of its user');
  }
  const name = provider === '' ? textOf(body, 'issuer') : provider;
  throw new GotrueRefusal(400, 'provider_disabled', `Provider (issuer "${name}") is not enabled`);
}

/** As above. */
export async function refuseWeb3(_: GotrueContext, __: Context<ServerEnv>, body: JsonObject): Promise<never> {
  const chain = textOf(body, 'chain');
  if (chain !== 'ethereum' && chain !== 'solana') {
    throw new GotrueRefusal(400, 'web3_unsupported_chain', 'Unsupported chain');
  }
  throw new GotrueRefusal(422, 'web3_provider_disabled', 'Web3 provider is disabled');
}
