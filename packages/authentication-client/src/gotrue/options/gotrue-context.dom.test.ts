import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { setUpSignedIn } from '../gotrue-client.fixture.js';

afterEach(() => {
  jest.restoreAllMocks();
  jest.useRealTimers();
});

describe('in a frame that may store nothing', () => {
  it('a session that the server refuses to renew is over at once: it is no other tab’s (CLI-20)', async () => {
    jest.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new DOMException('sandboxed', 'SecurityError');
    });
    const { client, transport } = await setUpSignedIn({ storage: undefined });
    transport.answerJson({ code: 'refresh_token_not_found', message: 'gone' }, 400);
    jest.useFakeTimers({ doNotFake: ['queueMicrotask', 'performance'] });
    await expect(client.refreshToken()).rejects.toMatchObject({ kind: 'session-lost' });
    expect(client.state).toBe('signedOut');
  });
});
