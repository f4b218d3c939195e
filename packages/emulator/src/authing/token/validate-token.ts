import { tokenEndpoints } from '@sallyport/management-client/endpoints';
import type { Domain } from '../../domain/create-domain.js';
import { OauthRefusal } from '../../domain/grants/oauth-refusal.js';
import { Refusal } from '../../domain/refusal.js';
import type { RouteTable } from '../../http/route-table.js';
import { REFUSAL_CODES } from '../refusal-codes.js';

/** The vendor's own route that judges a token. It has an envelope of its own, so that `mount` is not for it. */
export function mountValidateToken(routes: RouteTable, domain: Domain): void {
  const { method, path } = tokenEndpoints.validateToken.address;
  routes.on(method, path, async (c) => {
    const token = c.req.query('access_token') ?? c.req.query('id_token') ?? '';
    // The vendor refuses a text that is no token in the body alone.
    if (token !== '' && !isCompactToken(token)) return c.json({ code: 400, message: 'Not a token', data: null });
    try {
      return c.json(await validated(domain, token));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      // The published client reads no envelope here: only the status tells it that the token is bad.
      return c.json({ code: REFUSAL_CODES[error.reason].code, message: error.message, data: null }, 401);
    }
  });
}

/**
 * The claims of a good token, for two readers: the published client takes them from the top of the body, ours from
 * the envelope's `data`, which is a claim of the token as well. So `data` has the members of both.
 */
async function validated(
  { grants, sessions, tokens }: Domain,
  token: string,
): Promise<Readonly<Record<string, unknown>>> {
  if (token === '') throw new Refusal('input-missing', 'access_token or id_token is missing');
  const claims = await tokens.read(token, ['session', 'id', 'access']);
  if (claims.use === 'access') await grants.readAccess(token).catch(asRefusal);
  else await sessions.authenticate(token);
  return { code: 200, message: 'OK', ...claims, data: { ...Object(claims.data), ...claims } };
}

/** Whether a text has the form of a JWS with claims (RFC 7515, 3.1; RFC 7519, 3). */
function isCompactToken(text: string): boolean {
  const parts = text.split('.');
  return parts.length === 3 && parts.every((part) => /^[\w-]+$/.test(part)) && parts.slice(0, 2).every(isObject);
}

function isObject(part: string): boolean {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString());
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

function asRefusal(error: unknown): never {
  throw error instanceof OauthRefusal ? new Refusal('session-invalid', error.message) : error;
}
