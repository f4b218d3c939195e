import { type ClientOf, clientOf } from '@sallyport/core/endpoints';
import type { Wire } from '@sallyport/core/http';
import { accountEndpoints } from './account.endpoints.js';

const AccountRows: ClientOf<typeof accountEndpoints> = /* @__PURE__ */ clientOf(accountEndpoints);

/** What is known of an account, and which accounts belong together. */
export class AccountClient extends AccountRows {
  constructor({ wire }: { readonly wire: Wire }) {
    super(wire);
  }
}
