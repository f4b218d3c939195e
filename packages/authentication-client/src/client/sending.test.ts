import { describe, expect, it, jest } from '@jest/globals';
import { setUp } from '../client.fixture.js';
import type { Sending } from './client-ports.js';
import { LoadedSending } from './sending.js';

describe('LoadedSending', () => {
  it('callers that share a failed load share the next load too', async () => {
    const sending = {} as unknown as Sending; // nothing of it is used
    const open = jest.fn(async () => sending).mockRejectedValueOnce(new TypeError('no network'));
    const source = new LoadedSending(open, new AbortController().signal);
    const first = await Promise.allSettled([source.load(), source.load()]);
    expect(first.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await expect(Promise.all([source.load(), source.load()])).resolves.toEqual([sending, sending]);
    expect(open).toHaveBeenCalledTimes(2);
  });
});

describe('dispose', () => {
  it('a client that was made by as() is refused after its parent was disposed of', async () => {
    const { client, transport } = setUp();
    const other = client.as({ token: 'a-token' });
    await client.dispose();
    await expect(other.sendSmsCode('13800000000')).rejects.toMatchObject({ kind: 'disposed' });
    expect(transport.requests).toEqual([]);
  });
});
