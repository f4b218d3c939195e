import { type ClientOf, clientOf } from '@sallyport/core';
import type { ClientContext } from '../authing-context.js';
import { accountEndpoints } from './account.endpoints.js';

const AccountRows: ClientOf<typeof accountEndpoints> = clientOf(accountEndpoints);

/** What is known of an account, and which accounts belong together. */
export class AccountClient extends AccountRows {
  constructor({ wire }: ClientContext) {
    super(wire);
  }
}
