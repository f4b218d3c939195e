import { type ClientOf, clientOf } from '@sallyport/core/endpoints';
import type { Wire } from '@sallyport/core/http';
import { codesEndpoints } from './codes.endpoints.js';

const CodesRows: ClientOf<typeof codesEndpoints> = /* @__PURE__ */ clientOf(codesEndpoints);

/** Sends one-time codes to users. */
export class CodesClient extends CodesRows {
  constructor({ publicWire }: { readonly publicWire: Wire }) {
    super(publicWire);
  }
}
