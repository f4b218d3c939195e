import { ConfigurationError } from '@sallyport/core';

/** What is used of a socket, the platform's or that of `ws`. */
export interface Socket {
  addEventListener(type: 'open' | 'close' | 'error', listener: () => void): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  close(): void;
}

type SocketClass = new (url: string) => Socket;

/** Finds the platform's `WebSocket`; Node has one from version 22 on, and the package `ws` before that. */
export async function loadWebSocket(): Promise<SocketClass> {
  if (typeof WebSocket === 'function') return WebSocket;
  try {
    // Within `try` bundlers take it for what it is, a package that need not be there.
    return (await import('ws')).WebSocket;
  } catch {
    throw new ConfigurationError({
      message: 'This platform has no WebSocket, and the package ws is not there',
      remedy: 'npm install ws',
    });
  }
}
