import { ManualClock } from '@sallyport/core/clock';
import type { HttpRequest, HttpResponse, HttpTransport } from '@sallyport/core/http';
import { FakeTransport } from '@sallyport/core/testing';
import { GoTrueManagementClient } from './gotrue-management-client.js';
import type { GoTrueManagementClientOptions } from './options.js';

// What the tests of this folder stand on: a client over a fake server.
// The name keeps it out of what is built and out of what Jest runs.

export const USER_ID = '8c1f2b7e-0f0a-4c57-9f0e-5a5f3f1f2a10';
export const FACTOR_ID = 'a1d6c1c2-3f55-4b4e-8f6e-0d3b8a7c9e21';

export interface Fixture {
  readonly client: GoTrueManagementClient;
  readonly transport: FakeTransport;
}

export function setUp(options: Partial<GoTrueManagementClientOptions> = {}): Fixture {
  const transport = new FakeTransport();
  return { client: clientOver(transport, options), transport };
}

export function clientOver(
  transport: HttpTransport,
  options: Partial<GoTrueManagementClientOptions> = {},
): GoTrueManagementClient {
  return new GoTrueManagementClient({
    url: 'https://id.example/auth/v1',
    serviceRoleKey: 'service-role-key',
    transport,
    clock: new ManualClock(),
    ...options,
  });
}

export interface Item {
  readonly id: string;
}

export const items = (count: number): Item[] => Array.from({ length: count }, (_, index) => ({ id: `u${index}` }));

/** A server with one list, which turns its pages as GoTrue does, and whose list may change between two reads. */
export class ListServer implements HttpTransport {
  readonly pages: number[] = [];
  list: readonly Item[];
  readonly #write: (items: readonly Item[]) => unknown;
  /** The headers of a page. Default: GoTrue's. */
  headers: (page: number, perPage: number) => Readonly<Record<string, string>> = (page, perPage) => {
    const last = Math.ceil(this.list.length / perPage);
    const link = (rel: string, to: number) => `</admin/users?page=${to}&per_page=${perPage}>; rel="${rel}"`;
    const links = [...(page < last ? [link('next', page + 1)] : []), link('last', last)];
    return { 'x-total-count': String(this.list.length), link: links.join(', ') };
  };

  constructor(list: readonly Item[], write: (items: readonly Item[]) => unknown) {
    this.list = list;
    this.#write = write;
  }

  async send({ url }: HttpRequest): Promise<HttpResponse> {
    const { searchParams } = new URL(url);
    const [page, perPage] = [Number(searchParams.get('page')), Number(searchParams.get('per_page'))];
    if (this.pages.push(page) > 1_000) throw new Error('it goes round for ever');
    const list = this.list.slice((page - 1) * perPage, page * perPage);
    const headers = { 'content-type': 'application/json', ...this.headers(page, perPage) };
    return { status: 200, headers, text: JSON.stringify(this.#write(list)) };
  }

  dispose(): void {}
}

export const usersServer = (list: readonly Item[]): ListServer =>
  new ListServer(list, (users) => ({ users, aud: 'authenticated' }));
