import { type ClientOf, clientOf } from '@sallyport/core';
import type { ClientContext } from '../client/client-context.js';
import { devicesEndpoints } from './devices.endpoints.js';

const DevicesRows: ClientOf<typeof devicesEndpoints> = clientOf(devicesEndpoints);

/** The devices of the signed-in user, under the name that the vendor's client has for them. */
export class BrowserFingerprintClient extends DevicesRows {
  constructor({ wire }: ClientContext) {
    super(wire);
  }
}
