import type { HttpBindings } from '@hono/node-server';

/** What a handler finds in its context: Node's own request and response. */
export interface ServerEnv {
  Bindings: HttpBindings;
}
