import { describe, expect, it } from '@jest/globals';
import { setUp } from '../../client.fixture.js';

describe('sign-ins in a window', () => {
  it('need a page, and send nothing without one', async () => {
    const { client, transport } = setUp();
    const calls = [client.social.authorize('github'), client.enterprise.authorize('oidc', 'acme')];
    for (const call of calls) await expect(call).rejects.toMatchObject({ kind: 'invalid-input' });
    expect(transport.requests).toEqual([]);
  });
});
