import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { answer, leave, setUpOidc } from './provider.fixture.js';

const redirectUri = `${location.origin}/callback`;
const setUp = () => setUpOidc({ redirectUri, transactionStorage: undefined });

beforeEach(() => history.replaceState(null, '', '/'));
afterEach(() => {
  sessionStorage.clear();
  jest.restoreAllMocks();
});

describe('handleRedirectCallback in a page', () => {
  it('reads the page’s own address, and takes of it what the sign-in page has added (CLI-08)', async () => {
    const fixture = setUp();
    const url = new URL(answer(await leave(fixture), { session_state: 'x' }));
    history.replaceState({ kept: true }, '', `${url.pathname}?tab=2&q=a%20b+c&${url.search.slice(1)}&empty#part`);
    await fixture.client.handleRedirectCallback();
    expect(location.href).toBe(`${redirectUri}?tab=2&q=a%20b+c&empty#part`);
    expect(history.state).toEqual({ kept: true });
  });

  it('is called twice by React’s strict mode, and afterwards, and exchanges once (CLI-07)', async () => {
    const fixture = setUp();
    history.replaceState(null, '', answer(await leave(fixture)));
    const first = fixture.client.handleRedirectCallback();
    const second = fixture.client.handleRedirectCallback();
    expect(await first).toBe(await second);
    expect(await fixture.client.handleRedirectCallback()).toBe(await first);
    expect(fixture.provider.to('/oidc/token')).toHaveLength(1);
  });

  it('leaves an address alone whose state is somebody else’s (CLI-04)', async () => {
    const fixture = setUp();
    await leave(fixture);
    history.replaceState(null, '', '/callback?code=VOUCHER&state=CA');
    await expect(fixture.client.handleRedirectCallback()).rejects.toMatchObject({ kind: 'state-mismatch' });
    expect(location.search).toBe('?code=VOUCHER&state=CA');
  });

  it('cleans the address also after a refusal, so that a reload does not end in another error (CLI-08)', async () => {
    const fixture = setUp();
    history.replaceState(null, '', answer(await leave(fixture), { code: null, error: 'access_denied' }));
    await expect(fixture.client.handleRedirectCallback()).rejects.toMatchObject({ kind: 'login-error' });
    expect(location.href).toBe(redirectUri);
  });

  it('remembers the transaction in the tab, under a key of its own (CLI-03, CLI-14)', async () => {
    await leave(setUp());
    const keys = Object.keys(sessionStorage).filter((key) => key.includes('oidc-transaction'));
    expect(keys).toEqual([expect.stringContaining(encodeURIComponent('https://id.example/oidc'))]);
    expect(Object.keys(localStorage).join()).not.toContain('oidc-transaction');
  });

  it('goes on after a reload, which leaves nothing of the client', async () => {
    const before = setUp();
    const request = await leave(before);
    const after = setUp();
    after.provider.nonce = request.searchParams.get('nonce') ?? '';
    history.replaceState(null, '', answer(request));
    await expect(after.client.handleRedirectCallback()).resolves.toMatchObject({ user: { id: 'ada' } });
    expect(Object.keys(sessionStorage).filter((key) => key.includes('oidc-transaction'))).toEqual([]);
  });

  it('handleRedirectCallback says so on a page that is no callback', async () => {
    await expect(setUp().client.handleRedirectCallback()).rejects.toMatchObject({ kind: 'no-callback' });
  });

  it('isRedirectCallback reads the address of the page', async () => {
    const fixture = setUp();
    expect(fixture.client.isRedirectCallback()).toBe(false);
    history.replaceState(null, '', answer(await leave(fixture)));
    expect(fixture.client.isRedirectCallback()).toBe(true);
    await fixture.client.handleRedirectCallback();
    expect(fixture.client.isRedirectCallback()).toBe(false);
  });

  it('handleRedirectCallback answers no former user after logout (CLI-07)', async () => {
    const fixture = setUp();
    history.replaceState(null, '', answer(await leave(fixture)));
    await fixture.client.handleRedirectCallback();
    await expect(fixture.client.handleRedirectCallback()).resolves.toMatchObject({ user: { id: 'ada' } });
    await fixture.client.logout().catch(() => {}); // the fake server has no such page
    await expect(fixture.client.handleRedirectCallback()).rejects.toMatchObject({ kind: 'no-callback' });
  });

  it('signInWithRedirect keeps one transaction for a tab, the newest (CLI-03)', async () => {
    const fixture = setUp();
    for (let attempt = 0; attempt < 49; attempt += 1) await leave(fixture);
    history.replaceState(null, '', answer(await leave(fixture)));
    expect(Object.keys(sessionStorage).filter((key) => key.includes('oidc-transaction'))).toHaveLength(1);
    await expect(fixture.client.handleRedirectCallback()).resolves.toMatchObject({ user: { id: 'ada' } });
    expect(Object.keys(sessionStorage).filter((key) => key.includes('oidc'))).toEqual([]);
  });
});

it('refuses a redirectUri of another origin, where nothing could go on', async () => {
  const call = leave(setUp(), { redirectUri: 'https://other.example/callback' });
  await expect(call).rejects.toMatchObject({ kind: 'invalid-input', message: expect.stringContaining('origin') });
});
