import { OauthRefusal } from '../domain/grants/oauth-refusal.js';
import { Refusal, type RefusalReason } from '../domain/refusal.js';
import type { Answer, Context, Handler } from '../http/context.js';
import { type GotrueError, gotrueError } from './error-form.js';
import { GotrueRefusal } from './gotrue-refusal.js';

/** What the domain refuses, where this wire's code does not look at it before. All else is a bad value. */
const ANSWERS: Readonly<Partial<Record<RefusalReason, readonly [status: number, code: string]>>> = {
  'account-locked': [403, 'user_banned'],
  'email-taken': [422, 'email_exists'],
  'not-whitelisted': [422, 'signup_disabled'],
  // Another password was set while this one was looked at.
  'old-password-wrong': [409, 'conflict'],
  'password-unfit': [422, 'weak_password'],
  'phone-taken': [422, 'phone_exists'],
  'registration-disabled': [422, 'signup_disabled'],
  'reset-meanwhile': [409, 'conflict'],
  'too-many-attempts': [429, 'over_request_rate_limit'],
  'user-exists': [422, 'user_already_exists'],
  'user-unknown': [404, 'user_not_found'],
};

/** Answers what a handler refuses in the form of this wire. */
export function refusing(handle: Handler): Handler {
  return async (c) => {
    try {
      return await handle(c);
    } catch (error) {
      if (error instanceof GotrueRefusal) return refuse(c, error);
      if (error instanceof Refusal) return refuse(c, translated(error), retryHeaders(error));
      if (error instanceof OauthRefusal) return c.json({ error: error.code, error_description: error.message }, 400);
      throw error;
    }
  };
}

function translated({ reason, message }: Refusal): GotrueError {
  const [status, code] = ANSWERS[reason] ?? [400, 'validation_failed'];
  return { status, code, message };
}

function retryHeaders({ retryAfterSeconds }: Refusal): Readonly<Record<string, string>> {
  return retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
}

function refuse(c: Context, error: GotrueError, further: Readonly<Record<string, string>> = {}): Answer {
  const { body, headers } = gotrueError(error, c.req.header('x-supabase-api-version'));
  // Every status of this wire is one that has a body.
  return c.json(body, error.status, { ...headers, ...further });
}
