import type { CustomDatum, User } from './user.types.js';

/** A user as the wire answers it, before the custom fields are folded into an object. */
export interface WireUser extends Omit<User, 'customData'> {
  customData?: CustomDatum[] | null;
}

// The published client also selects `password`. What a server would put there has no business in a browser.
const BEFORE_EXTERNAL_ID =
  'id arn userPoolId status username email emailVerified phone phoneVerified unionid openid nickname registerSource ' +
  'photo oauth token tokenExpiredAt loginsCount lastLogin lastIP signedUp blocked isDeleted device browser company ' +
  'name givenName familyName middleName profile preferredUsername website gender birthdate zoneinfo locale address ' +
  'formatted streetAddress locality region postalCode city province country createdAt updatedAt';

/** What an answer about passwords tells of the user. */
export const passwordOwnerFields: string = `${BEFORE_EXTERNAL_ID} phoneCountryCode`;

/** The plain fields of a user. */
export const userFields: string = `${BEFORE_EXTERNAL_ID} externalId phoneCountryCode`;

/** The user's custom fields. */
export const customDataFields = 'customData { key value dataType label }';

/** The user's linked identities. */
export const identityFields =
  'identities { openid userIdInIdp userId connectionId isSocial provider type userPoolId extIdpId }';

/** What a change of a user answers. */
export const updatedUserFields: string = `${userFields} expiredAt directManagement`;
