import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { sessionToken, setUpSignedIn } from '../../client.fixture.js';

const API = 'https://api.example';

const { fetch } = globalThis;
afterEach(() => {
  globalThis.fetch = fetch;
  document.head.replaceChildren();
});

/** Where tokens went: what `fetch` was called with. */
async function signIn(apiOrigins: readonly string[]) {
  const sent: (string | null)[] = [];
  globalThis.fetch = jest.fn<typeof fetch>(async (_, init) => {
    sent.push(new Headers(init?.headers).get('authorization'));
    return new Response('{}');
  });
  return { ...(await setUpSignedIn({ apiOrigins })), sent };
}

describe('client.fetch in a page', () => {
  it('warns about the origin of the page when apiOrigins leaves it out', async () => {
    const { client, logger } = await signIn([API]);
    await client.fetch('/me');
    await client.fetch('data:text/plain,hello');
    expect(logger.lines).toEqual([[expect.stringMatching(/apiOrigins/), { origin: location.origin }]]);
  });

  it('judges an address by the base of the document, as the browser does', async () => {
    const { client, sent } = await signIn([location.origin]);
    await client.fetch('/me');
    document.head.append(Object.assign(document.createElement('base'), { href: 'https://elsewhere.example/' }));
    await client.fetch('/me');
    expect(sent).toEqual([`Bearer ${sessionToken()}`, null]);
  });

  it.each([
    [`blob:${API}/0c5c0f0e`],
    [`data:text/plain,${API}`],
    ['https://api.example@elsewhere.example/'],
    ['https:\\\\elsewhere.example\\@api.example/'],
    ['//elsewhere.example/'],
    ['\\\\elsewhere.example/'],
    ['http://api.example/'],
    ['https://api.example:8443/'],
    ['https://api.example.elsewhere.example/'],
    ['https://api.example./'],
  ])('sends no token to %s', async (address) => {
    const { client, sent } = await signIn([API]);
    await client.fetch(address);
    expect(sent).toEqual([null]);
  });
});

describe('client.as in a page', () => {
  it('listens to nothing, so that nobody need dispose of it (CLI-24)', async () => {
    const { client } = await signIn([]);
    const listening = [jest.spyOn(globalThis, 'addEventListener'), jest.spyOn(document, 'addEventListener')];
    expect(client.as({ token: sessionToken('bob') }).state).toBe('signedIn');
    expect(listening.map(({ mock }) => mock.calls.length)).toEqual([0, 0]);
  });
});
