import type { MfaCapabilities } from '../../domain/mfa-gateway.js';

/** Second factors of an Authing server. */
export const AUTHING_CAPABILITIES: MfaCapabilities = {
  verify: ['totp', 'sms', 'email', 'face', 'recovery_code'],
  enroll: ['totp', 'face'],
  recoveryCodes: true,
  byFactor: { enroll: ['totp'], verify: ['totp', 'phone', 'email'], stepUp: false, recoveryCodes: ['verify'] },
};
