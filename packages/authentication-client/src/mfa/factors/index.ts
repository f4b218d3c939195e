import type { Factor, FactorAnswers } from '../domain/factor.js';
import { emailFactor } from './email/email-factor.js';
import { faceFactor } from './face/face-factor.js';
import { recoveryCodeFactor } from './recovery-code/recovery-code-factor.js';
import { smsFactor } from './sms/sms-factor.js';
import { totpFactor } from './totp/totp-factor.js';

/** Every factor, under its type. */
export const factors: { readonly [Type in keyof FactorAnswers]: Factor<Type> } = {
  totp: totpFactor,
  sms: smsFactor,
  email: emailFactor,
  face: faceFactor,
  recovery_code: recoveryCodeFactor,
};
