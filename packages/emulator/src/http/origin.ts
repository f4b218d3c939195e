import type { SignInOrigin } from '../domain/sign-in/session.types.js';
import type { Context } from './context.js';

const MAX_AGENT_LENGTH = 512;

/** The address that a request comes from. */
export function ipOf(c: Context): string | null {
  return c.env.incoming.socket.remoteAddress ?? null;
}

/** Where somebody signs in from, and where to. */
export function originOf(c: Context, applicationId: string): SignInOrigin {
  const userAgent = c.env.incoming.headers['user-agent']?.slice(0, MAX_AGENT_LENGTH) || null;
  return { applicationId, ip: ipOf(c), userAgent };
}
