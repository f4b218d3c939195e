import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { setUp } from './client.fixture.js';

afterEach(() => {
  jest.restoreAllMocks();
});

describe('onError of a client whose sign-in window reports to callbacks', () => {
  it('onError receives the failure once, after the callback', async () => {
    const received: unknown[] = [];
    const { client, clock } = setUp({ onError: (...failure) => void received.push(['client', ...failure]) });
    const popup = { closed: false, focus: () => {}, close: () => {}, location: { replace: () => {} } };
    jest.spyOn(window, 'open').mockReturnValue(popup as unknown as Window);
    const failed = new Promise<void>((resolve) => {
      const onError = (...failure: unknown[]): void => {
        received.push(['callback', ...failure]);
        resolve();
      };
      void client.social.authorize('github', { onError }).then(() => {
        popup.closed = true;
        return clock.advance(1_000);
      });
    });
    await failed;
    const message = 'The window was closed before it answered';
    expect(received).toEqual([
      ['callback', undefined, message, undefined],
      ['client', 'ERR_INVALID_ARGUMENT', message, undefined],
    ]);
  });
});
