/** A user with a browser without scripts, who fills in whatever form a server shows with the same answers. */
export class FormBrowser {
  readonly #origin: string;
  readonly #answers: Readonly<Record<string, string>>;
  readonly #cookies = new Map<string, string>();

  /** @param origin - Of the server. */
  constructor(origin: string, answers: Readonly<Record<string, string>>) {
    this.#origin = origin;
    this.#answers = answers;
  }

  /** Goes to an address, through all pages of the server. Where it leads elsewhere, which is not called. */
  async go(address: string): Promise<URL> {
    let url = new URL(address);
    let form: URLSearchParams | undefined;
    for (let steps = 0; steps < 20; steps += 1) {
      if (url.origin !== this.#origin) return url;
      const { location, page } = await this.#call(url, form);
      const [, attributes] = /<form([^>]*)>/.exec(page) ?? [];
      if (location === null && attributes === undefined) throw new Error(`${url.pathname} asks for nothing: ${page}`);
      form = location === null ? this.#filledIn(page) : undefined;
      const action = / action="([^"]*)"/.exec(attributes ?? '')?.[1]?.replaceAll('&amp;', '&');
      url = new URL(location ?? action ?? url.href, url);
    }
    throw new Error(`${address} leads nowhere`);
  }

  async #call(url: URL, form: URLSearchParams | undefined): Promise<{ location: string | null; page: string }> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const asked = form ? { method: 'POST', body: form } : {};
    const response = await fetch(url, { ...asked, redirect: 'manual', headers: cookie === '' ? {} : { cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '') this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
    return { location: response.headers.get('location'), page: await response.text() };
  }

  #filledIn(page: string): URLSearchParams {
    const hidden = [...page.matchAll(/type="hidden" name="([^"]*)" value="([^"]*)"/g)];
    return new URLSearchParams({
      ...Object.fromEntries(hidden.map(([, name, value]) => [name, value])),
      ...this.#answers,
    });
  }
}
