import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { systemClock } from '@sallyport/core/clock';
import type { HttpRequest } from '@sallyport/core/http';
import { jwt } from '../../client.fixture.js';
import { AuthenticationClient } from '../authentication-client.js';

const opened: AuthenticationClient[] = [];
beforeEach(() => localStorage.clear());
afterEach(async () => {
  for (const client of opened.splice(0)) await client.dispose();
});

const iat = Math.floor(systemClock.now() / 1000);
const token = (id: string): string => jwt({ sub: id, iat, exp: iat + 3_600 });

/** Two clients of one page that share `localStorage`, and what they sent as bearer. */
async function setUp() {
  const bearers: (string | undefined)[] = [];
  const open = () => {
    const client = new AuthenticationClient({
      appId: 'app',
      appHost: 'https://id.example',
      transport: {
        send: async ({ headers: { authorization } }: HttpRequest) => {
          bearers.push(authorization);
          const text = JSON.stringify({ code: 200, data: { user: { id: 'bob' } } });
          return { status: 200, headers: { 'content-type': 'application/json' }, text };
        },
        dispose: () => {},
      },
    });
    opened.push(client);
    return client;
  };
  const [one, two] = [open(), open()];
  await Promise.all([one.ready(), two.ready()]);
  return { one, two, bearers };
}

function told(client: AuthenticationClient, name: 'signedIn' | 'signedOut') {
  return new Promise<unknown>((resolve) => client.on(name, resolve));
}

describe('two clients on one page and one storage', () => {
  it('notice a sign-in and a sign-out of each other at once', async () => {
    const { one, two } = await setUp();
    const isIn = told(two, 'signedIn');
    one.setToken(token('ada'));
    await expect(isIn).resolves.toMatchObject({ userId: null, origin: 'other-tab' });
    const isOut = told(two, 'signedOut');
    await one.logout();
    await isOut;
    expect(two.state).toBe('signedOut');
  });

  it('never use the token of the former user', async () => {
    const { one, two, bearers } = await setUp();
    one.setToken(token('ada'));
    await two.ready();
    one.setToken(token('bob'));
    await two.getCurrentUser(); // begins before the announcement arrives
    expect([bearers, two.checkLoggedIn()]).toEqual([[`Bearer ${token('bob')}`], 'bob']);
  });

  it('notice nothing of each other after dispose', async () => {
    const { one, two } = await setUp();
    await two.dispose();
    one.setToken(token('ada'));
    await one.ready();
    expect(two.state).toBe('signedOut');
  });
});
