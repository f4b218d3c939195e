import { type ClientOf, clientOf } from '@sallyport/core/endpoints';
import type { Wire } from '@sallyport/core/http';
import { tokensEndpoints } from './tokens.endpoints.js';

const TokensRows: ClientOf<typeof tokensEndpoints> = /* @__PURE__ */ clientOf(tokensEndpoints);

/** What the server says of tokens. */
export class TokensClient extends TokensRows {
  constructor({ wire }: { readonly wire: Wire }) {
    super(wire);
  }
}
