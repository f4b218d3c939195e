import { InputError } from '@sallyport/core/errors';
import { isHeader } from '@sallyport/core/http';
import { requireText } from '@sallyport/core/validation';

/** Tokens of one sign-in, as a token endpoint issues them. */
export interface TokenSet {
  /** The bearer of the application's own API. */
  readonly accessToken: string;
  /** The bearer of the identity server's API. Default: the access token serves both. */
  readonly idToken?: string | undefined;
  readonly refreshToken?: string | undefined;
  /** When the first of them ends. Default: what the tokens say, where they can be read. */
  readonly expiresAt?: Date | undefined;
}

/**
 * Makes sure that a token can be one. Whether it is good is the server's business.
 *
 * @throws {InputError} It is missing, empty, the text "null" or "undefined", or nothing that a header can carry.
 */
export function requireBearer(name: string, value: unknown): string {
  const token = requireText(name, value);
  if (token === 'null' || token === 'undefined') {
    throw new InputError({ message: `${name} is the text "${token}"`, remedy: 'Pass a token, or call logout.' });
  }
  if (!isHeader('authorization', token) || /\s/.test(token)) {
    throw new InputError({
      message: `${name} is no token that a header can carry`,
      remedy: 'Pass it as it was issued.',
    });
  }
  return token;
}

/** @throws {InputError} A token is missing or malformed. */
export function requireTokenSet(tokens: TokenSet): TokenSet {
  const { accessToken, idToken, refreshToken, expiresAt } = tokens ?? {};
  if (expiresAt !== undefined && !(expiresAt instanceof Date && !Number.isNaN(expiresAt.getTime()))) {
    throw new InputError({ message: 'expiresAt is no date', remedy: 'Pass a Date, or leave it out.' });
  }
  return {
    accessToken: requireBearer('accessToken', accessToken),
    idToken: idToken === undefined ? undefined : requireBearer('idToken', idToken),
    refreshToken: refreshToken === undefined ? undefined : requireBearer('refreshToken', refreshToken),
    expiresAt,
  };
}
