import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { type Fixture, mfaToken, sessionToken, setUp, setUpSignedIn, wireUser } from '../../client.fixture.js';

const ORIGIN = 'https://id.example';
const event = { source: 'authing', eventType: 'socialLogin' };

/** A window that goes where it is sent, as far as the page that opened it can tell. */
function fakeWindow() {
  const visited: string[] = [];
  let arrive: (url: URL) => void = () => {};
  const arrival = new Promise<URL>((resolve) => {
    arrive = resolve;
  });
  const opened = {
    closed: false,
    close() {
      opened.closed = true;
    },
    location: {
      replace(url: string) {
        visited.push(url);
        arrive(new URL(url));
      },
    },
    postMessage() {},
  };
  return { opened, visited, arrival };
}

/** Has `window.open` answer with a fake, and keeps account of the listeners that are left. */
function openWindows() {
  const { opened, visited, arrival } = fakeWindow();
  const open = jest.spyOn(window, 'open').mockReturnValue(opened as never);
  const added = jest.spyOn(window, 'addEventListener');
  const removed = jest.spyOn(window, 'removeEventListener');
  const count = ({ mock }: typeof added | typeof removed) => mock.calls.filter(([type]) => type === 'message').length;
  const listeners = {
    get size(): number {
      return count(added) - count(removed);
    },
  };
  const say = (data: unknown, from: { source?: unknown; origin?: string } = {}): void => {
    const message = new MessageEvent('message', { data, origin: from.origin ?? ORIGIN });
    Object.defineProperty(message, 'source', { value: 'source' in from ? from.source : opened });
    window.dispatchEvent(message);
  };
  return { opened, visited, arrival, open, listeners, say };
}

async function settled(): Promise<void> {
  for (let turn = 0; turn < 100; turn += 1) await Promise.resolve();
}

afterEach(() => {
  jest.restoreAllMocks();
});

describe('social.authorize', () => {
  it('opens its window before anything is awaited, and sends it to the provider', async () => {
    const { client } = setUp();
    const { open, arrival } = openWindows();
    void client.social.authorize('git/hub', {
      authorizationParams: { display: 'page&x' },
      customData: { a: 1 },
      withIdentities: true,
      uuid: 'u',
      onSuccess: () => {},
    });
    expect(open).toHaveBeenCalledWith('', '_blank', expect.stringMatching(/^width=585,height=649,/));
    const url = await arrival;
    expect(url.origin + url.pathname).toBe('https://id.example/connections/social/git%2Fhub');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      from_guard: '1',
      app_id: 'app',
      authorization_params: '{"display":"page&x"}',
      with_identities: '1',
      with_custom_data: '0',
      protocol: 'oidc',
      uuid: 'u',
      custom_data: '{"a":1}',
    });
    await client.dispose();
  });

  it('begins the session of whom the window answers, and leaves nothing behind', async () => {
    const { client, events } = setUp();
    const { opened, listeners, say, arrival } = openWindows();
    const done = client.social.authorize('github');
    await arrival;
    say({ code: 200, message: 'OK', data: wireUser('ada'), event });
    await done;
    expect(client.snapshot).toMatchObject({ state: 'signedIn', userId: 'ada' });
    expect(events.map(([name]) => name)).toEqual(['signedIn']);
    expect(opened.closed).toBe(true);
    expect(listeners.size).toBe(0);
  });

  const user = { code: 200, data: wireUser('mallory'), event };
  it.each<[string, unknown, { source?: unknown; origin?: string }]>([
    ['another origin', user, { origin: 'https://evil.example' }],
    ['an origin that begins alike', user, { origin: 'https://id.example.evil.example' }],
    ['another scheme', user, { origin: 'http://id.example' }],
    ['another port', user, { origin: 'https://id.example:8443' }],
    ['an opaque origin', user, { origin: 'null' }],
    ['another window', user, { source: fakeWindow().opened }],
    ['this window', user, { source: globalThis }],
    ['no window', user, { source: null }],
    ['somebody else’s protocol', { ...user, event: { source: 'other', eventType: 'socialLogin' } }, {}],
    ['another flow', { ...user, event: { source: 'authing', eventType: 'enterpriseLogin' } }, {}],
    ['no event', { ...user, event: null }, {}],
    ['a text', 'ready', {}],
    ['nothing', null, {}],
  ])('does not believe %s (defect 4, CLI-10)', async (_, data, from) => {
    const { client } = setUp();
    const { listeners, say, arrival } = openWindows();
    const done = client.social.authorize('github');
    await arrival;
    say(data, from);
    await settled();
    expect(client.state).toBe('signedOut');
    expect(listeners.size).toBe(1);
    say({ code: 200, data: wireUser('ada'), event });
    await done;
    expect(client.snapshot.userId).toBe('ada');
  });

  it.each([
    ['plainly', { code: 1635, message: 'second factor', data: { mfaToken }, event }],
    [
      'in the message',
      { code: 500, message: JSON.stringify({ code: 1635, message: 'second factor' }), data: { mfaToken }, event },
    ],
  ])('turns the demand for a second factor, made %s, into the pending sign-in', async (_, answer) => {
    const { client } = await setUpSignedIn();
    const { listeners, say, arrival } = openWindows();
    const done = client.social.authorize('github').catch((error: unknown) => error);
    await arrival;
    say(answer);
    expect(await done).toMatchObject({ kind: 'mfa-required', code: 1635, message: 'second factor' });
    expect(client.pendingSignIn?.mfaToken).toBe(mfaToken);
    expect(client.snapshot.userId).toBe('ada');
    expect(listeners.size).toBe(0);
  });

  it.each([
    [
      { code: 2005, message: 'blocked', event },
      { kind: 'permission-denied', code: 2005 },
    ],
    [{ code: 'canary', event }, { kind: 'api' }],
    [{ code: 200, data: null, event }, { kind: 'invalid-response' }],
    [{ code: 200, data: { id: 'ada' }, event }, { kind: 'invalid-response' }],
    [{ code: 200, data: { token: sessionToken() }, event }, { kind: 'invalid-response' }],
  ])('rejects %j, and keeps the session that was there', async (answer, error) => {
    const { client } = await setUpSignedIn();
    const { say, arrival } = openWindows();
    const done = client.social.authorize('github');
    const rejected = expect(done).rejects.toMatchObject(error);
    await arrival;
    say(answer);
    await rejected;
    expect(client.snapshot).toMatchObject({ state: 'signedIn', userId: 'ada' });
  });

  it('says so where the browser opens no window (CLI-10)', async () => {
    const { client } = setUp();
    const { open, listeners } = openWindows();
    open.mockReturnValue(null);
    await expect(client.social.authorize('github')).rejects.toMatchObject({ kind: 'popup-blocked' });
    expect(listeners.size).toBe(0);
  });

  it('says so where the user closes it (CLI-10)', async () => {
    const { client, clock } = await setUpSignedIn();
    const { opened, listeners, arrival } = openWindows();
    const done = client.social.authorize('github');
    const rejected = expect(done).rejects.toMatchObject({ kind: 'popup-closed' });
    await arrival;
    await clock.advance(5_000);
    opened.closed = true;
    await clock.advance(1_000);
    await rejected;
    expect(listeners.size).toBe(0);
    expect(client.state).toBe('signedIn');
  });

  it('hears a window that answers and closes at once', async () => {
    const { client, clock } = setUp();
    const { opened, say, arrival } = openWindows();
    const done = client.social.authorize('github');
    await arrival;
    opened.closed = true;
    await clock.advance(500);
    say({ code: 200, data: wireUser('ada'), event });
    await done;
    expect(client.snapshot.userId).toBe('ada');
  });

  const endings: [string, (fixture: Fixture, controller: AbortController) => unknown, object][] = [
    ['its signal', (_, controller) => controller.abort(new Error('enough')), { message: 'enough' }],
    ['dispose (CLI-24)', ({ client }) => client.dispose(), { kind: 'disposed' }],
  ];
  it.each(endings)('ends with %s', async (_, end, error) => {
    const fixture = setUp();
    const { opened, listeners, arrival } = openWindows();
    const controller = new AbortController();
    const done = fixture.client.with({ signal: controller.signal }).social.authorize('github');
    const rejected = expect(done).rejects.toMatchObject(error);
    await arrival;
    await end(fixture, controller);
    await rejected;
    expect(listeners.size).toBe(0);
    expect(opened.closed).toBe(true);
  });

  it('comes to nothing where the user signed out meanwhile (CLI-19)', async () => {
    const { client, transport } = await setUpSignedIn();
    const { say, arrival } = openWindows();
    const done = client.social.authorize('github');
    const rejected = expect(done).rejects.toMatchObject({ kind: 'not-signed-in' });
    await arrival;
    transport.answer(null);
    await client.logout();
    say({ code: 200, data: wireUser('ada'), event });
    await rejected;
    expect(client.state).toBe('signedOut');
  });

  describe('with callbacks', () => {
    it('resolves once the window is open, and tells them the outcome', async () => {
      const { client } = setUp();
      const { say } = openWindows();
      const onSuccess = jest.fn();
      await client.social.authorize('github', { onSuccess });
      say({ code: 200, data: wireUser('ada'), event });
      await settled();
      expect(onSuccess).toHaveBeenCalledWith(expect.objectContaining({ id: 'ada' }));
    });

    it('onError receives code, message and data of a refusal, and the error itself', async () => {
      const { client, clock } = setUp();
      const { opened, say } = openWindows();
      const onError = jest.fn();
      await client.social.authorize('github', { onError });
      say({ code: 2005, message: 'blocked', data: { a: 1 }, event });
      await settled();
      expect(onError).toHaveBeenCalledWith(2005, 'blocked', { a: 1 }, expect.objectContaining({ code: 2005 }));
      opened.closed = false;
      await client.social.authorize('github', { onError });
      opened.closed = true;
      await clock.advance(1_000);
      await settled();
      const message = 'The window was closed before it answered';
      expect(onError).toHaveBeenLastCalledWith(undefined, message, undefined, expect.objectContaining({ message }));
    });

    it('survives one that throws', async () => {
      const { client, logger } = setUp();
      const { say } = openWindows();
      await client.social.authorize('github', {
        onSuccess: () => {
          throw new Error('of the page');
        },
      });
      say({ code: 200, data: wireUser('ada'), event });
      await settled();
      expect(client.state).toBe('signedIn');
      expect(logger.lines).toEqual([['A listener failed', { event: 'authorize' }]]);
    });
  });

  it.each([[''], [null], [undefined]])('refuses the provider %j, and opens nothing', async (provider) => {
    const { open } = openWindows();
    await expect(setUp().client.social.authorize(provider as never)).rejects.toMatchObject({ kind: 'invalid-input' });
    expect(open).not.toHaveBeenCalled();
  });

  it('closes the window where its address cannot be written', async () => {
    const { opened } = openWindows();
    const context: Record<string, unknown> = {};
    context.itself = context;
    await expect(setUp().client.social.authorize('github', { context })).rejects.toMatchObject({
      kind: 'invalid-input',
    });
    expect(opened.closed).toBe(true);
  });
});

describe('enterprise.authorize', () => {
  const config = {
    clientId: 'c',
    authorizationEdpoint: 'https://idp.example/auth?tenant=1',
    redirectUri: 'https://id.example/cb',
    scopes: 'openid profile',
    responseType: 'code',
    samlRequest: 'https://idp.example/saml',
    casConnectionLoginUrl: 'https://idp.example/cas',
    authUrl: 'https://idp.example/oauth',
    authorizationUrl: 'https://idp.example/azure',
  };
  const settings = (protocol: string, more: object = {}) => ({
    userPoolId: 'pool',
    identityProviders: [{ protocol, identifier: 'acme', config: { ...config, ...more } }],
  });
  const enterprise = { source: 'authing', eventType: 'enterpriseLogin' };

  it('begins an interaction of OpenID Connect, with random values of its own (defect 3)', async () => {
    const { client, transport } = setUp();
    const { say, arrival } = openWindows();
    transport.answer(settings('oidc')).answer(null);
    const done = client.enterprise.authorize('oidc', 'acme');
    const url = await arrival;
    const { state, nonce, ...rest } = Object.fromEntries(url.searchParams);
    expect(url.origin + url.pathname).toBe('https://idp.example/auth');
    expect(rest).toEqual({
      tenant: '1',
      client_id: 'c',
      redirect_uri: 'https://id.example/cb',
      scope: 'openid profile',
      response_type: 'code',
    });
    expect(state).toMatch(/^[\w-]{43}$/);
    expect(nonce).not.toBe(state);
    expect(transport.lastBody).toEqual({
      state,
      protocol: 'oidc',
      userPoolId: 'pool',
      appId: 'app',
      referer: location.href,
      connection: { providerIentifier: 'acme' },
    });
    say({ code: 200, data: wireUser('ada'), event: enterprise });
    await done;
    expect(client.snapshot.userId).toBe('ada');
  });

  it.each([
    ['saml', 'https://idp.example/saml'],
    ['cas', 'https://idp.example/cas'],
    ['oauth', 'https://idp.example/oauth'],
    ['azure-ad', 'https://idp.example/azure'],
  ] as const)('goes to the address of %s', async (protocol, address) => {
    const { client, transport } = setUp();
    const { arrival } = openWindows();
    transport.answer(settings(protocol));
    await client.enterprise.authorize(protocol, 'acme', { onSuccess: () => {} });
    expect((await arrival).href).toBe(address);
    await client.dispose();
  });

  it.each([['javascript:alert(1)'], ['data:text/html,x'], ['/relative'], [''], [undefined]])(
    'does not go to %j, which would run in this page',
    async (samlRequest) => {
      const { client, transport } = setUp();
      const { opened, visited, listeners } = openWindows();
      transport.answer(settings('saml', { samlRequest }));
      await expect(client.enterprise.authorize('saml', 'acme')).rejects.toMatchObject({ kind: 'invalid-response' });
      expect(visited).toEqual([]);
      expect(opened.closed).toBe(true);
      expect(listeners.size).toBe(0);
    },
  );

  it.each([
    [settings('oidc'), 'not-found'],
    [{}, 'not-found'],
  ])('rejects where there is no such connection', async (answer, kind) => {
    const { client, transport } = setUp();
    const { opened, listeners } = openWindows();
    transport.answer(answer);
    await expect(client.enterprise.authorize('saml', 'acme')).rejects.toMatchObject({ kind });
    expect(opened.closed).toBe(true);
    expect(listeners.size).toBe(0);
  });

  it.each([[5], [{}], ['acme'], [true]])(
    'enterprise.authorize rejects with an InvalidResponseError when identityProviders is %j',
    async (identityProviders) => {
      const { client, transport } = setUp();
      const { opened } = openWindows();
      transport.answer({ userPoolId: 'pool', identityProviders });
      await expect(client.enterprise.authorize('saml', 'acme')).rejects.toMatchObject({ kind: 'invalid-response' });
      expect(opened.closed).toBe(true);
    },
  );

  it.each([[null], [[null, 5]]])(
    'enterprise.authorize rejects with a NotFoundError when identityProviders is %j',
    async (identityProviders) => {
      const { client, transport } = setUp();
      openWindows();
      transport.answer({ userPoolId: 'pool', identityProviders });
      await expect(client.enterprise.authorize('saml', 'acme')).rejects.toMatchObject({ kind: 'not-found' });
    },
  );

  it('enterprise.authorize rejects with a NotFoundError when the application has no settings', async () => {
    const { client, transport } = setUp();
    openWindows();
    transport.answer(null);
    await expect(client.enterprise.authorize('saml', 'acme')).rejects.toMatchObject({ kind: 'not-found' });
  });

  it('does not take the answer of a social sign-in', async () => {
    const { client, transport } = setUp();
    const { say, arrival } = openWindows();
    transport.answer(settings('saml'));
    await client.enterprise.authorize('saml', 'acme', { onSuccess: () => {} });
    await arrival;
    say({ code: 200, data: wireUser('mallory'), event });
    await settled();
    expect(client.state).toBe('signedOut');
    await client.dispose();
  });

  it.each([
    ['oidc', ''],
    ['ldap', 'acme'],
  ])('refuses %j with %j, and opens nothing', async (protocol, identifier) => {
    const { open } = openWindows();
    const call = setUp().client.enterprise.authorize(protocol as never, identifier);
    await expect(call).rejects.toMatchObject({ kind: 'invalid-input' });
    expect(open).not.toHaveBeenCalled();
  });
});
