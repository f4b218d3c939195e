import { clientOf, rest } from '@sallyport/core/endpoints';
import type { WireUser } from '@sallyport/core/user';
import { requireMessageCode } from '@sallyport/core/validation';
import type { AuthingHalf, AuthingHalfDeps } from '../../factor.js';

/** Endpoints of codes to a mailbox. `bearer` is an `mfaToken`. */
export const emailEndpoints = {
  verifyEmail: rest('POST /api/v2/applications/mfa/email/verify', {
    credential: 'argument',
    check: ({ body }: { readonly body: { readonly code: unknown } }): unknown => requireMessageCode('code', body.code),
  })
    .accepts((email: string, code: string, bearer: string) => ({ body: { email, code }, bearer }))
    .returns<WireUser>(),
};

const Rows = /* @__PURE__ */ clientOf(emailEndpoints);

/** Codes to a mailbox on an Authing server. */
export function half({ wire, codes }: AuthingHalfDeps): AuthingHalf {
  const rows = new Rows(wire);
  return {
    owns: (factorId) => /^email:./.test(factorId),
    idOf: (_, proof) => `email:${proof?.address ?? ''}`,
    send: ({ address }) => codes.sendEmail(address ?? '', 'MFA_VERIFY'),
    verify: async ({ address = '', code = '' }, mfaToken) => ({
      user: await rows.verifyEmail(address, code, mfaToken),
    }),
  };
}
