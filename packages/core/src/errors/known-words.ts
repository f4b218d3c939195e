// The words of the messages, error codes and content types of both servers. Words that another one contains are left out.
const KNOWN_WORDS =
  'access accounts actions address admin after against allowed already and anonymous another application attempts ' +
  'authenticator authorization away banned basic bearer been before body bound busy cannot captcha challenge ' +
  'changed characters charset check choose claim client confirmation confirmed contain could country create ' +
  'credentials current decrypted denied different digits directory disabled does during easy email enabled ended ' +
  'endpoint enroll entered error exceeded exists expired factor failed failure find first forbidden found from ' +
  'grant guess has hook html incorrect information instance interaction internal invalid json jwt known last ' +
  'later least length letters limit linking locked logins logs longer malformed manual many match meet metadata ' +
  'mfa missing more needs new nonce number offer old only parse passwords perform phone plain please pool ' +
  'privileges process provided provider purposes rate reached reauthentication recovery refresh registered ' +
  'registration remove replaced requests required requirements requires reset response scope seconds secret ' +
  'security sending server session setting shorter should signed signups sub such system taken temporarily text ' +
  'than that these this ticket token too totp type unable unauthorized unavailable unexpected unsupported update ' +
  'updating urlencoded used username utf validate verification verify was weak web when with wrong www xml your';

// More than any of the messages has.
const MOST_WORDS = 16;

/**
 * Whether a secret consists of words that servers use in their messages, such as `password`. A message that repeats such
 * a secret shows no more than the server says to everyone.
 */
export function isOrdinary(secret: string): boolean {
  const words = secret.toLowerCase().split(/[\s.,:;=/_]+/, MOST_WORDS + 1);
  return words.length <= MOST_WORDS && words.every((word) => KNOWN_WORDS.includes(word));
}
