import { requireMessageCode, requireTotpCode, rest, type WireUser } from '@sallyport/core';

/** Who bound an authenticator: the user, or an application that demanded it. */
export type TotpSource = 'APPLICATION' | 'SELF';

/** A bound authenticator as the wire has it. */
export interface WireAuthenticator {
  id: string;
  createdAt: string;
  updatedAt: string;
  userId: string;
  /** `false` until it is confirmed. */
  enable: boolean;
  /** `null` once the authenticator is enabled. */
  secret: string | null;
  authenticatorType: string;
  /** `null` once the authenticator is enabled. */
  recoveryCode: string | null;
  source?: TotpSource;
}

/** A new authenticator as the wire has it. */
export interface WireAssociation {
  authenticator_type: string;
  /** Base32. */
  secret: string;
  /** An `otpauth://` URI. */
  qrcode_uri: string;
  /** A PNG as a data URL. */
  qrcode_data_url: string;
  recovery_code: string;
}

/** Two photos of a face: keys of uploads, or addresses where `isExternal` says so. */
export interface WireFacePhotos {
  readonly photoA: string;
  readonly photoB: string;
  readonly isExternal?: true;
}

const totpInBody = ({ body }: { readonly body: { readonly totp: unknown } }): unknown =>
  requireTotpCode('totp', body.totp);
const codeInBody = ({ body }: { readonly body: { readonly code: unknown } }): unknown =>
  requireMessageCode('code', body.code);

/** The multi-factor endpoints. `bearer` is an `mfaToken`, where it is not the session's. */
export const authingMfaEndpoints = {
  listAuthenticators: rest('GET /api/v2/mfa/authenticator', { credential: 'argument-or-client' })
    .accepts((query: { readonly type: string; readonly source?: TotpSource | undefined }, bearer?: string) => ({
      query: { ...query },
      bearer,
    }))
    .returns<WireAuthenticator[]>(),

  associateTotp: rest('POST /api/v2/mfa/totp/associate', { credential: 'argument-or-client' })
    .accepts(
      (body: { readonly authenticator_type: string; readonly source?: TotpSource | undefined }, bearer?: string) => ({
        body,
        bearer,
      }),
    )
    .returns<WireAssociation>(),

  confirmTotp: rest('POST /api/v2/mfa/totp/associate/confirm', {
    credential: 'argument-or-client',
    refusals: { 400: 'wrongTotp' },
    check: totpInBody,
  })
    .accepts(
      (
        body: { readonly authenticator_type: string; readonly totp: string; readonly source?: TotpSource | undefined },
        bearer?: string,
      ) => ({ body, bearer }),
    )
    .returns<unknown>(),

  dissociateTotp: rest('DELETE /api/v2/mfa/totp/associate').returns<unknown>(),

  verifyTotp: rest('POST /api/v2/mfa/totp/verify', { credential: 'argument', check: totpInBody })
    .accepts((totp: string, bearer: string) => ({ body: { totp }, bearer }))
    .returns<WireUser>(),

  verifySms: rest('POST /api/v2/applications/mfa/sms/verify', { credential: 'argument', check: codeInBody })
    .accepts((phone: string, code: string, phoneCountryCode: string | undefined, bearer: string) => ({
      body: { phone, code, phoneCountryCode },
      bearer,
    }))
    .returns<WireUser>(),

  verifyEmail: rest('POST /api/v2/applications/mfa/email/verify', { credential: 'argument', check: codeInBody })
    .accepts((email: string, code: string, bearer: string) => ({ body: { email, code }, bearer }))
    .returns<WireUser>(),

  checkBindable: rest('POST /api/v2/applications/mfa/check', { credential: 'argument', idempotent: true })
    .accepts(
      (address: { readonly email?: string | undefined; readonly phone?: string | undefined }, bearer: string) => ({
        body: address,
        bearer,
      }),
    )
    .returns<boolean>(),

  // The new recovery code stands beside `data`, so the whole body is wanted.
  recover: rest('POST /api/v2/mfa/totp/recovery', { credential: 'argument', receives: 'body' })
    .accepts((recoveryCode: string, bearer: string) => ({ body: { recoveryCode }, bearer }))
    .returns<{ readonly data: WireUser; readonly recoveryCode?: string }>(),

  associateFace: rest('POST /api/v2/mfa/face/associate', { credential: 'argument-or-client' })
    .accepts((photos: WireFacePhotos, bearer?: string) => ({ body: photos, bearer }))
    .returns<WireUser>(),

  verifyFace: rest('POST /api/v2/mfa/face/verify', { credential: 'argument' })
    .accepts((photo: string, bearer: string) => ({ body: { photo }, bearer }))
    .returns<WireUser>(),
};
