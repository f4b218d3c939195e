import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { answer, setUpOidc } from './provider.fixture.js';

const redirectUri = `${location.origin}/callback`;

class FakePopup {
  closed = false;
  /** Resolves with where the window was sent. */
  readonly sent: Promise<string>;
  readonly location: { replace: (url: string) => void };

  constructor() {
    let send: (url: string) => void = () => {};
    this.sent = new Promise((resolve) => {
      send = resolve;
    });
    this.location = { replace: (url) => send(url) };
  }

  close(): void {
    this.closed = true;
  }
}

function setUp() {
  const fixture = setUpOidc({ redirectUri, transactionStorage: undefined });
  const popup = new FakePopup();
  const open = jest.spyOn(window, 'open').mockReturnValue(popup as unknown as Window); // what is used of one is there
  const added = jest.spyOn(window, 'addEventListener');
  const removed = jest.spyOn(window, 'removeEventListener');
  const listeners = (): number => {
    const count = (calls: readonly (readonly unknown[])[]) => calls.filter(([type]) => type === 'message').length;
    return count(added.mock.calls) - count(removed.mock.calls);
  };
  /** Resolves when the window was sent to the page. */
  const left = async (): Promise<URL> => {
    const request = new URL(await popup.sent);
    fixture.provider.nonce = request.searchParams.get('nonce') ?? '';
    return request;
  };
  return { ...fixture, popup, open, listeners, left };
}

const say = (source: unknown, data: unknown, origin: string = location.origin): void => {
  const event = new MessageEvent('message', { data, origin });
  Object.defineProperty(event, 'source', { value: source });
  window.dispatchEvent(event);
};

const message = (url: string): object => ({ type: 'sallyport:callback', url });

afterEach(() => {
  sessionStorage.clear();
  jest.restoreAllMocks();
});

describe('signInWithPopup', () => {
  it('opens the window at once, and signs in by its answer (CLI-10)', async () => {
    const { client, popup, open, left, listeners } = setUp();
    const call = client.signInWithPopup();
    expect(open).toHaveBeenCalledTimes(1);
    say(popup, message(answer(await left())));
    await expect(call).resolves.toMatchObject({ user: { id: 'ada' }, returnTo: null });
    expect([popup.closed, client.state, listeners()]).toEqual([true, 'signedIn', 0]);
  });

  it('says so when the browser opens no window (CLI-10)', async () => {
    const { client, open, provider } = setUp();
    open.mockReturnValue(null);
    await expect(client.signInWithPopup()).rejects.toMatchObject({ kind: 'popup-blocked' });
    expect(provider.requests).toEqual([]);
  });

  it('says so when the user closes the window (CLI-10)', async () => {
    const { client, popup, left, clock, listeners } = setUp();
    const call = client.signInWithPopup();
    call.catch(() => {});
    await left();
    popup.closed = true;
    await clock.advance(500);
    await clock.advance(500);
    await expect(call).rejects.toMatchObject({ kind: 'popup-closed' });
    expect([client.state, listeners()]).toEqual(['signedOut', 0]);
  });

  it('hears an answer that comes with the closing of the window', async () => {
    const { client, popup, left, clock } = setUp();
    const call = client.signInWithPopup();
    const request = await left();
    popup.closed = true;
    await clock.advance(500);
    say(popup, message(answer(request)));
    await expect(call).resolves.toBeDefined();
  });

  it('ignores what others say (CLI-10)', async () => {
    const { client, popup, left, listeners, provider } = setUp();
    const call = client.signInWithPopup();
    const request = await left();
    const good = message(answer(request));
    say(window, good);
    say(null, good);
    say({}, good);
    say(popup, good, 'https://evil.example');
    say(popup, good, 'null');
    say(popup, good, '');
    for (const data of [null, 'x', 5, {}, { type: 'sallyport:callback' }, { ...good, type: 'other' }]) say(popup, data);
    say(popup, message(answer(request, { state: `popup.${'A'.repeat(43)}` })));
    say(popup, message('rubbish'));
    expect([listeners(), provider.to('/oidc/token').length]).toEqual([1, 0]);
    say(popup, good);
    await expect(call).resolves.toBeDefined();
  });

  it('judges the answer like that of a redirect', async () => {
    const { client, popup, left, listeners } = setUp();
    const call = client.signInWithPopup();
    say(popup, message(answer(await left(), { iss: 'https://evil.example' })));
    await expect(call).rejects.toMatchObject({ kind: 'issuer-mismatch' });
    expect([popup.closed, listeners()]).toEqual([true, 0]);
  });

  it.each(['signal', 'dispose'])('stops waiting by %s, and leaves no listener (CLI-10, CLI-24)', async (how) => {
    const { client, popup, left, listeners } = setUp();
    const controller = new AbortController();
    const call = client.signInWithPopup({ signal: controller.signal });
    call.catch(() => {});
    await left();
    if (how === 'signal') controller.abort(new Error('enough'));
    else await client.dispose();
    await expect(call).rejects.toBeDefined();
    expect([popup.closed, listeners()]).toEqual([true, 0]);
  });

  it('does not wait for longer than the sign-in is good', async () => {
    const { client, left, clock, listeners } = setUp();
    const call = client.signInWithPopup();
    call.catch(() => {});
    await left();
    await clock.advance(10 * 60_000);
    await expect(call).rejects.toMatchObject({ kind: 'timeout' });
    expect(listeners()).toBe(0);
  });

  it('closes the window when the sign-in cannot begin', async () => {
    const { client, popup } = setUp();
    await expect(client.signInWithPopup({ scope: 'profile' })).rejects.toMatchObject({ kind: 'invalid-input' });
    expect(popup.closed).toBe(true);
  });
});

describe('handleRedirectCallback in a window that was opened', () => {
  it('hands the answer to the page that has opened it, of the same origin only (CLI-10)', async () => {
    const { client } = setUp();
    const postMessage = jest.fn();
    Object.defineProperty(window, 'opener', { value: { postMessage }, configurable: true });
    const close = jest.spyOn(window, 'close');
    const closed = new Promise<void>((resolve) => close.mockImplementation(resolve));
    const url = `${redirectUri}?code=x&state=popup.${'A'.repeat(43)}`;
    void client.handleRedirectCallback(url);
    await closed;
    expect(postMessage.mock.calls).toEqual([[{ type: 'sallyport:callback', url }, location.origin]]);
    expect(close).toHaveBeenCalledTimes(1);
    Object.defineProperty(window, 'opener', { value: null, configurable: true });
  });
});
