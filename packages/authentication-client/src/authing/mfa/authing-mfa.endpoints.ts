import { emailEndpoints } from '../../mfa/factors/email/email.authing.js';
import { faceEndpoints } from '../../mfa/factors/face/face.authing.js';
import { phoneEndpoints } from '../../mfa/factors/phone/phone.authing.js';
import { recoveryCodesEndpoints } from '../../mfa/factors/recovery-codes/recovery-codes.authing.js';
import { totpEndpoints } from '../../mfa/factors/totp/totp.authing.js';
import { mfaAddressesEndpoints } from './addresses.endpoints.js';

/** Every multi-factor endpoint of an Authing server, for servers. The clients load those of the factors that they use. */
export const authingMfaEndpoints = {
  ...totpEndpoints,
  ...phoneEndpoints,
  ...emailEndpoints,
  ...faceEndpoints,
  ...recoveryCodesEndpoints,
  ...mfaAddressesEndpoints,
};
