import type { FactorTraits } from '../factor.js';
import { email, emailOffer, emailTraits, goTrueEmail } from './email/email.js';
import { face, faceOffer, faceTraits, goTrueFace } from './face/face.js';
import { authingPhone, goTruePhone, phoneOffer, phoneTraits } from './phone/phone.js';
import { authingRecoveryCodes, goTrueRecoveryCodes, recoveryCodesTraits } from './recovery-codes/recovery-codes.js';
import { authingTotp, goTrueTotp, totpOffer, totpTraits } from './totp/totp.js';
import { authingWebauthn, webauthn, webauthnTraits } from './webauthn/webauthn.js';

// The registry, in the order of the capability lists. A bundler leaves out the lists that a page does not use: tables
// need names alone, and a client of one server carries no code for the other one.

/** Names of every factor. */
export const factorTraits = [
  totpTraits,
  phoneTraits,
  emailTraits,
  faceTraits,
  webauthnTraits,
  recoveryCodesTraits,
] as const satisfies readonly FactorTraits[];

/** Offers of a pending sign-in on an Authing server. */
export const authingOffers = [totpOffer, phoneOffer, emailOffer, faceOffer] as const;

/** Every factor, for a client of an Authing server. */
export const authingFactors = [authingTotp, authingPhone, email, face, authingWebauthn, authingRecoveryCodes] as const;

/** Every factor, for a client of a GoTrue server. */
export const goTrueFactors = [goTrueTotp, goTruePhone, goTrueEmail, goTrueFace, webauthn, goTrueRecoveryCodes] as const;

/** Types of factors that the client knows, under every name, and the names of others that a server offers. */
export type FactorType = (typeof factorTraits)[number]['type' | 'name'] | (string & {});
