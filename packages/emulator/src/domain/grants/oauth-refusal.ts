/** The errors of RFC 6749, RFC 6750, RFC 7009 and OpenID Connect that this server gives. */
export type OauthErrorCode =
  | 'access_denied'
  | 'insufficient_scope'
  | 'invalid_client'
  | 'invalid_grant'
  | 'invalid_request'
  // GoTrue's id_token grant has a blank in it.
  | 'invalid request'
  | 'invalid_scope'
  | 'invalid_token'
  | 'login_required'
  | 'request_not_supported'
  | 'request_uri_not_supported'
  | 'unauthorized_client'
  | 'unsupported_grant_type'
  | 'unsupported_response_type';

/** OAuth 2 says no. */
export class OauthRefusal extends Error {
  override readonly name = 'OauthRefusal';
  readonly code: OauthErrorCode;

  constructor(code: OauthErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
