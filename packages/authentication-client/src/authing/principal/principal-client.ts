import { type ClientOf, clientOf } from '@sallyport/core/endpoints';
import type { Wire } from '@sallyport/core/http';
import { principalEndpoints } from './principal.endpoints.js';

const PrincipalRows: ClientOf<typeof principalEndpoints> = /* @__PURE__ */ clientOf(principalEndpoints);

/** Whom the signed-in user's account belongs to. */
export class PrincipalAuthenticationClient extends PrincipalRows {
  constructor({ wire }: { readonly wire: Wire }) {
    super(wire);
  }
}
