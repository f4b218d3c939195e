import { randomUUID } from 'node:crypto';
import { eventsEndpoints } from '@sallyport/authentication-client/endpoints';
import type { Feature } from '../feature.js';
import { requiredText } from '../untrusted.js';

/** Events that users publish. They are kept; nobody can subscribe to them yet. */
export const eventsFeature: Feature = {
  routes: (mount, { clock, store }) => {
    mount(eventsEndpoints.pub, async ({ body, call }) => {
      const { account } = await call.signedIn();
      const type = requiredText(body.eventType, 'eventType');
      const event = { id: randomUUID(), userId: account.id, type, publishedAt: clock.now() };
      const [source, data] = [requiredText(body.source, 'source'), requiredText(body.eventData, 'eventData')];
      store.events.put({ ...event, source, data });
      return true;
    });
  },
};
