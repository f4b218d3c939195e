import { requireText } from '@sallyport/core/validation';
import type { MfaSubject } from '../mfa-server.js';

/** The subject of a call of the Authing style: the sign-in of an `mfaToken`, or without one the signed-in user. */
export function subjectOf(mfaToken: string | null | undefined): MfaSubject {
  if (mfaToken === undefined || mfaToken === null) return { of: 'session' };
  return { of: 'sign-in', mfaToken: requireText('mfaToken', mfaToken) };
}
