import { accessFeature } from './access/access.feature.js';
import { accountFeature } from './account/account.feature.js';
import { addressesFeature } from './addresses/addresses.feature.js';
import { codesFeature } from './codes/codes.feature.js';
import { customFieldsFeature } from './custom-fields/custom-fields.feature.js';
import { devicesFeature } from './devices/devices.feature.js';
import { enterpriseFeature } from './enterprise/enterprise.feature.js';
import { eventsFeature } from './events/events.feature.js';
import type { Feature } from './feature.js';
import { mfaFeature } from './mfa/mfa.feature.js';
import { passwordsFeature } from './passwords/passwords.feature.js';
import { principalFeature } from './principal/principal.feature.js';
import { profileFeature } from './profile/profile.feature.js';
import { qrCodesFeature } from './qr-codes/qr-codes.feature.js';
import { sessionFeature } from './session/session.feature.js';
import { signInFeature } from './sign-in/sign-in.feature.js';
import { signUpFeature } from './sign-up/sign-up.feature.js';
import { socialFeature } from './social/social.feature.js';
import { tokenFeature } from './token/token.feature.js';
import { userMfaFeature } from './users/user-mfa.feature.js';
import { usersFeature } from './users/users.feature.js';
import { wellKnownFeature } from './well-known/well-known.feature.js';

/** All that the Authing wire can do. A new feature is one more line. */
export const authingFeatures: readonly Feature[] = [
  accessFeature,
  accountFeature,
  addressesFeature,
  customFieldsFeature,
  devicesFeature,
  enterpriseFeature,
  eventsFeature,
  passwordsFeature,
  principalFeature,
  socialFeature,
  qrCodesFeature,
  codesFeature,
  mfaFeature,
  profileFeature,
  sessionFeature,
  signInFeature,
  signUpFeature,
  tokenFeature,
  userMfaFeature,
  usersFeature,
  wellKnownFeature,
];
