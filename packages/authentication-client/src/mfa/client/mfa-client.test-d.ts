import type { User } from '@sallyport/core/user';
import type { AuthingPorts } from '../../authing/authing-ports.js';
import { authingMfa } from '../../authing/mfa.js';
import { phone } from '../factors/phone/phone.js';
import { totp } from '../factors/totp/totp.js';
import { webauthn } from '../factors/webauthn/webauthn.js';

// Compiled, never run: each line under `@ts-expect-error` is a mistake that must not compile.

declare const ports: AuthingPorts;
const mfaToken = 'token';

// A sub-client has the methods of its factors, and those that belong to no factor.
const mfa = authingMfa(ports, [totp, phone]);
const byTotp: Promise<User> = mfa.verifyTotpMfa({ totp: '112233', mfaToken });
const bySms: Promise<User> = mfa.verifyAppSmsMfa({ phone: '+1', code: '1234', mfaToken });
export const used = [byTotp, bySms, mfa.getMfaAuthenticators(), mfa.listFactors(), mfa.capabilities.verify];

// @ts-expect-error: the factor email is not among them
export const byEmail = mfa.verifyAppEmailMfa({ email: 'a@b', code: '1234', mfaToken });
// @ts-expect-error: nor are recovery codes
export const codes = mfa.recoveryCodes;
// @ts-expect-error: a misspelt member
export const misspelt = mfa.verifyTotpMfa({ topt: '112233', mfaToken });

export const register = authingMfa(ports, [webauthn]).webauthn.register({ friendlyName: 'Key' });
// @ts-expect-error: the factor totp is not among them
export const withoutTotp = authingMfa(ports, [webauthn]).verifyTotpMfa({ totp: '112233', mfaToken });
