import { type ClientOf, clientOf } from '@sallyport/core/endpoints';
import type { Wire } from '@sallyport/core/http';
import { eventsEndpoints } from './events.endpoints.js';

const EventRows: ClientOf<typeof eventsEndpoints> = /* @__PURE__ */ clientOf(eventsEndpoints);

/** Calls about events of the user pool. */
export class EventCallsClient extends EventRows {
  constructor({ wire }: { readonly wire: Wire }) {
    super(wire);
  }
}
