import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { ManualClock } from '@sallyport/core/clock';
import { FakeTransport } from '@sallyport/core/testing';
import { act, createElement, type FunctionComponent, StrictMode, useSyncExternalStore } from 'react';
import { createRoot, hydrateRoot, type Root } from 'react-dom/client';
import { renderToString } from 'react-dom/server.edge';
import { AuthenticationClient } from '../authing/authentication-client.js';
import { type ClientSnapshot, loadingSnapshot } from './client-snapshot.js';

// The published rules of useSyncExternalStore are React's own here: no fake of it would notice a loop.

const roots: Root[] = [];
const faults = jest.spyOn(console, 'error').mockImplementation(() => {});

function load() {
  const transport = new FakeTransport();
  const clock = new ManualClock();
  const client = new AuthenticationClient({ appId: 'app', appHost: 'https://id.example', transport, clock });
  return { client, transport };
}

/** A page of a browser in which the user signed in before. */
function loadSignedIn() {
  load().client.setCurrentUser({ id: 'ada', nickname: 'Ada', token: 'session' } as never);
  return load();
}

const textOf = (snapshot: ClientSnapshot): string =>
  snapshot.status === 'signed-in' ? `signed-in ${snapshot.user?.nickname}` : snapshot.status;

function mount(screen: FunctionComponent): HTMLElement {
  const container = document.body.appendChild(document.createElement('main'));
  const root = createRoot(container);
  roots.push(root);
  act(() => root.render(createElement(StrictMode, null, createElement(screen))));
  return container;
}

beforeEach(() => {
  (globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;
  faults.mockClear();
});

afterEach(() => {
  for (const root of roots.splice(0)) act(() => root.unmount());
  document.body.replaceChildren();
  localStorage.clear();
  sessionStorage.clear();
});

describe('a React page in strict mode', () => {
  it('renders client.snapshot on stateChanged without a loop (issue 10, A1)', async () => {
    const { client, transport } = loadSignedIn();
    let renderings = 0;
    const page = mount(() => {
      renderings += 1;
      return textOf(
        useSyncExternalStore(
          (onChange) => client.on('stateChanged', onChange),
          () => client.snapshot,
        ),
      );
    });
    await act(async () => client.ready());
    expect(page.textContent).toBe('signed-in Ada');
    const before = renderings;
    transport.answer(null);
    await act(async () => client.logout());
    expect([page.textContent, renderings - before]).toEqual(['signed-out', 2]); // strict mode renders twice
    expect(faults).not.toHaveBeenCalled();
  });

  it('renders client.store, and once per change', async () => {
    const { client } = loadSignedIn();
    const { subscribe, get } = client.store;
    let renderings = 0;
    const page = mount(() => {
      renderings += 1;
      return textOf(useSyncExternalStore(subscribe, get));
    });
    await act(async () => client.ready());
    expect([page.textContent, renderings]).toEqual(['signed-in Ada', 2]);
    expect(faults).not.toHaveBeenCalled();
  });

  it('hydrates a server-rendered page without a mismatch for a signed-in browser (issue 10, A6)', async () => {
    const { client } = loadSignedIn();
    const screen: FunctionComponent = () =>
      createElement(
        'p',
        null,
        textOf(useSyncExternalStore(client.store.subscribe, client.store.get, () => loadingSnapshot)),
      );
    const container = document.body.appendChild(document.createElement('main'));
    container.innerHTML = renderToString(createElement(screen));
    expect(container.textContent).toBe('loading');
    const onRecoverableError = jest.fn();
    await act(async () => {
      roots.push(hydrateRoot(container, createElement(screen), { onRecoverableError }));
    });
    expect(container.textContent).toBe('signed-in Ada');
    expect([onRecoverableError.mock.calls, faults.mock.calls]).toEqual([[], []]);
  });
});
