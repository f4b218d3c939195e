import { rest } from '@sallyport/core/endpoints';
import { requireString, requireText } from '@sallyport/core/validation';

/** Events of the user pool. */
export const eventsEndpoints = {
  /**
   * Publishes an event of the signed-in user.
   *
   * @param eventName - As the user pool defines it.
   * @param data - What subscribers get, as text.
   */
  pub: rest('POST /api/v3/pub-userEvent')
    .accepts((eventName: string, data: string) => ({
      body: {
        eventType: requireText('eventName', eventName),
        source: 'sallyport: 1.0.0',
        eventData: requireString('data', data),
      },
    }))
    // biome-ignore lint/suspicious/noExplicitAny: the vendor types the answer so, and code written for it has to compile
    .returns<any>(),
};
