import { describe, expect, it } from '@jest/globals';
import { setUpSignedIn } from '../../client.fixture.js';

type Client = Awaited<ReturnType<typeof setUpSignedIn>>['client'];

const fields = [
  { key: 'school', dataType: 'STRING', value: '"x"', label: 'School' },
  { key: 'age', dataType: 'NUMBER', value: '36' },
  { key: 'born', dataType: 'DATETIME', value: '1449650400000' },
  { key: '__proto__', dataType: 'OBJECT', value: '{"a":1}' },
];

describe('custom fields', () => {
  it('are listed with their values typed, and the server’s answer unchanged', async () => {
    const { client, transport } = await setUpSignedIn();
    transport.answerGraphql('udv', fields);
    const [school, age, born] = await client.listUdv();
    expect([school?.value, age?.value, born?.value]).toEqual(['"x"', 36, new Date(1449650400000)]);
    expect(transport.lastBody).toMatchObject({ variables: { targetType: 'USER', targetId: 'ada' } });
  });

  it('are handed out under their keys, and no key is a prototype', async () => {
    const { client, transport } = await setUpSignedIn();
    transport.answerGraphql('udv', fields);
    const values = await client.getUdfValue();
    expect(Object.keys(values)).toEqual(['school', 'age', 'born', '__proto__']);
    expect(Object.getPrototypeOf(values)).toBe(Object.prototype);
  });

  it('are none where the server says null', async () => {
    const { client, transport } = await setUpSignedIn();
    transport.answerGraphql('udv', null).answerGraphql('udv', null);
    await expect(client.listUdv()).resolves.toEqual([]);
    await expect(client.getUdfValue()).resolves.toEqual({});
  });

  it.each([
    ['x', '"x"'],
    [36, '36'],
    [false, 'false'],
    [null, 'null'],
    [new Date(0), '"1970-01-01T00:00:00.000Z"'],
    [{ a: [1] }, '{"a":[1]}'],
  ])('set to %j go out as text of JSON', async (value, text) => {
    const { client, transport } = await setUpSignedIn();
    transport.answerGraphql('setUdv', []).answerGraphql('setUdvBatch', []);
    await client.setUdv('key', value);
    expect(transport.lastBody).toMatchObject({ variables: { key: 'key', value: text } });
    await client.setUdfValue({ key: value });
    expect(transport.lastBody).toMatchObject({ variables: { udvList: [{ key: 'key', value: text }] } });
  });

  it.each([[undefined], [10n], [() => {}]])('refuse the value %p', async (value) => {
    const { client, transport } = await setUpSignedIn();
    await expect(client.setUdv('key', value)).rejects.toMatchObject({ kind: 'invalid-input' });
    expect(transport.requests).toEqual([]);
  });

  it.each([[{}], [null], [undefined], ['text'], [['a']], [{ key: 10n }]])('refuse to be set to %p', async (data) => {
    const { client, transport } = await setUpSignedIn();
    await expect(client.setUdfValue(data as never)).rejects.toMatchObject({ kind: 'invalid-input' });
    expect(transport.requests).toEqual([]);
  });

  it.each([[''], [undefined], ['a\nb']])('refuse the key %j', async (key) => {
    const { client, transport } = await setUpSignedIn();
    await expect(client.setUdv(key as string, 1)).rejects.toMatchObject({ kind: 'invalid-input' });
    await expect(client.removeUdfValue(key as string)).rejects.toMatchObject({ kind: 'invalid-input' });
    expect(transport.requests).toEqual([]);
  });

  const calls: readonly (readonly [string, string, (client: Client) => Promise<unknown>])[] = [
    ['listUdv', 'udv', (client) => client.listUdv()],
    ['getUdfValue', 'udv', (client) => client.getUdfValue()],
    ['setUdv', 'setUdv', (client) => client.setUdv('key', 1)],
    ['setUdfValue', 'setUdvBatch', (client) => client.setUdfValue({ key: 1 })],
    ['removeUdv', 'removeUdv', (client) => client.removeUdv('key')],
    ['removeUdfValue', 'removeUdv', (client) => client.removeUdfValue('key')],
  ];

  it.each(calls)('%s rejects an answer that is not a list of fields', async (_, root, call) => {
    for (const answer of [{}, 'text', 5, true, { length: 1 }, [null], ['text'], [5]]) {
      const { client, transport } = await setUpSignedIn();
      transport.answerGraphql(root, answer);
      await expect(call(client)).rejects.toMatchObject({
        kind: 'invalid-response',
        remedy: expect.stringMatching(/./),
      });
    }
  });
});
