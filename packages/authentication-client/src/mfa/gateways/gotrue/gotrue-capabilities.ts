import type { MfaCapabilities } from '../../domain/mfa-gateway.js';

/** What the wire has. A server can have types of factors switched off, and be older than recovery codes. */
export const GOTRUE_CAPABILITIES: MfaCapabilities = {
  verify: ['totp', 'sms', 'recovery_code'],
  enroll: ['totp'],
  recoveryCodes: true,
  byFactor: {
    enroll: ['totp', 'phone', 'webauthn'],
    verify: ['totp', 'phone', 'webauthn', 'recovery_code'],
    stepUp: true,
    recoveryCodes: ['getStatus', 'generate', 'verify', 'regenerate', 'unenroll'],
  },
};
