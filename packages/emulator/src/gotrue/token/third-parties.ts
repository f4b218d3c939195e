import type { Context } from 'hono';
import { OauthRefusal } from '../../domain/grants/oauth-refusal.js';
import type { JsonObject } from '../../http/json-body.js';
import type { ServerEnv } from '../../http/server-env.js';
import type { GotrueContext } from '../gotrue-context.js';
import { GotrueRefusal, invalid } from '../gotrue-refusal.js';
import { textOf } from '../request-body.js';

/** By whom ID tokens of well-known providers are issued. */
const ISSUERS: ReadonlyMap<string, string> = new Map([
  ['apple', 'https://appleid.apple.com'],
  ['facebook', 'https://www.facebook.com'],
  ['google', 'https://accounts.google.com'],
  ['kakao', 'https://kauth.kakao.com'],
]);

/** Providers and chains are elsewhere, and none of them is on here: these grants say so as a server does. */
export async function refuseIdToken(_: GotrueContext, c: Context<ServerEnv>, body: JsonObject): Promise<never> {
  if (textOf(body, 'id_token') === '') throw invalid('id_token required');
  const [provider, clientId] = [textOf(body, 'provider'), textOf(body, 'client_id')];
  if (provider === '' && (clientId === '' || textOf(body, 'issuer') === '')) {
    throw invalid('provider or client_id and issuer required');
  }
  if (body.link_identity === true && c.req.header('authorization') === undefined) {
    throw new OauthRefusal('invalid_request', 'Linking requires a valid user access token in Authorization');
  }
  const issuer = ISSUERS.get(provider) ?? (textOf(body, 'issuer') || provider);
  throw new GotrueRefusal(400, 'provider_disabled', `Provider (issuer ${JSON.stringify(issuer)}) is not enabled`);
}

/** As above. */
export async function refuseWeb3(_: GotrueContext, __: Context<ServerEnv>, body: JsonObject): Promise<never> {
  const chain = textOf(body, 'chain');
  if (chain !== 'ethereum' && chain !== 'solana') {
    throw new GotrueRefusal(400, 'web3_unsupported_chain', 'Unsupported chain');
  }
  throw new GotrueRefusal(422, 'web3_provider_disabled', 'Web3 provider is disabled');
}
