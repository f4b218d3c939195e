import { OauthRefusal } from '../domain/grants/oauth-refusal.js';
import { Refusal } from '../domain/refusal.js';
import type { Answer, Context, Handler } from '../http/context.js';

/** Answers what a handler refuses in the form of RFC 6749, 5.2. */
export function refusing(handle: Handler): Handler {
  return async (c) => {
    try {
      return await handle(c);
    } catch (error) {
      // What the domain refuses here is always the grant: its user or its application is gone.
      if (error instanceof Refusal) return refuse(c, new OauthRefusal('invalid_grant', error.message));
      if (error instanceof OauthRefusal) return refuse(c, error);
      throw error;
    }
  };
}

function refuse(c: Context, { code, message }: OauthRefusal): Answer {
  const body = { error: code, error_description: message };
  if (code === 'invalid_client') return c.json(body, 401, { 'www-authenticate': 'Basic realm="Sallyport"' });
  const challenge = { 'www-authenticate': `Bearer error="${code}", error_description="${message}"` };
  if (code === 'invalid_token') return c.json(body, 401, challenge);
  if (code === 'insufficient_scope') return c.json(body, 403, challenge);
  return c.json(body, 400);
}
