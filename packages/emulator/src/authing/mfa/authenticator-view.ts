import type { WireAssociation, WireAuthenticator } from '@sallyport/authentication-client/endpoints';
import type { Account } from '../../domain/accounts/account.types.js';
import type { TotpFactor } from '../../domain/factors/factor.types.js';
import { totpUri } from '../../domain/second-factor/totp.js';
import type { NewTotpEnrollment } from '../../domain/second-factor/totp-enrollments.js';
import { qrCodeDataUrl } from './qr-code.js';

/** A new authenticator, as it is shown once. */
export async function associationView(
  account: Account,
  issuer: string,
  { secret, recoveryCode }: NewTotpEnrollment,
): Promise<WireAssociation> {
  const accountName = account.username ?? account.email ?? account.phone ?? account.id;
  const uri = totpUri(issuer, accountName, secret);
  return {
    authenticator_type: 'totp',
    secret,
    qrcode_uri: uri,
    qrcode_data_url: await qrCodeDataUrl(uri),
    recovery_code: recoveryCode,
  };
}

/**
 * A bound authenticator. Once it is enabled nobody reads its secret again.
 *
 * @param isShown - Whether the caller may read the secret of one that is not.
 */
export function authenticatorView(factor: TotpFactor, isShown: boolean): WireAuthenticator {
  const { verified, secret, recoveryCode } = factor;
  const isHidden = verified || !isShown;
  return {
    id: factor.id,
    createdAt: new Date(factor.createdAt).toISOString(),
    updatedAt: new Date(factor.updatedAt).toISOString(),
    userId: factor.userId,
    enable: verified,
    secret: isHidden ? null : secret,
    authenticatorType: 'totp',
    recoveryCode: isHidden ? null : recoveryCode,
    source: factor.source,
  };
}
