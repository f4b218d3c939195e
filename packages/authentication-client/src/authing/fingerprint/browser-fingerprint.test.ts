import { describe, expect, it } from '@jest/globals';
import { setUpSignedIn } from '../../client.fixture.js';

describe('fingerprints', () => {
  it('need a page', async () => {
    const { client, transport } = await setUpSignedIn();
    await expect(client.browserFingerprint.getBrowserFingers()).rejects.toMatchObject({ kind: 'invalid-input' });
    await expect(client.browserFingerprint.createDevice()).rejects.toMatchObject({ kind: 'invalid-input' });
    expect(transport.requests).toEqual([]);
  });
});
