import { OauthRefusal } from '../../domain/grants/oauth-refusal.js';
import type { Context } from '../../http/context.js';
import type { JsonObject } from '../../http/json-body.js';
import type { GotrueContext } from '../gotrue-context.js';
import { GotrueRefusal } from '../gotrue-refusal.js';
import { flagOf, textOf } from '../request-body.js';

/** By whom ID tokens of well-known providers are issued. */
const ISSUERS: ReadonlyMap<string, string> = new Map([
  ['apple', 'https://appleid.apple.com'],
  ['facebook', 'https://www.facebook.com'],
  ['google', 'https://accounts.google.com'],
  ['kakao', 'https://kauth.kakao.com'],
]);

/** Providers are elsewhere, and none of them is on here: this grant says so as a server does. */
export async function refuseIdToken(_: GotrueContext, c: Context, body: JsonObject): Promise<never> {
  if (textOf(body, 'id_token') === '') throw unfit('id_token required');
  const [provider, clientId, issuer] = [textOf(body, 'provider'), textOf(body, 'client_id'), textOf(body, 'issuer')];
  if (provider === '' && (clientId === '' || issuer === '')) throw unfit('provider or client_id and issuer required');
  if (flagOf(body, 'link_identity') && c.req.header('authorization') === undefined) {
    throw new OauthRefusal('invalid_request', 'Linking requires a valid user access token in Authorization');
  }
  const known = ISSUERS.get(provider) ?? (issuer || undefined);
  if (known === undefined) throw unfit(`Custom OIDC provider ${JSON.stringify(provider)} not allowed`);
  throw new GotrueRefusal(400, 'provider_disabled', `Provider (issuer ${JSON.stringify(known)}) is not enabled`);
}

/** Chains are elsewhere as well. That they are off is said before the request is looked at. */
export async function refuseWeb3(): Promise<never> {
  throw new GotrueRefusal(422, 'web3_provider_disabled', 'Web3 provider is disabled');
}

// This one place has a blank where OAuth has an underscore.
function unfit(message: string): OauthRefusal {
  return new OauthRefusal('invalid request', message);
}
