import { clientOf, rest } from '@sallyport/core/endpoints';
import type { WireUser } from '@sallyport/core/user';
import { requireMessageCode } from '@sallyport/core/validation';
import type { AuthingHalf, AuthingHalfDeps } from '../../factor.js';

/** Endpoints of codes to a phone. `bearer` is an `mfaToken`. */
export const phoneEndpoints = {
  verifySms: rest('POST /api/v2/applications/mfa/sms/verify', {
    credential: 'argument',
    check: ({ body }: { readonly body: { readonly code: unknown } }): unknown => requireMessageCode('code', body.code),
  })
    .accepts((phone: string, code: string, phoneCountryCode: string | undefined, bearer: string) => ({
      body: { phone, code, phoneCountryCode },
      bearer,
    }))
    .returns<WireUser>(),
};

const Rows = /* @__PURE__ */ clientOf(phoneEndpoints);

/** Codes to a phone on an Authing server. */
export function half({ wire, codes }: AuthingHalfDeps): AuthingHalf {
  const rows = new Rows(wire);
  return {
    owns: (factorId) => /^sms:./.test(factorId),
    idOf: (_, proof) => `sms:${proof?.phoneCountryCode ?? ''}${proof?.address ?? ''}`,
    send: ({ address, phoneCountryCode }) =>
      codes.sendSmsCode(address ?? '', phoneCountryCode ?? undefined, 'mfa-verify'),
    verify: async ({ address = '', code = '', phoneCountryCode }, mfaToken) => ({
      user: await rows.verifySms(address, code, phoneCountryCode, mfaToken),
    }),
  };
}
