// React ships no types, and the tests use these functions alone.

declare module 'react' {
  export interface ReactElement {
    readonly type: unknown;
  }
  export type FunctionComponent = () => ReactElement | string | null;
  export const StrictMode: object;
  export function createElement(
    type: FunctionComponent | string | object,
    props?: object | null,
    ...children: readonly (ReactElement | string)[]
  ): ReactElement;
  export function useSyncExternalStore<Snapshot>(
    subscribe: (onChange: () => void) => () => void,
    getSnapshot: () => Snapshot,
    getServerSnapshot?: () => Snapshot,
  ): Snapshot;
  export function act(work: () => Promise<unknown>): Promise<void>;
  export function act(work: () => void): void;
}

declare module 'react-dom/client' {
  import type { ReactElement } from 'react';

  export interface Root {
    render(element: ReactElement): void;
    unmount(): void;
  }
  export function createRoot(container: Element): Root;
  export function hydrateRoot(
    container: Element,
    element: ReactElement,
    options?: { readonly onRecoverableError?: (error: unknown) => void },
  ): Root;
}

declare module 'react-dom/server.edge' {
  import type { ReactElement } from 'react';

  export function renderToString(element: ReactElement): string;
}
