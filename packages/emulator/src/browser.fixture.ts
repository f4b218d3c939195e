/** What a browser has got, after it went where it was sent. */
export interface Visit {
  readonly status: number;
  readonly headers: Headers;
  readonly url: URL;
  readonly text: string;
}

/** A browser without scripts: it has cookies, follows redirects on one server, and fills in forms. */
export class TestBrowser {
  readonly cookies = new Map<string, string>();
  /** How it says which page leads it somewhere. Browsers without Fetch Metadata send `origin` or `referer` alone. */
  provenance: Readonly<Record<string, string>> = { 'sec-fetch-site': 'none' };
  readonly #home: string;

  constructor(home: string) {
    this.#home = home;
  }

  /** Goes to an address, and on from there until it is sent elsewhere: that address is not called. */
  async go(address: string | URL, form?: Readonly<Record<string, string>>): Promise<Visit> {
    let url = new URL(address, this.#home);
    let visit = await this.visit(url, form);
    for (let hops = 0; hops < 10; hops += 1) {
      const location = visit.headers.get('location');
      if (location === null) return visit;
      url = new URL(location, url);
      if (url.origin !== new URL(this.#home).origin) return { ...visit, url };
      visit = await this.visit(url);
    }
    throw new Error(`${address} leads nowhere`);
  }

  /** One request, wherever its answer leads. */
  async visit(url: URL, form?: Readonly<Record<string, string>>): Promise<Visit> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, {
      method: form ? 'POST' : 'GET',
      redirect: 'manual',
      headers: { ...this.provenance, ...(cookie === '' ? {} : { cookie }) },
      ...(form ? { body: new URLSearchParams(form) } : {}),
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      this.cookies.set(name, value);
    }
    return { status: response.status, headers: response.headers, url, text: await response.text() };
  }

  /** Sends the form of a page that it is on, with its hidden fields. */
  submit(page: Visit, fields: Readonly<Record<string, string>> = {}): Promise<Visit> {
    const hidden = [...page.text.matchAll(/type="hidden" name="([^"]*)" value="([^"]*)"/g)];
    const kept = Object.fromEntries(hidden.map(([, name = '', value = '']) => [name, value]));
    return this.go(page.url, { ...kept, ...fields });
  }

  /** Signs in with name and password, where an application sent it. */
  async signIn(address: string | URL, name: string, password: string): Promise<Visit> {
    return this.submit(await this.go(address), { name, password, step: 'password' });
  }
}
