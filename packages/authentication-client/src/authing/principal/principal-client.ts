import { type ClientOf, clientOf } from '@sallyport/core';
import type { ClientContext } from '../authing-context.js';
import { principalEndpoints } from './principal.endpoints.js';

const PrincipalRows: ClientOf<typeof principalEndpoints> = clientOf(principalEndpoints);

/** Whom the signed-in user's account belongs to. */
export class PrincipalAuthenticationClient extends PrincipalRows {
  constructor({ wire }: ClientContext) {
    super(wire);
  }
}
