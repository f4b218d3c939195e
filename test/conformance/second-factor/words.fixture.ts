import type { PortableAuthenticationClient } from '@sallyport/authentication-client';
import { authingWords } from './authing-words.fixture.js';
import { gotrueWords } from './gotrue-words.fixture.js';
import type { Speech } from './server.fixture.js';
import type { Words } from './vocabulary.fixture.js';

/** Speaks to a client in the words of a vocabulary. */
export function wordsOf(speech: Speech, client: PortableAuthenticationClient): Words {
  return speech === 'authing' ? authingWords(client) : gotrueWords(client);
}

/** Why something is refused. */
export type Refusal = 'wrong code' | 'too many wrong codes' | 'challenge over' | 'unsupported' | 'nobody is signed in';

/** How each vocabulary tells it. */
export const REFUSALS: Readonly<Record<Speech, Readonly<Record<Refusal, object>>>> = {
  authing: {
    'wrong code': { name: 'InvalidCodeError', kind: 'invalid-code' },
    'too many wrong codes': { name: 'RateLimitError', kind: 'rate-limited', retryAfterMs: 60_000 },
    'challenge over': { name: 'ChallengeExpiredError', kind: 'challenge-expired' },
    unsupported: { name: 'UnsupportedByServerError', kind: 'unsupported-by-server' },
    'nobody is signed in': { name: 'NotSignedInError', kind: 'not-signed-in' },
  },
  gotrue: {
    'wrong code': { name: 'AuthApiError', status: 422, code: 'mfa_verification_failed' },
    'too many wrong codes': { name: 'AuthApiError', status: 429 },
    'challenge over': { name: 'AuthApiError', status: 422, code: 'mfa_challenge_expired' },
    unsupported: { name: 'AuthApiError', status: 501, code: 'unsupported_by_server' },
    'nobody is signed in': { name: 'AuthSessionMissingError', status: 400 },
  },
};
