import { type ClientOf, clientOf, type Wire } from '@sallyport/core';
import { principalEndpoints } from './principal.endpoints.js';

const PrincipalRows: ClientOf<typeof principalEndpoints> = /* @__PURE__ */ clientOf(principalEndpoints);

/** Whom the signed-in user's account belongs to. */
export class PrincipalAuthenticationClient extends PrincipalRows {
  constructor({ wire }: { readonly wire: Wire }) {
    super(wire);
  }
}
