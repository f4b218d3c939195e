/** An external identity of the signed-in user, with the tokens of its provider. */
export interface LinkedIdentity {
  identityId: string;
  extIdpId: string;
  provider: string;
  /** Such as `unionid`, `openid`, `primary`. */
  type: string;
  userIdInIdp: string;
  userInfoInIdp: Record<string, unknown>;
  accessToken: string;
  refreshToken: string;
  /** The connections that the identity came by. */
  originConnIds: string[];
}
