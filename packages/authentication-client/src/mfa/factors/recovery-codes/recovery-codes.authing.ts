import { clientOf, rest } from '@sallyport/core/endpoints';
import type { WireUser } from '@sallyport/core/user';
import type { AuthingHalf, AuthingHalfDeps } from '../../factor.js';

/** Endpoints of recovery codes. `bearer` is an `mfaToken`. */
export const recoveryCodesEndpoints = {
  // The new recovery code stands beside `data`, so the whole body is wanted.
  recover: rest('POST /api/v2/mfa/totp/recovery', { credential: 'argument', receives: 'body' })
    .accepts((recoveryCode: string, bearer: string) => ({ body: { recoveryCode }, bearer }))
    .returns<{ readonly data: WireUser; readonly recoveryCode?: string }>(),
};

const Rows = /* @__PURE__ */ clientOf(recoveryCodesEndpoints);

/** Recovery codes on an Authing server, which creates one with each authenticator. */
export function half({ wire }: AuthingHalfDeps): AuthingHalf {
  return {
    owns: () => false,
    idOf: () => 'recovery_code',
    async verify({ code = '' }, mfaToken) {
      const { data: user, recoveryCode } = await new Rows(wire).recover(code, mfaToken);
      return { user, recoveryCode };
    },
  };
}
