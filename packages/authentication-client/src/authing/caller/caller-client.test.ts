import { describe, expect, it } from '@jest/globals';
import { setUp } from '../../client.fixture.js';

describe('setLang and setRequestFrom', () => {
  it('change what the next calls say, in every view of the client', async () => {
    const { client, transport } = setUp({ headers: { lang: 'x-lang' } });
    const view = client.with({ timeout: 5_000 });
    client.setLang('en-US');
    client.setRequestFrom('guard');
    transport.answer({ code: 200 });
    await view.sendSmsCode('138');
    expect(transport.last.headers).toMatchObject({ 'x-lang': 'en-US', 'x-authing-request-from': 'guard' });
  });

  it('change nothing for another client with the same options', async () => {
    const options = { lang: 'zh-CN' };
    setUp(options).client.setLang('en-US');
    const { client, transport } = setUp(options);
    transport.answer({ code: 200 });
    await client.sendSmsCode('138');
    expect(transport.last.headers['x-authing-lang']).toBe('zh-CN');
  });

  it.each([[''], [undefined], [5], ['zh\r\nx-evil: 1'], ['中文']])('refuse %j (NET-09)', (value) => {
    const { client } = setUp();
    expect(() => client.setLang(value as string)).toThrow(expect.objectContaining({ kind: 'invalid-input' }));
    expect(() => client.setRequestFrom(value as string)).toThrow(expect.objectContaining({ kind: 'invalid-input' }));
  });
});
