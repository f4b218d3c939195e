import { InvalidResponseError } from '@sallyport/core/errors';
import { requireTotpCode } from '@sallyport/core/validation';
import type { GoTrueHalf } from '../../factor.js';

/** Authenticator apps on a GoTrue server. */
export const half: GoTrueHalf = {
  enrolled({ totp, ...factor }) {
    if (!totp) {
      throw new InvalidResponseError({
        message: 'The server began to bind an authenticator and sent no secret',
        remedy: 'Check its version.',
      });
    }
    // The wire sends SVG text. The published client writes the data URL in the same way, to the letter.
    return { ...factor, totp: { ...totp, qr_code: `data:image/svg+xml;utf-8,${totp.qr_code}` } };
  },

  listed({ id, status, created_at, updated_at }, userId) {
    return {
      id,
      userId,
      enable: status === 'verified',
      source: 'SELF',
      createdAt: created_at,
      updatedAt: updated_at,
      secret: null,
      recoveryCode: null,
      authenticatorType: 'totp',
    };
  },

  checkCode: (code) => requireTotpCode('code', code),
};
