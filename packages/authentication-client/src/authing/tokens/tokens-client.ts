import { type ClientOf, clientOf } from '@sallyport/core';
import type { ClientContext } from '../authing-context.js';
import { tokensEndpoints } from './tokens.endpoints.js';

const TokensRows: ClientOf<typeof tokensEndpoints> = clientOf(tokensEndpoints);

/** What the server says of tokens. */
export class TokensClient extends TokensRows {
  constructor({ wire }: ClientContext) {
    super(wire);
  }
}
