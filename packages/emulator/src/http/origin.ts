import type { Context } from 'hono';
import type { SignInOrigin } from '../domain/sign-in/session.types.js';
import type { ServerEnv } from './server-env.js';

const MAX_AGENT_LENGTH = 512;

/** Where somebody signs in from, and where to. */
export function originOf(c: Context<ServerEnv>, applicationId: string): SignInOrigin {
  const { headers, socket } = c.env.incoming;
  const userAgent = headers['user-agent']?.slice(0, MAX_AGENT_LENGTH) || null;
  return { applicationId, ip: socket.remoteAddress ?? null, userAgent };
}
