import type { AssuredSession } from '../assured-sessions/assured-session.types.js';
import type { AssuredSessions } from '../assured-sessions/assured-sessions.js';
import type { Factor } from './factor.types.js';
import { FactorRefusal } from './factor-refusal.js';

/** What sessions call the proof of a factor. */
const METHODS: Readonly<Record<Factor['type'], string>> = {
  totp: 'totp',
  phone: 'mfa/phone',
  webauthn: 'mfa/webauthn',
  recovery_code: 'mfa/recovery_code',
};

/**
 * Raises a session in which a factor was proved. The user's other sessions end that nobody proved one in: whoever has
 * the password alone is out.
 *
 * @throws {FactorRefusal} The session has ended.
 */
export function stepUp(assuredSessions: AssuredSessions, { id }: AssuredSession, factor: Factor): AssuredSession {
  const raised = assuredSessions.raise(id, METHODS[factor.type], factor.id);
  if (!raised) throw new FactorRefusal('session-over', 'Session from session_id claim in JWT does not exist');
  assuredSessions.endOthersBelowAal2(factor.userId, id);
  return raised;
}
