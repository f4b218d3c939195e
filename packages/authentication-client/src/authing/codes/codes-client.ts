import { type ClientOf, clientOf } from '@sallyport/core';
import type { ClientContext } from '../authing-context.js';
import { codesEndpoints } from './codes.endpoints.js';

const CodesRows: ClientOf<typeof codesEndpoints> = clientOf(codesEndpoints);

/** Sends one-time codes to users. */
export class CodesClient extends CodesRows {
  constructor({ publicWire }: ClientContext) {
    super(publicWire);
  }
}
