import { runInNewContext } from 'node:vm';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { TestBrowser, type Visit } from '../browser.fixture.js';
import { emulator, wire } from '../emulator-under-test.fixture.js';

const OPENER = 'http://localhost:5173';

let browser: TestBrowser;

beforeEach(() => {
  browser = new TestBrowser(emulator.url);
});

const address = (kind: string, provider: string, query: Readonly<Record<string, string>> = {}) =>
  `/connections/${kind}/${provider}?${new URLSearchParams({ app_id: emulator.authing.appId, target_url: OPENER, ...query })}`;

const unescaped = (text: string): string =>
  text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');

const pageOf = ({ text }: Visit): string => /name="page" value="([^"]*)"/.exec(text)?.[1] ?? '';

/** What the opener hears, as the page's own script says it. */
async function heard(answer: Visit) {
  const [, data = '', target = ''] = /data-answer="([^"]*)" data-target="([^"]*)"/.exec(answer.text) ?? [];
  const src = /<script src="([^"]+)">/.exec(answer.text)?.[1] ?? '';
  const messages: { readonly message: string; readonly to: string }[] = [];
  const dataset = { answer: unescaped(data), target: unescaped(target) };
  const opener = { postMessage: (value: unknown, to: string) => messages.push({ message: JSON.stringify(value), to }) };
  const document = { querySelector: () => ({ dataset }) };
  runInNewContext((await browser.go(src)).text, { document, window: { opener }, JSON });
  const [said] = messages;
  return { to: said?.to, ...JSON.parse(said?.message ?? '{}') };
}

async function enter(path: string, fields: Readonly<Record<string, string>>) {
  const form = await browser.go(path);
  return heard(await browser.submit(form, { page: pageOf(form), step: 'enter', ...fields }));
}

describe('a provider', () => {
  it('registers whom nobody knows, and knows them the next time', async () => {
    const first = await enter(address('social', 'github'), { userId: '4711', name: `<O'Neil>` });
    expect(first).toMatchObject({
      to: OPENER,
      code: 200,
      data: { nickname: `<O'Neil>`, newlyCreated: true, identities: [{ provider: 'github', userIdInIdp: '4711' }] },
      event: { source: 'authing', eventType: 'socialLogin' },
    });
    const second = await enter(address('social', 'github'), { userId: '4711' });
    expect(second.data).toMatchObject({ id: first.data.id, newlyCreated: false });
    expect((await wire.me(second.data.token, 'id')).body.id).toBe(first.data.id);
    expect((await enter(address('social', 'google'), { userId: '4711' })).data.id).not.toBe(first.data.id);
  });

  it('answers for enterprises by their own event', async () => {
    const path = `/api/v2/applications/${emulator.authing.appId}/public-config`;
    const { identityProviders } = (await wire.send('GET', path)).body.data;
    const { config } = identityProviders.find(({ protocol }: { protocol: string }) => protocol === 'saml');
    const answer = await enter(`${config.samlRequest}&target_url=${OPENER}`, { userId: '1' });
    expect(answer).toMatchObject({ code: 200, event: { source: 'authing', eventType: 'enterpriseLogin' } });
  });

  it('says what the sign-in is refused for', async () => {
    emulator.settings({ applicationMfa: ['OTP'] });
    expect(await enter(address('social', 'github'), { userId: '1' })).toMatchObject({
      code: 1636,
      data: { mfaToken: expect.any(String) },
    });
    expect(await enter(address('social', 'github'), { step: 'refuse' })).toMatchObject({ code: 1001, data: null });
  });

  it.each([
    ['of somebody else', 'https://evil.example/'],
    ['of nobody', ''],
    ['without an origin', 'data:text/html,x'],
  ])('tells no page %s', async (_, target_url) => {
    expect((await browser.go(address('social', 'github', { target_url }))).status).toBe(400);
  });

  it('takes forms of its own alone, once, and escapes its name (EMU-13, EMU-14)', async () => {
    const path = address('social', encodeURIComponent('<b>x'));
    const form = await browser.go(path);
    expect(form.text).not.toContain('<b>');
    const fields = { page: pageOf(form), step: 'enter', userId: '1' };
    expect((await browser.go(path, { ...fields, csrf: 'guessed' })).status).toBe(403);
    expect((await new TestBrowser(emulator.url).submit(form, fields)).status).toBe(400);
    expect((await browser.submit(form, fields)).status).toBe(200);
    expect((await browser.submit(form, fields)).status).toBe(400);
  });
});
