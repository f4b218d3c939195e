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

/** The user's browser, without scripts: it agrees to whatever is asked at the provider, as nobody but `ada`. */
export class ProviderBrowser {
  readonly #origin: string;
  readonly #cookies = new Map<string, string>();

  constructor(origin: string) {
    this.#origin = origin;
  }

  /** Goes to an address, through all pages of the provider. Where it leads elsewhere, which is not called. */
  async go(address: string): Promise<URL> {
    let url = new URL(address);
    let form: URLSearchParams | undefined;
    for (let steps = 0; steps < 20; steps += 1) {
      if (url.origin !== this.#origin) return url;
      const { location, page } = await this.#call(url, form);
      const next = location ?? /<form[^>]* action="([^"]*)"/.exec(page)?.[1];
      if (next === undefined) throw new Error(`The page at ${url.pathname} asks for nothing: ${page}`);
      form = location === null ? answersTo(page) : undefined;
      url = new URL(next.replaceAll('&amp;', '&'), url);
    }
    throw new Error(`${address} leads nowhere`);
  }

  async #call(url: URL, form: URLSearchParams | undefined): Promise<{ location: string | null; page: string }> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const asked = form ? { method: 'POST', body: form } : {};
    const response = await fetch(url, { ...asked, redirect: 'manual', headers: { cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '') this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
    return { location: response.headers.get('location'), page: await response.text() };
  }
}

function answersTo(page: string): URLSearchParams {
  const hidden = [...page.matchAll(/type="hidden" name="([^"]*)" value="([^"]*)"/g)];
  const fields = Object.fromEntries(hidden.map(([, name, value]) => [name, value]));
  return new URLSearchParams({ ...fields, login: 'ada', password: 'any', logout: 'yes' });
}
