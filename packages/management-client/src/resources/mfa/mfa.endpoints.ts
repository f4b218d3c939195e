import { rest } from '@sallyport/core/endpoints';
import { InputError } from '@sallyport/core/errors';
import { requireText } from '@sallyport/core/validation';
import { requireId } from '../../client/require-id.js';
import { noSuchUser } from '../no-such-user.js';

/** A factor that an administrator can look at and reset. */
export type UserMfaType = 'OTP' | 'FACE';

/** Which second factors a user has bound. */
export type UserMfaStatus = Record<UserMfaType, boolean>;

/** A TOTP authenticator that was imported. */
export interface ISetTotpResp {
  authenticator_type: string;
  secret: string;
  /** An `otpauth://` URI. */
  qrcode_uri: string;
  /** A PNG as a data URL. */
  qrcode_data_url: string;
  recovery_code: string;
}

/** Other people's second factors. */
export const mfaEndpoints = {
  /** Tells which second factors a user has bound. */
  getStatus: rest('GET /api/v2/users/{userId}/mfa-bound', { refusals: noSuchUser })
    .accepts((userId: string) => ({ path: { userId: requireId('userId', userId) } }))
    .returns<UserMfaStatus>(),

  /**
   * Unbinds a second factor, for a user who has lost it. The next sign-in does not ask for it.
   *
   * @returns Whether a factor was there to unbind.
   */
  unAssociateMfa: rest('DELETE /api/v2/users/{userId}/mfa-bound', { refusals: noSuchUser })
    .accepts((userId: string, type: UserMfaType) => ({
      path: { userId: requireId('userId', userId) },
      query: { type: requireFactor(type) },
    }))
    .returns<boolean>(),

  /**
   * Binds a TOTP authenticator whose secret is known, such as one from another system. The next sign-in asks for it.
   *
   * @param secret - Base32.
   * @param recoveryCode - Default: one that the server makes.
   */
  importTotp: rest('POST /api/v2/mfa/totp/import', { refusals: noSuchUser })
    .accepts((userId: string, secret: string, recoveryCode?: string) => ({
      body: {
        userId: requireId('userId', userId),
        secret: requireText('secret', secret),
        recoveryCode: recoveryCode === undefined ? undefined : requireText('recoveryCode', recoveryCode),
      },
    }))
    .returns<ISetTotpResp>(),
};

function requireFactor(type: UserMfaType): UserMfaType {
  if (type === 'OTP' || type === 'FACE') return type;
  throw new InputError({ message: "type must be 'OTP' or 'FACE'", remedy: "Pass 'OTP' for an authenticator app." });
}
