import { describe, expect, it } from '@jest/globals';
import { setUp } from '../../client.fixture.js';

const request = { connection: 'PASSWORD', passwordPayload: { account: 'ada', password: 'pw' } } as const;

describe('signinByCredentials with autoRedirect', () => {
  it.each([['javascript:alert(1)'], ['data:text/html,x'], ['/callback'], [''], [undefined]])(
    'refuses to go to %j, and sends nothing (CLI-09)',
    async (redirectUri) => {
      const { client, transport } = setUp();
      const call = client.signinByCredentials({ ...request, options: { autoRedirect: true, redirectUri } });
      await expect(call).rejects.toMatchObject({
        kind: 'invalid-input',
        message: expect.stringContaining('redirectUri'),
      });
      expect(transport.requests).toEqual([]);
    },
  );

  it('goes nowhere without a code', async () => {
    const { client, transport } = setUp();
    transport.answer({ access_token: 'at', token_type: 'Bearer' });
    const options = { autoRedirect: true, redirectUri: 'https://app.example/cb' };
    await expect(client.signinByCredentials({ ...request, options })).rejects.toMatchObject({
      kind: 'invalid-response',
    });
  });
});
