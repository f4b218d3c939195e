import { eventsEndpoints } from '@sallyport/authentication-client/endpoints';
import type { Feature } from '../feature.js';
import { requiredText } from '../untrusted.js';

/** Events that users publish. They are kept, and those who listen hear them. */
export const eventsFeature: Feature = {
  routes: (mount, { eventHub }) => {
    mount(eventsEndpoints.pub, async ({ body, call }) => {
      const { account } = await call.signedIn();
      const type = requiredText(body.eventType, 'eventType');
      const [source, data] = [requiredText(body.source, 'source'), requiredText(body.eventData, 'eventData')];
      eventHub.publish({ userId: account.id, type, source, data });
      return true;
    });
  },
};
