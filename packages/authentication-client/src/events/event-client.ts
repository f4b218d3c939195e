import { type ClientOf, clientOf } from '@sallyport/core';
import type { ClientContext } from '../client/client-context.js';
import { eventsEndpoints } from './events.endpoints.js';

const EventRows: ClientOf<typeof eventsEndpoints> = clientOf(eventsEndpoints);

/** Events of the user pool. */
export class EventAuthenticationClient extends EventRows {
  constructor({ wire }: ClientContext) {
    super(wire);
  }
}
