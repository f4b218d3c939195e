import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** The certified `oidc-provider`, in a process of its own. */
export interface OidcProvider {
  readonly url: string;
  stop(): Promise<void>;
}

export async function startOidcProvider(): Promise<OidcProvider> {
  const program = join(import.meta.dirname, 'fixtures', 'oidc-provider-server.mjs');
  const child = spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'ignore'] });
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string]; // an event of readline
  const { url } = JSON.parse(line) as { readonly url: string }; // printed by the program above
  return {
    url,
    stop: async () => {
      child.stdin.end();
      await once(child, 'exit');
    },
  };
}
