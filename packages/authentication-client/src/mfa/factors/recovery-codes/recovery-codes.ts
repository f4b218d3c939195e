import { lazy } from '@sallyport/core/loading';
import { type Factor, type FactorTraits, factorOf, type Public, supportedBy } from '../../factor.js';
import type { GoTrueRecoveryCodes } from '../../gotrue-api/gotrue-mfa.types.js';
import type { Methods } from './recovery-codes.methods.js';

const type = 'recovery_code';

export const recoveryCodesTraits = {
  type,
  name: type,
  method: type,
  amr: 'mfa/recovery_code',
  isGrouped: true,
} as const satisfies FactorTraits;

/** Methods of recovery codes. */
export interface RecoveryCodesMfa extends Public<Methods> {
  /** Recovery codes in the GoTrue style. */
  recoveryCodes: GoTrueRecoveryCodes;
}

const base = /* @__PURE__ */ factorOf<RecoveryCodesMfa>(recoveryCodesTraits, {
  methods: (mfa) => ({
    ...mfa.deferred<Methods>(
      ['verifyTotpRecoveryCode'],
      lazy(() => import('./recovery-codes.methods.js')),
    ),

    recoveryCodes: mfa.answering<GoTrueRecoveryCodes>(
      { getStatus: true, generate: true, verify: true, regenerate: true, unenroll: true },
      lazy(() => import('./recovery-codes.methods.js')),
      type,
    ),
  }),
});

export const authingRecoveryCodes: Factor<RecoveryCodesMfa> = /* @__PURE__ */ supportedBy(base, {
  authing: {
    byType: ['verify'],
    byId: [],
    recoveryCodes: ['verify'],
    load: /* @__PURE__ */ lazy(() => import('./recovery-codes.authing.js')),
  },
});

export const goTrueRecoveryCodes: Factor<RecoveryCodesMfa> = /* @__PURE__ */ supportedBy(base, {
  gotrue: {
    byType: ['verify'],
    byId: ['verify'],
    recoveryCodes: ['getStatus', 'generate', 'verify', 'regenerate', 'unenroll'],
    load: /* @__PURE__ */ lazy(() => import('./recovery-codes.gotrue.js')),
  },
});

/** Codes that stand in for a factor that is lost. Each works once. */
export const recoveryCodes: Factor<RecoveryCodesMfa> = /* @__PURE__ */ supportedBy(
  authingRecoveryCodes,
  goTrueRecoveryCodes,
);
