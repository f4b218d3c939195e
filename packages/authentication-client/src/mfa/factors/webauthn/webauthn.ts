import { lazy } from '@sallyport/core/loading';
import { type Factor, type FactorTraits, factorOf, supportedBy } from '../../factor.js';
import type { GoTrueWebAuthn } from '../../gotrue-api/gotrue-mfa.types.js';

const type = 'webauthn';

// RFC 8176 has no name that says as much.
export const webauthnTraits = {
  type,
  name: type,
  method: 'unknown',
  amr: 'mfa/webauthn',
  isGrouped: true,
} as const satisfies FactorTraits;

/** Methods of WebAuthn. */
export interface WebAuthnMfa {
  /** WebAuthn in the GoTrue style, with the part of the browser. */
  webauthn: GoTrueWebAuthn;
}

/** An Authing server has no such second factor. */
export const authingWebauthn: Factor<WebAuthnMfa> = /* @__PURE__ */ factorOf<WebAuthnMfa>(webauthnTraits, {
  enrollment: {},
  methods: (mfa) => ({
    webauthn: mfa.answering<GoTrueWebAuthn>(
      { enroll: true, challenge: true, verify: true, authenticate: true, register: true },
      lazy(() => import('./webauthn.methods.js')),
      type,
    ),
  }),
});

/** A credential of an authenticator, such as a passkey (WebAuthn Level 3). */
export const webauthn: Factor<WebAuthnMfa> = /* @__PURE__ */ supportedBy(authingWebauthn, {
  gotrue: { byType: [], byId: ['enroll', 'verify'], load: /* @__PURE__ */ lazy(() => import('./webauthn.gotrue.js')) },
});
