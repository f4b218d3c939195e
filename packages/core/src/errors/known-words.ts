// The words of the messages and content types of both servers, and the error codes of OAuth (RFC 6749, OpenID Connect
// Core). Words that another one contains are left out.
const KNOWN_WORDS =
  'access_denied accounts actions address admin after against allowed already anonymous another application ' +
  'attempts authenticator authorization away banned basic bearer been before body bound busy cannot captcha ' +
  'challenge changed characters charset check choose claim confirmation confirmed contain could country create ' +
  'credentials current decrypted different digits directory disabled does during easy email enabled ended ' +
  'endpoint enroll entered exceeded exists expired factor failed failure find first forbidden found from guess ' +
  'hook html incorrect information instance interaction_required internal invalid_client invalid_grant ' +
  'invalid_request invalid_scope invalid_token json known last later least length letters limit linking locked ' +
  'login_required logins logs longer malformed manual many match meet metadata missing more needs nonce number ' +
  'offer only parse passwords perform phone plain please pool privileges process provided provider purposes rate ' +
  'reached reauthentication recovery refresh registered registration remove replaced requests requirements ' +
  'requires reset seconds secret security sending server_error session setting shorter should signed signups such ' +
  'system taken temporarily_unavailable text than that these this ticket totp unable unauthorized_client ' +
  'unexpected unsupported_grant_type unsupported_response_type update updating urlencoded used username validate ' +
  'verification verify weak when with wrong your';

/**
 * Whether a secret is a word, or a part of a word, that servers use in their messages, such as `password`. A message that
 * repeats such a secret shows no more than the server says to everyone. Several words are no ordinary secret.
 */
export function isOrdinary(secret: string): boolean {
  return /^[a-z_]+$/i.test(secret) && KNOWN_WORDS.includes(secret.toLowerCase());
}
