import { InvalidResponseError } from '@sallyport/core/errors';
import type { GoTrueHalf } from '../../factor.js';

/** WebAuthn on a GoTrue server. */
export const half: GoTrueHalf = {
  isOneTime: true,
  challenged(challenge) {
    if (challenge.webauthn?.credential_options?.publicKey) return challenge;
    throw new InvalidResponseError({
      message: 'The server requested a credential and sent no options for it',
      remedy: 'Check its version.',
    });
  },
};
