import { ConfigurationError } from '@sallyport/core/errors';
import { isPackageMissing, lazy } from '@sallyport/core/loading';

/** What is used of a socket, the platform's or that of `ws`. */
export interface Socket {
  addEventListener(type: 'open' | 'close' | 'error', listener: () => void): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  close(): void;
}

type SocketClass = new (url: string) => Socket;

/** Finds the platform's `WebSocket`. Node has one from version 22 on, and needs the package `ws` before that. */
export async function loadWebSocket(): Promise<SocketClass> {
  if (typeof WebSocket === 'function') return WebSocket;
  return loadPackage();
}

// Bundlers do not see the name, and so do not miss the package: only Node 20 needs it. The build for pages imports nothing
// here, and the CommonJS build calls `require`.
const PACKAGE: { readonly name: string } = { name: 'ws' };

const loadPackage = /* @__PURE__ */ lazy(async (): Promise<SocketClass> => {
  try {
    const ws: Pick<typeof import('ws'), 'WebSocket'> = await import(
      /* webpackIgnore: true */ /* @vite-ignore */ PACKAGE.name
    );
    return ws.WebSocket;
  } catch (error) {
    if (!isPackageMissing(error)) throw error;
    throw new ConfigurationError({
      message: 'This platform has no WebSocket, and the package ws is not installed',
      remedy: 'npm install ws',
    });
  }
});
