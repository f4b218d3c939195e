import { lazy } from '@sallyport/core/loading';
import { type AuthingOffer, type Factor, type FactorTraits, factorOf, type Public, supportedBy } from '../../factor.js';
import type { Methods } from './totp.methods.js';

const type = 'totp';

export const totpTraits = {
  type,
  name: type,
  method: 'otp',
  amr: type,
  firstAmr: type,
  isGrouped: true,
} as const satisfies FactorTraits;

export const totpOffer: AuthingOffer = {
  name: type,
  policy: 'OTP',
  read: ({ totpMfaEnabled }) => ({ isEnrolled: totpMfaEnabled === true }),
};

const base = /* @__PURE__ */ factorOf<Public<Methods>>(totpTraits, {
  enrollment: { issuer: 'optional' },
  methods: (mfa) =>
    mfa.deferred<Methods>(
      [
        'getMfaAuthenticators',
        'associateMfaAuthenticator',
        'assosicateMfaAuthenticator',
        'confirmAssociateMfaAuthenticator',
        'confirmAssosicateMfaAuthenticator',
        'deleteMfaAuthenticator',
        'verifyTotpMfa',
      ],
      lazy(() => import('./totp.methods.js')),
    ),
});

export const authingTotp: Factor<Public<Methods>> = /* @__PURE__ */ supportedBy(base, {
  authing: {
    byType: ['enroll', 'verify'],
    byId: ['enroll', 'verify'],
    load: /* @__PURE__ */ lazy(() => import('./totp.authing.js')),
  },
});

export const goTrueTotp: Factor<Public<Methods>> = /* @__PURE__ */ supportedBy(base, {
  gotrue: {
    byType: ['enroll', 'verify'],
    byId: ['enroll', 'verify'],
    load: /* @__PURE__ */ lazy(() => import('./totp.gotrue.js')),
  },
});

/** A code of an authenticator app (RFC 6238). */
export const totp: Factor<Public<Methods>> = /* @__PURE__ */ supportedBy(authingTotp, goTrueTotp);
